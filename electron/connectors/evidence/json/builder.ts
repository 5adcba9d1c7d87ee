/** Grammar of JSON over tokens, and the values that a shape wants. */
import { TokenType } from '@streamparser/json';
import type { EvidenceLimits } from '../limits.ts';
import { childShape, handsOut, type JsonKept, type Shape } from './shape.ts';

type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'comma' | 'nothing';

interface Frame {
	readonly isArray: boolean;
	/** Null where nothing of it is kept. */
	readonly shape: Shape | null;
	readonly items: JsonKept[];
	readonly fields: Record<string, JsonKept>;
	key: string;
	index: number;
	/** Values held when it began: those of an item that is handed out are forgotten. */
	readonly heldBefore: number;
}

export interface JsonBuilder {
	/** Answers null, or what is wrong with the token. */
	token(token: TokenType, value: unknown): string | null;
	readonly isComplete: () => boolean;
	/** False until anything but space has come. */
	readonly hasBegun: () => boolean;
	/** The value so far, also of a report that has not ended. */
	root(): JsonKept;
}

const noItems: JsonKept[] = [];
const noFields: Record<string, JsonKept> = {};
const forgottenArray: Frame = {
	isArray: true,
	shape: null,
	items: noItems,
	fields: noFields,
	key: '',
	index: 0,
	heldBefore: 0,
};
const forgottenObject: Frame = { ...forgottenArray, isArray: false };

/** Keys of the input never meet a prototype: objects have none. */
function emptyObject(): Record<string, JsonKept> {
	return Object.create(null) as Record<string, JsonKept>;
}

interface State {
	readonly shape: Shape;
	readonly limits: Pick<EvidenceLimits, 'depth' | 'values'>;
	readonly frames: Frame[];
	expected: Expected;
	hasBegun: boolean;
	/** Values held now. */
	held: number;
	root: JsonKept;
}

export function createJsonBuilder(shape: Shape, limits: Pick<EvidenceLimits, 'depth' | 'values'>): JsonBuilder {
	const state: State = { shape, limits, frames: [], expected: 'value', hasBegun: false, held: 0, root: undefined };
	return {
		token(token, value) {
			state.hasBegun = true;
			return step(state, token, value);
		},
		isComplete: () => state.expected === 'nothing',
		hasBegun: () => state.hasBegun,
		root: () => state.root,
	};
}

function step(state: State, token: TokenType, value: unknown): string | null {
	const { expected } = state;
	if (expected === 'nothing') return 'goes on after its end';
	if (expected === 'colon') {
		if (token !== TokenType.COLON) return unexpected;
		state.expected = 'value';
		return null;
	}
	if (token === TokenType.RIGHT_BRACKET) {
		return expected === 'first-item' || expected === 'comma' ? close(state, true) : unexpected;
	}
	if (token === TokenType.RIGHT_BRACE) {
		return expected === 'first-key' || expected === 'comma' ? close(state, false) : unexpected;
	}
	if (expected === 'comma') return token === TokenType.COMMA ? comma(state) : unexpected;
	if (expected === 'key' || expected === 'first-key')
		return token === TokenType.STRING ? key(state, value) : unexpected;
	if (token === TokenType.LEFT_BRACE) return open(state, false);
	if (token === TokenType.LEFT_BRACKET) return open(state, true);
	return isScalar(token) ? scalar(state, value) : unexpected;
}

function shapeHere({ frames, shape }: State): Shape | null {
	const frame = frames.at(-1);
	if (frame === undefined) return shape;
	return frame.shape === null ? null : childShape(frame.shape, frame.isArray, frame.key, frame.index);
}

/** Puts a value where it belongs; containers are put there empty, before what is in them comes. */
function place(state: State, value: JsonKept): string | null {
	const frame = state.frames.at(-1);
	state.held += 1;
	if (state.held > state.limits.values) return `holds more than ${state.limits.values} values`;
	if (frame === undefined) state.root = value;
	else if (frame.shape !== null && handsOut(frame.shape)) return null;
	else if (frame.isArray) frame.items.push(value);
	else if (Object.hasOwn(frame.fields, frame.key)) return `names "${frame.key.slice(0, 60)}" twice in one object`;
	else frame.fields[frame.key] = value;
	return null;
}

/** After a whole value: hands it out where the shape of its container says so. */
function after(state: State, value: JsonKept, isKept: boolean, heldBefore: number): void {
	const frame = state.frames.at(-1);
	state.expected = frame === undefined ? 'nothing' : 'comma';
	if (frame === undefined || !isKept || frame.shape === null || !handsOut(frame.shape)) return;
	if (frame.shape !== 'all' && 'items' in frame.shape) frame.shape.each?.(value, frame.index);
	else if (frame.shape !== 'all' && 'eachValue' in frame.shape) frame.shape.eachValue(value, frame.key);
	state.held = heldBefore;
}

function scalar(state: State, value: unknown): string | null {
	const heldBefore = state.held;
	const isKept = shapeHere(state) !== null;
	const trouble = isKept ? place(state, value) : null;
	after(state, value, isKept, heldBefore);
	return trouble;
}

function open(state: State, isArray: boolean): string | null {
	const { frames, limits } = state;
	if (frames.length >= limits.depth) return `holds more than ${limits.depth} values within one another`;
	const wanted = shapeHere(state);
	state.expected = isArray ? 'first-item' : 'first-key';
	if (wanted === null) {
		// Shared: of what is forgotten, only the kind matters.
		frames.push(isArray ? forgottenArray : forgottenObject);
		return null;
	}
	const heldBefore = state.held;
	const frame: Frame = { isArray, shape: wanted, items: [], fields: emptyObject(), key: '', index: 0, heldBefore };
	const trouble = place(state, isArray ? frame.items : frame.fields);
	frames.push(frame);
	return trouble;
}

function close(state: State, isArray: boolean): string | null {
	const frame = state.frames.at(-1);
	if (frame === undefined || frame.isArray !== isArray) return unexpected;
	state.frames.pop();
	after(state, frame.isArray ? frame.items : frame.fields, frame.shape !== null, frame.heldBefore);
	return null;
}

function comma(state: State): string | null {
	const frame = state.frames.at(-1);
	if (frame === undefined) return unexpected;
	if (frame.shape !== null) frame.index += 1;
	state.expected = frame.isArray ? 'value' : 'key';
	return null;
}

function key(state: State, value: unknown): string | null {
	const frame = state.frames.at(-1);
	if (frame === undefined || typeof value !== 'string') return unexpected;
	if (frame.shape !== null) frame.key = value;
	state.expected = 'colon';
	return null;
}

const unexpected = 'is not well-formed JSON';

function isScalar(token: TokenType): boolean {
	return (
		token === TokenType.STRING ||
		token === TokenType.NUMBER ||
		token === TokenType.TRUE ||
		token === TokenType.FALSE ||
		token === TokenType.NULL
	);
}

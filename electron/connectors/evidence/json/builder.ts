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

export function createJsonBuilder(shape: Shape, limits: Pick<EvidenceLimits, 'depth' | 'values'>): JsonBuilder {
	const frames: Frame[] = [];
	let expected: Expected = 'value';
	let hasBegun = false;
	let held = 0;
	let root: JsonKept;

	function shapeHere(): Shape | null {
		const frame = frames.at(-1);
		if (frame === undefined) return shape;
		return frame.shape === null ? null : childShape(frame.shape, frame.isArray, frame.key, frame.index);
	}

	/** Puts a value where it belongs; containers are put there empty, before what is in them comes. */
	function place(value: JsonKept): string | null {
		const frame = frames.at(-1);
		held += 1;
		if (held > limits.values) return `holds more than ${limits.values} values`;
		if (frame === undefined) root = value;
		else if (frame.shape !== null && handsOut(frame.shape)) return null;
		else if (frame.isArray) frame.items.push(value);
		else if (Object.hasOwn(frame.fields, frame.key)) return `names "${frame.key.slice(0, 60)}" twice in one object`;
		else frame.fields[frame.key] = value;
		return null;
	}

	/** After a whole value: hands it out where the shape of its container says so. */
	function after(value: JsonKept, isKept: boolean, heldBefore: number): void {
		const frame = frames.at(-1);
		expected = frame === undefined ? 'nothing' : 'comma';
		if (frame === undefined || !isKept || frame.shape === null || !handsOut(frame.shape)) return;
		if (frame.shape !== 'all' && 'items' in frame.shape) frame.shape.each?.(value, frame.index);
		else if (frame.shape !== 'all' && 'eachValue' in frame.shape) frame.shape.eachValue(value, frame.key);
		held = heldBefore;
	}

	function scalar(value: unknown): string | null {
		const heldBefore = held;
		const isKept = shapeHere() !== null;
		const trouble = isKept ? place(value) : null;
		after(value, isKept, heldBefore);
		return trouble;
	}

	function open(isArray: boolean): string | null {
		if (frames.length >= limits.depth) return `holds more than ${limits.depth} values within one another`;
		const wanted = shapeHere();
		expected = isArray ? 'first-item' : 'first-key';
		if (wanted === null) {
			// Shared: of what is forgotten, only the kind matters.
			frames.push(isArray ? forgottenArray : forgottenObject);
			return null;
		}
		const frame: Frame = {
			isArray,
			shape: wanted,
			items: [],
			fields: emptyObject(),
			key: '',
			index: 0,
			heldBefore: held,
		};
		const trouble = place(isArray ? frame.items : frame.fields);
		frames.push(frame);
		return trouble;
	}

	function close(isArray: boolean): string | null {
		const frame = frames.at(-1);
		if (frame === undefined || frame.isArray !== isArray) return 'closes what is not open';
		frames.pop();
		after(frame.isArray ? frame.items : frame.fields, frame.shape !== null, frame.heldBefore);
		return null;
	}

	function comma(): string | null {
		const frame = frames.at(-1);
		if (frame === undefined) return unexpected;
		if (frame.shape !== null) frame.index += 1;
		expected = frame.isArray ? 'value' : 'key';
		return null;
	}

	function key(value: unknown): string | null {
		const frame = frames.at(-1);
		if (frame === undefined || typeof value !== 'string') return unexpected;
		if (frame.shape !== null) frame.key = value;
		expected = 'colon';
		return null;
	}

	function step(token: TokenType, value: unknown): string | null {
		if (expected === 'nothing') return 'goes on after its end';
		if (expected === 'colon') {
			if (token !== TokenType.COLON) return unexpected;
			expected = 'value';
			return null;
		}
		if (token === TokenType.RIGHT_BRACKET)
			return expected === 'first-item' || expected === 'comma' ? close(true) : unexpected;
		if (token === TokenType.RIGHT_BRACE)
			return expected === 'first-key' || expected === 'comma' ? close(false) : unexpected;
		if (expected === 'comma') return token === TokenType.COMMA ? comma() : unexpected;
		if (expected === 'key' || expected === 'first-key') return token === TokenType.STRING ? key(value) : unexpected;
		if (token === TokenType.LEFT_BRACE) return open(false);
		if (token === TokenType.LEFT_BRACKET) return open(true);
		return isScalar(token) ? scalar(value) : unexpected;
	}

	return {
		token(token, value) {
			hasBegun = true;
			return step(token, value);
		},
		isComplete: () => expected === 'nothing',
		hasBegun: () => hasBegun,
		root: () => root,
	};
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

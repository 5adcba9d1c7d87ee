/** Remembers what was called on fakes, and gives fakes the types of what they stand for. */
import { EventEmitter } from 'node:events';

/** The members of T that a fake has: a wrong name or a wrong shape is a type error, a missing one is not. */
export type PartOf<T> = Partial<Omit<T, keyof EventEmitter>>;

export interface Recorder {
	/** Every call so far: `app.setBadgeCount` with its arguments. A construction is `new Tray`. */
	readonly calls: readonly { readonly name: string; readonly args: readonly unknown[] }[];
	/** Arguments of each call of this name, oldest first. */
	callsOf(name: string): readonly (readonly unknown[])[];
	note(name: string, args: readonly unknown[]): void;
	/**
	 * The parts as the whole that they stand for, with every method recorded under `name`. What was not faked is missing
	 * at run time and makes the test that needs it fail.
	 */
	fake<T>(name: string, parts: PartOf<T>): T;
	/** The same for what also has events; `emit` of the result tells its listeners. */
	fakeEmitter<T>(name: string, parts: PartOf<T>): T;
}

export function createRecorder(): Recorder {
	const calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
	const note = (name: string, args: readonly unknown[]) => void calls.push({ name, args });
	const record = (name: string, target: object, parts: object) => {
		for (const [key, part] of Object.entries(Object.getOwnPropertyDescriptors(parts))) {
			const { value } = part;
			if (typeof value !== 'function') {
				Object.defineProperty(target, key, part);
				continue;
			}
			const method = (...args: readonly unknown[]): unknown => {
				note(`${name}.${key}`, args);
				return Reflect.apply(value, target, args);
			};
			Object.defineProperty(target, key, { value: method, configurable: true, writable: true });
		}
		return untyped(target);
	};
	return {
		calls,
		callsOf: (name) => calls.filter((call) => call.name === name).map(({ args }) => args),
		note,
		fake: (name, parts) => record(name, {}, parts),
		fakeEmitter: (name, parts) => record(name, new EventEmitter(), parts),
	};
}

/** The one place where a fake loses its own type: what comes out fits whatever its caller needs. */
export function untyped(value: unknown): ReturnType<typeof Reflect.get> {
	return Reflect.get({ value }, 'value');
}

/** An event as Electron hands it to listeners; `defaultPrevented` says whether one of them held back what follows. */
export function fakeEvent<Params extends object>(
	params: Params,
): Params & { readonly defaultPrevented: boolean; preventDefault(): void } {
	const event = {
		...params,
		defaultPrevented: false,
		preventDefault: () => {
			event.defaultPrevented = true;
		},
	};
	return event;
}

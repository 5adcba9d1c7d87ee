/** Which parts of a JSON report are kept while it passes by. What no shape names is read, checked for grammar, and forgotten. */

export type JsonKept = unknown;

export type Shape =
	/** Everything below. */
	| 'all'
	/** Only these keys of an object. */
	| { readonly keys: Readonly<Record<string, Shape>> }
	/** The items of an array; handed out one by one, and not kept, where there is an `each`. */
	| { readonly items: Shape; readonly each?: (item: JsonKept, index: number) => void; readonly most?: number }
	/** The values of an object whose keys are data; always handed out. */
	| { readonly values: Shape; readonly eachValue: (value: JsonKept, key: string) => void };

/** True where what is below is handed out one by one. */
export function handsOut(shape: Shape): boolean {
	return shape !== 'all' && ('eachValue' in shape || ('each' in shape && shape.each !== undefined));
}

/** The shape of a child; null where it is not kept. */
export function childShape(shape: Shape, isArray: boolean, key: string, index: number): Shape | null {
	if (shape === 'all') return 'all';
	if ('keys' in shape) return !isArray && Object.hasOwn(shape.keys, key) ? (shape.keys[key] ?? null) : null;
	if ('items' in shape) return isArray && index < (shape.most ?? Infinity) ? shape.items : null;
	return isArray ? null : shape.values;
}

/** `tree` as Jenkins understands it: only what was asked for is sent, lists may be cut by `{from,to}`. */

interface Wanted {
	readonly below: ReadonlyMap<string, Wanted> | null;
	readonly range: readonly [number, number] | null;
}

/** `a,b[c,d]{0,10}`; throws on what Jenkins would refuse. */
export function parseTree(text: string): ReadonlyMap<string, Wanted> {
	let at = 0;
	const match = (pattern: RegExp): readonly string[] | null => {
		const sticky = new RegExp(pattern.source, 'y');
		sticky.lastIndex = at;
		const found = sticky.exec(text);
		if (found !== null) at = sticky.lastIndex;
		return found;
	};
	const list = (): ReadonlyMap<string, Wanted> => {
		const fields = new Map<string, Wanted>();
		do {
			const name = match(/\w+/)?.[0];
			if (name === undefined) throw new Error(`No name at ${at} of the tree ${text}`);
			const below = match(/\[/) === null ? null : list();
			if (below !== null && match(/\]/) === null) throw new Error(`No ] at ${at} of the tree ${text}`);
			const range = match(/\{(\d+),(\d+)\}/);
			fields.set(name, { below, range: range === null ? null : [Number(range[1]), Number(range[2])] });
		} while (match(/,/) !== null);
		return fields;
	};
	const fields = list();
	if (at !== text.length) throw new Error(`Nothing is known of ${text.slice(at)}`);
	return fields;
}

/** The value as it is sent; `_class` always is. */
export function pruned(value: unknown, tree: ReadonlyMap<string, Wanted>): unknown {
	if (Array.isArray(value)) return value.map((one: unknown) => pruned(one, tree));
	if (typeof value !== 'object' || value === null) return value;
	const known = new Map<string, unknown>(Object.entries(value));
	const out: Record<string, unknown> = known.has('_class') ? { _class: known.get('_class') } : {};
	for (const [name, { below, range }] of tree) {
		if (!known.has(name)) continue;
		const whole = known.get(name);
		const part: unknown = range === null || !Array.isArray(whole) ? whole : whole.slice(...range);
		out[name] = below === null ? part : pruned(part, below);
	}
	return out;
}

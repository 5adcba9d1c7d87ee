/** Maps with at most `limit` calls under way; results keep the order of the items. `run` must not reject. */
export async function mapLimited<In, Out>(
	items: readonly In[],
	limit: number,
	run: (item: In) => Promise<Out>,
): Promise<readonly Out[]> {
	const results = new Map<number, Out>();
	const queue = items.entries();
	const work = async (): Promise<void> => {
		// One iterator shared by all workers hands each item out once.
		for (const [index, item] of queue) results.set(index, await run(item));
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
	return [...results.entries()].toSorted(([left], [right]) => left - right).map(([, result]) => result);
}

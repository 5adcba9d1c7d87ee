/** Waits by looking again, with a deadline; for facts that no page shows. */

/** Resolves with the first answer of `look` that is neither false, null nor undefined; rejects after `withinMs`. */
export async function until<T>(
	what: string,
	look: () => T | false | null | undefined | Promise<T | false | null | undefined>,
	withinMs = 15_000,
): Promise<T> {
	const end = performance.now() + withinMs;
	for (;;) {
		const seen = await look();
		if (seen !== false && seen !== null && seen !== undefined) return seen;
		if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

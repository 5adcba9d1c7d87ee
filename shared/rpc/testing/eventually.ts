/** Waits for something that will become so, instead of sleeping and hoping. */

/** Calls `look` until it answers something other than false, null or undefined; fails after `withinMs`. */
export async function eventually<T>(
	look: () => T | false | null | undefined | Promise<T | false | null | undefined>,
	what: string,
	withinMs = 5_000,
	everyMs = 5,
): Promise<T> {
	const end = performance.now() + withinMs;
	for (;;) {
		const seen = await look();
		if (seen !== false && seen !== null && seen !== undefined) return seen;
		if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}

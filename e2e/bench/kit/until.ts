export function sleep(delayMs: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, delayMs));
}

/** Asks until the answer is not null; rejects after `limitMs` with what was waited for. */
export async function until<T>(
	what: string,
	limitMs: number,
	look: () => T | null | Promise<T | null>,
	everyMs = 5,
): Promise<T> {
	const deadline = performance.now() + limitMs;
	for (;;) {
		const found = await look();
		if (found !== null) return found;
		if (performance.now() > deadline) throw new Error(`${what} did not come within ${limitMs} ms`);
		await sleep(everyMs);
	}
}

/** The value, or an exception with the sentence of the failure: a bench has nobody to hand it to. */
export function expectOk<T>(
	result:
		| { readonly ok: true; readonly value: T }
		| { readonly ok: false; readonly problem: { readonly message: string } },
): T {
	if (result.ok) return result.value;
	throw new Error(result.problem.message);
}

/** Ends what was started, the last first; one that fails is told and keeps none of the others alive. */
export async function endAll(ends: readonly (() => Promise<unknown>)[]): Promise<void> {
	for (const end of [...ends].reverse()) {
		await end().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
	}
}

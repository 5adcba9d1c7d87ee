/** What suites that many implementations are held to have in common. */
import { afterEach, beforeEach } from 'vitest';

/** Within a `describe`: makes a harness before each of its tests and disposes of it afterwards. The function gives the current one. */
export function harnessOfEachTest<T extends { dispose(): Promise<void> }>(make: () => Promise<T>): () => T {
	let current: T | null = null;
	beforeEach(async () => {
		current = await make();
	});
	afterEach(async () => {
		await current?.dispose();
		current = null;
	});
	return () => {
		if (current === null) throw new Error('The harness is there only while a test runs.');
		return current;
	};
}

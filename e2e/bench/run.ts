/**
 * Runs one bench: `npm run bench -- NAME [--quick]`. Prints a table and, as its last line, one JSON object.
 * No figure is asserted here: a bench tells, and people (or the "reach") judge.
 */
import { parseArgs } from 'node:util';
import { type BenchReport, printReport } from './kit/report.ts';

export interface BenchOptions {
	/** A run of seconds that shows that the bench works; its figures mean little. */
	readonly quick: boolean;
	/** Extra words after the name, for people who look for the cause of a figure. */
	readonly words: readonly string[];
}

/** Loaded by name, so that no bench pays for another's imports. */
const benches: Readonly<Record<string, () => Promise<(options: BenchOptions) => Promise<BenchReport>>>> = {
	rollback: async () => (await import('./rollback/bench.ts')).benchRollback,
	engine: async () => (await import('./engine/bench.ts')).benchEngine,
	start: async () => (await import('./start/bench.ts')).benchStart,
	live: async () => (await import('./live/bench.ts')).benchLive,
	shell: async () => (await import('./shell/bench.ts')).benchShell,
	judge: async () => (await import('./judge/bench.ts')).benchJudge,
	pipeline: async () => (await import('./pipeline/bench.ts')).benchPipeline,
	delivery: async () => (await import('./delivery/bench.ts')).benchDelivery,
};

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { quick: { type: 'boolean', default: false } },
	});
	const [name = '', ...words] = positionals;
	const load = benches[name];
	if (load === undefined) {
		process.stderr.write(
			`Usage: npm run bench -- NAME [--quick], with NAME one of ${Object.keys(benches).join(', ')}\n`,
		);
		process.exitCode = 64;
		return;
	}
	const bench = await load();
	printReport(await bench({ quick: values.quick, words }));
}

await main();

/** Runs all cells, spread over threads. Each run has its own seed, so the figures do not depend on how many there are. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { judgeRun, sequentialPolicyOf } from './contenders.ts';
import { createRandom, seedOf } from './random.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { type CellTally, count, emptyCell, merge } from './tally.ts';
import { simulateRun } from './traffic.ts';

/** The part of one thread: every `of`th run, beginning with the `part`th. */
export interface Share {
	readonly runs: number;
	readonly part: number;
	readonly of: number;
}

export function runCell(scenario: Scenario, { runs, part, of }: Share): CellTally {
	const tally = emptyCell();
	const policy = sequentialPolicyOf(scenario);
	for (let number = part; number < runs; number += of) {
		const run = simulateRun(scenario, createRandom(seedOf(scenario.id, number)));
		for (const [contender, finding] of judgeRun(policy, run, scenario)) count(tally[contender], finding);
	}
	return tally;
}

function startThread(share: Share): Promise<readonly CellTally[]> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', () => reject(new Error('A thread of the bench ended without an answer.')));
	});
}

/** Tallies in the order of `scenarios`. */
export async function runCells(runs: number): Promise<readonly CellTally[]> {
	const of = availableParallelism();
	const parts = await Promise.all(Array.from({ length: of }, (_, part) => startThread({ runs, part, of })));
	return scenarios.map((_, index) => merge(parts.flatMap((part) => part[index] ?? [])));
}

/**
 * Results of tests as a source of facts: those of runs that end while the room is open, as their reports are read, and once
 * those of runs of this machine that ended before.
 */
import { z } from 'zod';
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { TestRunFact } from '../../../shared/domain/delivery/facts.ts';
import { testsSource } from '../../../shared/domain/delivery/own-sources.ts';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { CollectedTests, EvidenceCollector, PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { earlierTests, foundTests } from './earlier-tests.ts';
import { readOwnCursor } from './own-cursor.ts';
import { tellEach, type Telling } from './tell-each.ts';

export interface TestsSource extends FactSource {
	/** The reports of a run were read. */
	read(run: PipelineRun, config: PipelineConfig, tests: CollectedTests): void;
	/** The project of a service was opened: runs that ended before are looked at once. */
	opened(service: string): void;
}

/** Results that wait for the store; a run tells them again when its reports are read again. */
const mostWaiting = 200;

export function createTestsSource(deps: {
	readonly store: Pick<PipelineStore, 'runs'>;
	readonly collector: EvidenceCollector;
	readonly find: (service: string) => ServiceSetup | undefined;
	/** Something waits to be told. */
	readonly onNews: () => void;
}): TestsSource {
	const { find } = deps;
	const waiting = new Map<string, TestRunFact>();
	const toLookAt = new Set<string>();

	async function* pull(given: string | null, signal: AbortSignal): AsyncGenerator<Result<FactBatch>> {
		const told = openTold(given);
		for (const fact of [...waiting.values()]) {
			if (signal.aborted) return;
			yield ok(told.batchOf(fact));
			// Kept by now; what was read again meanwhile is another one.
			if (waiting.get(fact.nativeId) === fact) waiting.delete(fact.nativeId);
		}
		yield* tellEach(toLookAt, (service) => lookBack(service, told, signal));
	}

	async function* lookBack(service: string, told: Told, signal: AbortSignal): Telling {
		const setup = find(service);
		if (setup === undefined) return true;
		for await (const fact of earlierTests(deps, setup, told.isKept, signal)) {
			yield fact.ok ? ok(told.batchOf(fact.value)) : fact;
			if (!fact.ok) return false;
		}
		return !signal.aborted;
	}

	return {
		...{ id: testsSource, kind: 'tests', label: 'Test reports of open projects', tells: ['test-run'] },
		read(run, config, tests) {
			const fact = foundTests(run, config, tests);
			if (fact === null || (waiting.size >= mostWaiting && !waiting.has(fact.nativeId))) return;
			waiting.set(fact.nativeId, fact);
			deps.onNews();
		},
		opened(service) {
			toLookAt.add(service);
		},
		pull: ({ cursor }, signal) => pull(cursor, signal),
		close: async () => undefined,
	};
}

/** Tries that are known to be kept. */
const mostKept = 2_000;

const cursorShape = z.object({ kept: z.array(z.string()) });

/** Which tries were told, as the cursor has it. */
interface Told {
	readonly isKept: (tryId: string) => boolean;
	/** One fact a batch: it carries all results of its run. */
	readonly batchOf: (fact: TestRunFact) => FactBatch;
}

function openTold(cursor: string | null): Told {
	const kept = new Set(readOwnCursor(cursorShape, cursor)?.kept);
	let done = 0;
	return {
		isKept: (id) => kept.has(id),
		batchOf(fact) {
			// What was told last is forgotten last.
			kept.delete(fact.nativeId);
			kept.add(fact.nativeId);
			done += 1;
			const progress = { done, total: null, noun: 'runs with tests' };
			const next = JSON.stringify({ kept: [...kept].slice(-mostKept) });
			return { facts: [fact], cursor: next, progress, coveredFrom: null, leftOut: [] };
		},
	};
}

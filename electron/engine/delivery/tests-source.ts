/**
 * Results of tests as a source of facts: those of runs that end while the room is open, as their reports are read, and once
 * those of runs of this machine that ended before, whose reports are still in their folders.
 */
import { z } from 'zod';
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { TestRunFact } from '../../../shared/domain/delivery/facts.ts';
import { testsSource } from '../../../shared/domain/delivery/own-sources.ts';
import { isEndedRun, type PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { CollectedTests, EvidenceCollector, PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { readOwnCursor } from './own-cursor.ts';
import { testFact, tryId } from './run-facts.ts';

export interface TestsSource extends FactSource {
	/** The reports of a run were read. */
	read(run: PipelineRun, config: PipelineConfig, tests: CollectedTests): void;
	/** The project of a service was opened: runs that ended before are looked at once. */
	opened(service: string): void;
}

/** Runs of a service whose reports are read afterwards. */
const lookedBack = 30;
/** Tries that are known to be kept. */
const mostKept = 2_000;
/** Results that wait for the store; a run tells them again when its reports are read again. */
const mostWaiting = 200;

const cursorShape = z.object({ kept: z.array(z.string()) });

export function createTestsSource(deps: {
	readonly store: Pick<PipelineStore, 'runs'>;
	readonly collector: EvidenceCollector;
	readonly find: (service: string) => ServiceSetup | undefined;
	/** Something waits to be told. */
	readonly onNews: () => void;
}): TestsSource {
	const { store, collector, find } = deps;
	const waiting = new Map<string, TestRunFact>();
	const toLookAt = new Set<string>();

	/** One fact a batch: it carries all results of its run. */
	async function* pull(given: string | null, signal: AbortSignal): AsyncGenerator<Result<FactBatch>> {
		let kept = readOwnCursor(cursorShape, given)?.kept ?? [];
		let done = 0;
		const batch = (fact: TestRunFact): Result<FactBatch> => {
			kept = [...kept.filter((id) => id !== fact.nativeId), fact.nativeId].slice(-mostKept);
			done += 1;
			const progress = { done, total: null, noun: 'runs with tests' };
			return ok({ facts: [fact], cursor: JSON.stringify({ kept }), progress, coveredFrom: null, leftOut: [] });
		};
		for (const fact of [...waiting.values()]) {
			if (signal.aborted) return;
			yield batch(fact);
			// Kept by now; what was read again meanwhile is another one.
			if (waiting.get(fact.nativeId) === fact) waiting.delete(fact.nativeId);
		}
		for (const service of [...toLookAt]) {
			for await (const fact of earlier(service, new Set(kept), signal)) yield batch(fact);
			if (signal.aborted) return;
			toLookAt.delete(service);
		}
	}

	async function* earlier(
		service: string,
		kept: ReadonlySet<string>,
		signal: AbortSignal,
	): AsyncGenerator<TestRunFact> {
		const pipeline = find(service)?.pipeline ?? null;
		// Other hosts would be asked for large artifacts of runs that nobody looks at.
		if (pipeline === null || pipeline.config.runner.kind !== 'local') return;
		const { config, runner } = pipeline;
		const read = await store.runs({ service, limit: lookedBack });
		for (const run of read.ok ? [...read.value].reverse() : []) {
			if (signal.aborted) return;
			if (!isEndedRun(run) || kept.has(tryId(run))) continue;
			let tests: CollectedTests | null = null;
			await collector.collect(
				{
					...{ runner, nativeId: run.nativeId, sources: testSources(config) },
					onTests(collected) {
						tests = collected;
					},
				},
				signal,
			);
			const fact = factOf(run, config, tests);
			if (fact !== null) yield fact;
		}
	}

	return {
		...{ id: testsSource, kind: 'tests', label: 'Test reports of open projects', tells: ['test-run'] },
		read(run, config, tests) {
			const fact = factOf(run, config, tests);
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

/** Null where no test was found: a run without tests says nothing about any. */
function factOf(run: PipelineRun, config: PipelineConfig, tests: CollectedTests | null): TestRunFact | null {
	return tests === null || tests.results.length === 0 ? null : testFact(run, config, tests);
}

/** Evidence that may hold results of tests. */
export function testSources({ evidence }: PipelineConfig): PipelineConfig['evidence'] {
	return evidence.filter(({ format }) => format === null || format === 'junit');
}

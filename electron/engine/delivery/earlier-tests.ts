/** Results of tests of runs that ended before anybody listened: their reports still lie in the folders of this machine. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { TestRunFact } from '../../../shared/domain/delivery/facts.ts';
import { isEndedRun, type PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { CollectedTests, EvidenceCollector, PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { testFact, tryId } from './run-facts.ts';

/** Runs of a service whose reports are read afterwards. */
const lookedBack = 30;

/** Oldest first; `isKept` says which tries are known already. Ends after the first failure, and when the signal aborts. */
export async function* earlierTests(
	from: { readonly store: Pick<PipelineStore, 'runs'>; readonly collector: EvidenceCollector },
	{ service, pipeline }: Pick<ServiceSetup, 'service' | 'pipeline'>,
	isKept: (tryId: string) => boolean,
	signal: AbortSignal,
): AsyncGenerator<Result<TestRunFact>> {
	// Other hosts would be asked for large artifacts of runs that nobody looks at.
	if (pipeline === null || pipeline.config.runner.kind !== 'local') return;
	const { config, runner } = pipeline;
	const read = await from.store.runs({ service, limit: lookedBack });
	if (!read.ok) return yield read;
	for (const run of [...read.value].reverse()) {
		if (signal.aborted) return;
		if (!isEndedRun(run) || isKept(tryId(run))) continue;
		let tests: CollectedTests | null = null;
		const onTests = (collected: CollectedTests): void => {
			tests = collected;
		};
		await from.collector.collect({ runner, nativeId: run.nativeId, sources: testSources(config), onTests }, signal);
		const fact = foundTests(run, config, tests);
		if (fact !== null) yield ok(fact);
	}
}

/** Null where no test was found: a run without tests says nothing about any. */
export function foundTests(run: PipelineRun, config: PipelineConfig, tests: CollectedTests | null): TestRunFact | null {
	return tests === null || tests.results.length === 0 ? null : testFact(run, config, tests);
}

/** Evidence that may hold results of tests. */
function testSources({ evidence }: PipelineConfig): PipelineConfig['evidence'] {
	return evidence.filter(({ format }) => format === null || format === 'junit');
}

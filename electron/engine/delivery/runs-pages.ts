/** Runs of a service as facts, page by page out of the store. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { PipelineRunFact } from '../../../shared/domain/delivery/facts.ts';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { runFact } from './run-facts.ts';

const pageSize = 50;

export interface RunPage {
	readonly runs: readonly PipelineRun[];
	readonly facts: readonly PipelineRunFact[];
	readonly isLast: boolean;
}

interface KeptRuns {
	readonly store: Pick<PipelineStore, 'runs' | 'pipelineDecisions'>;
	readonly clock: Pick<Clock, 'now'>;
}

/**
 * Runs that were made at `floor` (ms) or later, newest first; ends after the first failure. A page may be longer than asked
 * (runs of one instant stay together) and shorter (one that cannot be read is left out): only an empty one is the end.
 */
export async function* runPages(
	from: KeptRuns,
	of: { readonly service: string; readonly config: PipelineConfig; readonly floor: number },
): AsyncGenerator<Result<RunPage>> {
	const { service, floor } = of;
	const read = (before?: number) =>
		from.store.runs({ service, limit: pageSize, ...(before === undefined ? {} : { before }) });
	let page = await read();
	while (page.ok) {
		const oldest = page.value.at(-1)?.createdAt;
		if (oldest === undefined) return;
		const runs = page.value.filter(({ createdAt }) => createdAt >= floor);
		const facts = await factsOf(from, of, runs);
		if (!facts.ok) return yield facts;
		page = oldest < floor ? ok([]) : await read(oldest);
		if (page.ok) yield ok({ runs, facts: facts.value, isLast: page.value.length === 0 });
	}
	yield page;
}

async function factsOf(
	{ store, clock }: KeptRuns,
	{ service, config }: { readonly service: string; readonly config: PipelineConfig },
	runs: readonly PipelineRun[],
): Promise<Result<readonly PipelineRunFact[]>> {
	const decided = await store.pipelineDecisions({ service, runIds: runs.map(({ id }) => id), now: clock.now() });
	if (!decided.ok) return decided;
	const approvalsOf = Map.groupBy(decided.value.approvals, ({ runId }) => runId);
	return ok(runs.map((run) => runFact(run, config, approvalsOf.get(run.id) ?? [])));
}

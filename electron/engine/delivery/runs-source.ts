/** Runs of the pipelines of open projects as a source of facts: what hosts told and the store keeps of them. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { PipelineRunFact } from '../../../shared/domain/delivery/facts.ts';
import { runsSource } from '../../../shared/domain/delivery/own-sources.ts';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { FactSource } from '../delivery-ports.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../timed.ts';
import { readOwnCursor } from './own-cursor.ts';
import { runFact } from './run-facts.ts';
import { floorOf, runsBeginning, runsCursorShape, type Span, spanned, toldWhole } from './runs-cursor.ts';
import { tellEach, type Telling } from './tell-each.ts';

/** Services whose runs changed since they were last told; the source forgets those that it told. */
export interface Changes {
	readonly services: Set<string>;
}

const pageSize = 50;

interface Page {
	readonly runs: readonly PipelineRun[];
	readonly facts: readonly PipelineRunFact[];
	readonly isLast: boolean;
}

export function createRunsSource(deps: {
	readonly store: Pick<PipelineStore, 'runs' | 'pipelineDecisions'>;
	readonly clock: Clock;
	readonly find: (service: string) => ServiceSetup | undefined;
	readonly changes: Changes;
}): FactSource {
	const { store, clock, find, changes } = deps;

	function pull(given: string | null, since: number, signal: AbortSignal) {
		let cursor = readOwnCursor(runsCursorShape, given) ?? runsBeginning;
		let done = 0;

		async function* tell(service: string): Telling {
			// A project that is closed meanwhile takes nothing away: what is left of its service is told all the same.
			const config = find(service)?.pipeline?.config;
			if (config === undefined) return true;
			let span: Span | null = null;
			for await (const page of pagesOf(service, config, floorOf(cursor, service, since))) {
				if (!page.ok) {
					yield page;
					return false;
				}
				if (signal.aborted) return false;
				const { runs, facts, isLast } = page.value;
				span = spanned(span, runs);
				// Only once all of a service was told may a later pull begin where this one began.
				if (isLast && span !== null) cursor = toldWhole(cursor, service, span);
				done += facts.length;
				const progress = { done, total: null, noun: 'runs' };
				yield ok({ facts, cursor: JSON.stringify(cursor), progress, coveredFrom: cursor.from, leftOut: [] });
				// A click on Roll back goes between two pages.
				await pause(clock, 0, signal);
			}
			return true;
		}

		return tellEach(changes.services, tell);
	}

	/**
	 * Runs of a service that were made at `floor` or later, newest first; ends after the first failure. A page may be longer than
	 * asked (runs of one instant stay together) and shorter (one that cannot be read is left out): only an empty one is the end.
	 */
	async function* pagesOf(service: string, config: PipelineConfig, floor: number): AsyncGenerator<Result<Page>> {
		let page = await store.runs({ service, limit: pageSize });
		while (page.ok) {
			const oldest = page.value.at(-1)?.createdAt;
			if (oldest === undefined) return;
			const runs = page.value.filter(({ createdAt }) => createdAt >= floor);
			const facts = await factsOf(service, config, runs);
			if (!facts.ok) return yield facts;
			page = oldest < floor ? ok([]) : await store.runs({ service, limit: pageSize, before: oldest });
			if (page.ok) yield ok({ runs, facts: facts.value, isLast: page.value.length === 0 });
		}
		yield page;
	}

	async function factsOf(
		service: string,
		config: PipelineConfig,
		runs: readonly PipelineRun[],
	): Promise<Result<readonly PipelineRunFact[]>> {
		const runIds = runs.map(({ id }) => id);
		const decided = await store.pipelineDecisions({ service, runIds, now: clock.now() });
		if (!decided.ok) return decided;
		const { approvals } = decided.value;
		return ok(
			runs.map((run) =>
				runFact(
					run,
					config,
					approvals.filter(({ runId }) => runId === run.id),
				),
			),
		);
	}

	return {
		...{ id: runsSource, kind: 'runs', label: 'Pipelines of open projects', tells: ['pipeline-run'] },
		pull: ({ cursor, since }, signal) => pull(cursor, since, signal),
		close: async () => undefined,
	};
}

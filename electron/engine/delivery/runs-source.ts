/** Runs of the pipelines of open projects as a source of facts: what hosts told and the store keeps of them. */
import { runsSource } from '../../../shared/domain/delivery/own-sources.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { FactSource } from '../delivery-ports.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../timed.ts';
import { readOwnCursor } from './own-cursor.ts';
import { floorOf, runsBeginning, runsCursorShape, type Span, spanned, toldWhole } from './runs-cursor.ts';
import { runPages } from './runs-pages.ts';
import { tellEach, type Telling } from './tell-each.ts';

/** Services whose runs changed since they were last told; the source forgets those that it told. */
export interface Changes {
	readonly services: Set<string>;
}

export function createRunsSource(deps: {
	readonly store: Pick<PipelineStore, 'runs' | 'pipelineDecisions'>;
	readonly clock: Clock;
	readonly find: (service: string) => ServiceSetup | undefined;
	readonly changes: Changes;
}): FactSource {
	const { clock, find, changes } = deps;

	function pull(given: string | null, since: number, signal: AbortSignal) {
		let cursor = readOwnCursor(runsCursorShape, given) ?? runsBeginning;
		let done = 0;

		async function* tell(service: string): Telling {
			// A project that is closed meanwhile takes nothing away: what is left of its service is told all the same.
			const config = find(service)?.pipeline?.config;
			if (config === undefined) return true;
			let span: Span | null = null;
			for await (const page of runPages(deps, { service, config, floor: floorOf(cursor, service, since) })) {
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

	return {
		...{ id: runsSource, kind: 'runs', label: 'Pipelines of open projects', tells: ['pipeline-run'] },
		pull: ({ cursor, since }, signal) => pull(cursor, since, signal),
		close: async () => undefined,
	};
}

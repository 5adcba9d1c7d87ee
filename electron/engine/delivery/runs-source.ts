/** Runs of the pipelines of open projects as a source of facts: what hosts told and the store keeps of them. */
import { z } from 'zod';
import { runsSource } from '../../../shared/domain/delivery/own-sources.ts';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../timed.ts';
import { readOwnCursor } from './own-cursor.ts';
import { runFact } from './run-facts.ts';

/** Services whose runs changed since they were last told; the source forgets those that it told. */
export interface Changes {
	readonly services: Set<string>;
}

const pageSize = 50;
/** Runs are run again, and approved, some time after they were made: so far back they are told again. */
const overlapMs = 14 * 86_400_000;

/** Newest run of each service that was told, and the oldest of all; creation, ms. */
const cursorShape = z.object({ newest: z.record(z.string(), z.number()), from: z.number().nullable() });
type Cursor = z.output<typeof cursorShape>;

const beginning: Cursor = { newest: {}, from: null };

interface Page {
	readonly facts: FactBatch['facts'];
	readonly cursor: Cursor;
}

export function createRunsSource(deps: {
	readonly store: Pick<PipelineStore, 'runs' | 'pipelineDecisions'>;
	readonly clock: Clock;
	readonly find: (service: string) => ServiceSetup | undefined;
	readonly changes: Changes;
}): FactSource {
	const { store, clock, find, changes } = deps;

	async function* pull(given: string | null, since: number, signal: AbortSignal): AsyncGenerator<Result<FactBatch>> {
		let cursor = readOwnCursor(cursorShape, given) ?? beginning;
		let done = 0;
		for (const service of [...changes.services]) {
			changes.services.delete(service);
			let isTold = false;
			try {
				for await (const page of pagesOf(service, cursor, since)) {
					if (!page.ok) return yield page;
					if (signal.aborted) return;
					cursor = page.value.cursor;
					done += page.value.facts.length;
					const progress = { done, total: null, noun: 'runs' };
					const told = { facts: page.value.facts, cursor: JSON.stringify(cursor), coveredFrom: cursor.from };
					yield ok({ ...told, progress, leftOut: [] });
					// A click on Roll back goes between two pages.
					await pause(clock, 0, signal);
				}
				isTold = true;
			} finally {
				// Cut off, also by a store that could not keep what was told: it is told again.
				if (!isTold) changes.services.add(service);
			}
		}
	}

	/** All runs of a service that may have changed, with the cursor after each page. */
	async function* pagesOf(service: string, from: Cursor, since: number): AsyncGenerator<Result<Page>> {
		let cursor = from;
		const known = cursor.newest[service];
		const floor = known === undefined ? since : known - overlapMs;
		let seen: readonly number[] = known === undefined ? [] : [known];
		let before: number | null = null;
		do {
			const page = await readPage(service, before, floor);
			if (!page.ok) return yield page;
			const { runs, facts } = page.value;
			before = runs.length === pageSize ? (runs.at(-1)?.createdAt ?? null) : null;
			seen = [...seen, ...ages(runs)];
			// Only once all of a service was told may a later pull begin where this one began.
			if (before === null) cursor = next(cursor, service, seen);
			yield ok({ facts, cursor });
		} while (before !== null);
	}

	async function readPage(service: string, before: number | null, floor: number) {
		const config = find(service)?.pipeline?.config;
		if (config === undefined) return ok({ runs: [], facts: [] });
		const read = await store.runs({ service, limit: pageSize, ...(before === null ? {} : { before }) });
		if (!read.ok) return read;
		const runs = read.value.filter(({ createdAt }) => createdAt >= floor);
		const decided = await store.pipelineDecisions({ service, runIds: runs.map(({ id }) => id), now: clock.now() });
		if (!decided.ok) return decided;
		const { approvals } = decided.value;
		const facts = runs.map((run) =>
			runFact(
				run,
				config,
				approvals.filter(({ runId }) => runId === run.id),
			),
		);
		return ok({ runs, facts });
	}

	return {
		...{ id: runsSource, kind: 'runs', label: 'Pipelines of open projects', tells: ['pipeline-run'] },
		pull: ({ cursor, since }, signal) => pull(cursor, since, signal),
		close: async () => undefined,
	};
}

function ages(runs: readonly PipelineRun[]): readonly number[] {
	return runs.length === 0 ? [] : [runs[0]?.createdAt, runs.at(-1)?.createdAt].filter((at) => at !== undefined);
}

function next({ newest, from }: Cursor, service: string, seen: readonly number[]): Cursor {
	if (seen.length === 0) return { newest, from };
	const oldest = Math.min(...seen);
	return { newest: { ...newest, [service]: Math.max(...seen) }, from: Math.min(from ?? oldest, oldest) };
}

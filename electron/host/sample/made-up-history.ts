/**
 * Seven months of deliveries that never were, up to the day on which the sample was started, so that its screens show something at
 * once. Always the same for the same day; told by a source that is labelled as made up.
 */
import type { Fact } from '../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { FactSource } from '../../engine/delivery-ports.ts';
import { createChance } from './chance.ts';
import { madeUpCommits, type ShippedCommit } from './made-up-commits.ts';
import { madeUpDeployments, madeUpOutage, madeUpSourceId } from './made-up-deployments.ts';
import { madeUpEvents, madeUpRuns } from './made-up-runs.ts';

const dayMs = 86_400_000;
const backMs = 214 * dayMs;
const seed = 20_261_128;

export interface MadeUpRequest {
	/** ms since the epoch: it ends here. */
	readonly now: number;
	/** Name of the sample's repository in facts. */
	readonly repository: string;
	/** Commits of the real repository up to the version that stands at the start, oldest first; empty where there is none. */
	readonly real: readonly ShippedCommit[];
	/** That version. */
	readonly standing: string;
}

/** All facts of it. Pure. */
export function madeUpHistory({ now, repository, real, standing }: MadeUpRequest): readonly Fact[] {
	const chance = createChance(seed);
	const from = Math.floor((now - backMs) / dayMs) * dayMs;
	const commits = madeUpCommits(chance, repository, from, now - 1.5 * dayMs);
	const shipped: readonly ShippedCommit[] = [...commits, ...real].sort((a, b) => a.authoredAt - b.authoredAt);
	const realFrom = real[0]?.authoredAt ?? now;
	const last = shipped.at(-1)?.sha;
	const { deployments, incidents } = madeUpDeployments(chance, shipped, now, (number, { sha, authoredAt }) => {
		if (sha === last) return standing;
		return `${authoredAt < realFrom ? 1 : 2}.${number}.0`;
	});
	const { runs, tests } = madeUpRuns(chance, shipped, now);
	return [
		...commits,
		...deployments,
		...incidents,
		madeUpOutage(chance, now),
		...madeUpEvents(chance, from, now),
		...runs,
		...tests,
	];
}

/** Facts that are told at once; results of tests make them large. */
const batchSize = 500;

/** Told once: what was made up for the day of the first start stays. `real` is asked only then. */
export function createMadeUpSource(deps: {
	readonly repository: string;
	readonly standing: string;
	readonly real: (signal: AbortSignal) => Promise<readonly ShippedCommit[]>;
}): FactSource {
	return {
		...{ id: madeUpSourceId, kind: 'sample', label: 'Made-up history of the sample' },
		tells: ['deployment', 'commit', 'incident', 'timeline-event', 'pipeline-run', 'test-run'],
		async *pull({ cursor, now }, signal) {
			const begun = cursor === null ? { until: now, done: 0 } : readCursor(cursor);
			if (begun === null) return;
			const { repository, standing } = deps;
			const facts = madeUpHistory({ now: begun.until, repository, standing, real: await deps.real(signal) });
			for (let at = begun.done; at < facts.length && !signal.aborted; at += batchSize) {
				const done = Math.min(facts.length, at + batchSize);
				yield ok({
					facts: facts.slice(at, done),
					cursor: done === facts.length ? 'told' : JSON.stringify({ until: begun.until, done }),
					progress: { done, total: facts.length, noun: 'made-up facts' },
					...{ coveredFrom: begun.until - backMs, leftOut: [] },
				});
			}
		},
		close: async () => undefined,
	};
}

function readCursor(cursor: string): { readonly until: number; readonly done: number } | null {
	if (cursor === 'told') return null;
	const [until, done] = [...cursor.matchAll(/\d+/g)].map(([digits]) => Number(digits));
	return until === undefined || done === undefined ? null : { until, done };
}

/** What pipelines keep, in memory: for tests of the engine, with the same promises as the store on disk. */
import type { CollectedEvidence } from '../../../shared/domain/gates/evidence.ts';
import type { PipelineRun, ReleaseRecord } from '../../../shared/domain/pipeline/model.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { PipelineFact, PipelineStore } from '../pipeline-ports.ts';

export interface RecordedFact {
	readonly service: string;
	readonly fact: PipelineFact;
	readonly actor: Actor;
	readonly at: number;
	readonly idempotencyKey: string | null;
}

export interface MemoryPipelineStore extends PipelineStore {
	/** All that was journalled, oldest first. */
	readonly facts: readonly RecordedFact[];
	/** Runs as they were saved. */
	readonly savedRuns: ReadonlyMap<string, PipelineRun>;
	/** How many times `saveRuns` was called. */
	readonly writes: () => number;
	/** From now on every journalling fails as on a full disk, or works again. */
	fill(isFull: boolean): void;
}

type Figures = {
	readonly runId: string;
	readonly at: number;
	readonly figures: Readonly<Record<string, number | null>>;
};

export function createMemoryPipelineStore(): MemoryPipelineStore {
	const facts: RecordedFact[] = [];
	const runs = new Map<string, PipelineRun>();
	const evidence = new Map<string, CollectedEvidence>();
	const figures = new Map<string, Figures[]>();
	const releases: { readonly position: number; readonly release: ReleaseRecord }[] = [];
	let isFull = false;
	let writes = 0;

	function ofType<T extends PipelineFact['type']>(service: string, type: T) {
		return facts.flatMap(({ service: of, fact }) => (of === service && isOfType(fact, type) ? [fact] : []));
	}

	return {
		facts,
		savedRuns: runs,
		writes: () => writes,
		fill(full) {
			isFull = full;
		},
		async recordPipelineFact(entry) {
			const known = facts.findIndex(
				({ idempotencyKey }) => idempotencyKey !== null && idempotencyKey === entry.idempotencyKey,
			);
			if (known >= 0) return ok({ seq: known + 1, duplicate: true });
			if (isFull) return fail('store-full', 'The disk is full.', 'Free some space.', { retryable: true });
			const { fact } = entry;
			if (fact.type === 'release-made') {
				const { service, version } = fact.release;
				const isTaken = releases.some(({ release }) => release.service === service && release.version === version);
				if (isTaken) return fail('stale', `${version} was already made.`, 'Raise the version.');
				releases.unshift({ position: facts.length + 1, release: fact.release });
			}
			facts.push(entry);
			return ok({ seq: facts.length, duplicate: false });
		},
		async pipelineDecisions({ service, runIds, now }) {
			const ended = new Set(ofType(service, 'waiver-ended').map(({ waiverId }) => waiverId));
			return ok({
				approvals: ofType(service, 'approval')
					.map(({ approval }) => approval)
					.filter(({ runId }) => runIds.includes(runId)),
				waivers: ofType(service, 'waiver')
					.map(({ waiver }) => waiver)
					.filter(({ id, until }) => until > now && !ended.has(id)),
				lifts: ofType(service, 'freeze-lift')
					.map(({ lift }) => lift)
					.filter(({ until }) => until > now),
			});
		},
		async releases({ service, before = Number.POSITIVE_INFINITY, limit }) {
			const found = releases.filter(({ position, release }) => release.service === service && position < before);
			return ok(found.slice(0, limit));
		},
		async release({ service, version }) {
			const found = releases.find(({ release }) => release.service === service && release.version === version);
			return ok(found?.release ?? null);
		},
		async saveRuns(saved) {
			writes += 1;
			for (const run of saved) runs.set(run.id, run);
			return ok(undefined);
		},
		run: async (runId) => ok(runs.get(runId) ?? null),
		async runs({ service, before = Number.POSITIVE_INFINITY, limit }) {
			const found = [...runs.values()].filter((run) => run.service === service && run.createdAt < before);
			const sorted = found.sort((a, b) => b.createdAt - a.createdAt);
			const last = sorted.at(limit - 1)?.createdAt ?? Number.NEGATIVE_INFINITY;
			return ok(limit === 0 ? [] : sorted.filter(({ createdAt }) => createdAt >= last));
		},
		async saveEvidence({ runId, attempt, collected }) {
			evidence.set(`${runId}\n${attempt}`, collected);
			return ok(undefined);
		},
		evidence: async ({ runId, attempt }) => ok(evidence.get(`${runId}\n${attempt}`) ?? null),
		async saveGateFigures({ service, ...entry }) {
			const kept = (figures.get(service) ?? []).filter(({ runId }) => runId !== entry.runId);
			figures.set(
				service,
				[...kept, entry].sort((a, b) => a.at - b.at),
			);
			return ok(undefined);
		},
		gateFigures: async ({ service, limit }) => ok((figures.get(service) ?? []).slice(-limit)),
	};
}

function isOfType<T extends PipelineFact['type']>(
	fact: PipelineFact,
	type: T,
): fact is Extract<PipelineFact, { readonly type: T }> {
	return fact.type === type;
}

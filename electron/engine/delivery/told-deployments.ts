/** Deployments of our own journal as facts: their events are read, and which commits their releases are is asked. */
import type { DeploymentFact } from '../../../shared/domain/delivery/facts.ts';
import type { RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch } from '../delivery-ports.ts';
import type { Clock, Store } from '../ports.ts';
import { pause } from '../timed.ts';
import { deploymentFacts } from './own-deployments.ts';

/** Which commit a release is. */
export interface KnownCommit {
	/** Null where nobody knows. */
	readonly sha: string | null;
	/** False: what may know it does not answer now. */
	readonly isFinal: boolean;
}

export type CommitOf = (service: string, release: Pick<Release, 'version' | 'commit'>) => Promise<KnownCommit>;

export interface ToldDeployments {
	readonly facts: readonly DeploymentFact[];
	/** Those whose commit may be known later. */
	readonly open: readonly string[];
	readonly leftOut: FactBatch['leftOut'];
}

/** A turn reads so many histories, then everything else goes first: a rollback waits for none of this. */
const historiesAtOnce = 10;

/** Ends early when the signal aborts: then not all of `ids` were told. */
export async function tellDeployments(
	from: { readonly store: Pick<Store, 'events'>; readonly clock: Clock; readonly commitOf: CommitOf },
	ids: readonly string[],
	signal: AbortSignal,
): Promise<Result<ToldDeployments>> {
	const facts: DeploymentFact[] = [];
	const open: string[] = [];
	const leftOut: { what: string; why: string }[] = [];
	for (const [index, id] of ids.entries()) {
		if (index > 0 && index % historiesAtOnce === 0) await pause(from.clock, 0, signal);
		if (signal.aborted) break;
		const history = await from.store.events(id);
		if (!history.ok && history.problem.code !== 'store-corrupt') return history;
		if (!history.ok) {
			leftOut.push({ what: `deployment ${id}`, why: history.problem.message });
			continue;
		}
		const found = await factsOf(history.value, from.commitOf);
		facts.push(...found.facts);
		if (found.isOpen) open.push(id);
	}
	return ok({ facts, open, leftOut });
}

async function factsOf(history: readonly RecordedEvent[], commitOf: CommitOf) {
	const first = history[0]?.event;
	if (first?.type !== 'created') return { facts: [], isOpen: false };
	const { service, release: named, from } = first;
	const release = await commitOf(service, named);
	const before = from === null ? null : await commitOf(service, { version: from.version, commit: null });
	const facts = deploymentFacts(history, { release: release.sha, from: before?.sha ?? null });
	return { facts, isOpen: !release.isFinal };
}

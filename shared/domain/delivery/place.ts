/** Deployments of one unit in the order in which they took hold, whatever order they were told in. */
import { compareText } from '../order.ts';
import { type DeploymentFact, type FactRef, factRef } from './facts.ts';

/** A deployment in its place, while it is judged. */
export interface PlacedDeployment {
	readonly fact: DeploymentFact;
	readonly ref: FactRef;
	/** Its end; its start while it runs. ms since the epoch. */
	readonly at: number;
	readonly isEnded: boolean;
	/** As said by hand, else as told; lower case, and whole where the repository has it. */
	readonly commit: string | null;
	/** From then on users meet it: first traffic, else the end. */
	readonly metAt: number;
}

/** Order: `at`, then start, then ref. `wholeHash` makes a full hash of an abbreviated one that is known. */
export function placeDeployments(
	facts: readonly DeploymentFact[],
	saidCommit: ReadonlyMap<FactRef, string>,
	wholeHash: (hash: string) => string,
): readonly PlacedDeployment[] {
	return facts.map((fact) => place(fact, saidCommit, wholeHash)).sort(compare);
}

function place(
	fact: DeploymentFact,
	saidCommit: ReadonlyMap<FactRef, string>,
	wholeHash: (hash: string) => string,
): PlacedDeployment {
	const ref = factRef(fact);
	const end = fact.outcome === 'running' ? null : fact.finishedAt;
	const at = end ?? fact.startedAt;
	const commit = saidCommit.get(ref) ?? fact.commit;
	return {
		fact,
		ref,
		at,
		isEnded: end !== null,
		commit: commit === null || commit === '' ? null : wholeHash(commit.toLowerCase()),
		metAt: fact.firstTrafficAt ?? at,
	};
}

function compare(left: PlacedDeployment, right: PlacedDeployment): number {
	if (left.at !== right.at) return left.at - right.at;
	if (left.fact.startedAt !== right.fact.startedAt) return left.fact.startedAt - right.fact.startedAt;
	return compareText(left.ref, right.ref);
}

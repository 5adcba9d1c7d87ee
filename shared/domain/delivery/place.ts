/** Deployments of one unit in the order in which they took hold, whatever order they were told in. */
import { compareText } from '../order.ts';
import { type DeploymentFact, type FactRef, factRef } from './facts.ts';

/** A deployment in its place, while it is judged. */
export interface PlacedDeployment {
	/** As the source tells it that it counts by, and what only others know of it. */
	readonly fact: DeploymentFact;
	readonly ref: FactRef;
	/** Every address that it is known by, `ref` first: more than one where several sources tell of it. */
	readonly refs: readonly FactRef[];
	/** Its end; its start while it runs. ms since the epoch. */
	readonly at: number;
	readonly isEnded: boolean;
	/** As said by hand, else as told; lower case, and whole where the repository has it. */
	readonly commit: string | null;
	/** Its version as the source calls it that it counts by, as it is compared; null where that one does not name it. */
	readonly name: string | null;
	/** Names of its version that any source uses, as they are compared; empty where none is known. */
	readonly versions: readonly string[];
	/** From then on users meet it: first traffic, else the end. */
	readonly metAt: number;
	/** Address of what its source says that it takes back. */
	readonly takesBack: FactRef | null;
	/** `fixes` with addresses of deployments for their native ids. */
	readonly fixes: readonly string[];
}

/** Order: `at`, then start, then ref. `wholeHash` makes a full hash of an abbreviated one that is known. */
export function placeDeployments(
	facts: readonly DeploymentFact[],
	saidCommit: ReadonlyMap<FactRef, string>,
	wholeHash: (hash: string) => string,
): readonly PlacedDeployment[] {
	return facts.map((fact) => place(fact, saidCommit, wholeHash)).sort(comparePlaces);
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
	const { source, takesBack, fixes, version } = fact;
	return {
		fact,
		ref,
		refs: [ref],
		at,
		isEnded: end !== null,
		commit: commit === null || commit === '' ? null : wholeHash(commit.toLowerCase()),
		...(version === null
			? { name: null, versions: [] }
			: { name: versionName(version), versions: [versionName(version)] }),
		metAt: fact.firstTrafficAt ?? at,
		takesBack: takesBack === null ? null : factRef({ source, nativeId: takesBack }),
		fixes: fixes.map((fixed) => (isDeployment(fixed) ? factRef({ source, nativeId: fixed }) : fixed)),
	};
}

/** A version as it is compared: `v1.2.3` and `1.2.3` are one. */
export function versionName(version: string): string {
	return version.replace(/^v(?=\d)/i, '');
}

/** An entry of `fixes` that names an incident. */
export function isIncident(fixed: string): boolean {
	return fixed.startsWith('incident:');
}

function isDeployment(fixed: string): boolean {
	return !isIncident(fixed) && !fixed.startsWith('version:');
}

type Place = Pick<PlacedDeployment, 'at' | 'ref'> & { readonly fact: Pick<DeploymentFact, 'startedAt'> };

/** For `sort`. */
export function comparePlaces(left: Place, right: Place): number {
	if (left.at !== right.at) return left.at - right.at;
	if (left.fact.startedAt !== right.fact.startedAt) return left.fact.startedAt - right.fact.startedAt;
	return compareText(left.ref, right.ref);
}

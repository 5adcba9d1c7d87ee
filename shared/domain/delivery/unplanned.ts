/** Which deployments nobody had planned: rollbacks, hotfixes and those that fix an incident. */
import type { FactRef } from './facts.ts';
import type { DeploymentStanding, GraphCommit, UnplannedReason } from './judged.ts';
import type { Walk } from './lead-times.ts';
import { isIncident, type PlacedDeployment } from './place.ts';
import { canFail } from './standing.ts';

export interface Hotfixes {
	readonly isHotfix: (index: number) => boolean;
}

/**
 * A hotfix: said by hand; else said by its source; else it names deployments or versions that it fixes, or one of the commits
 * that it brought came in by a hotfix change.
 */
export function hotfixesOf(
	placed: readonly PlacedDeployment[],
	walk: Walk,
	commits: readonly GraphCommit[],
	said: ReadonlyMap<FactRef, boolean>,
): Hotfixes {
	const bringsHotfix = (index: number) =>
		(walk.brought[index] ?? []).some((commit) => commits[commit]?.isOurs === true && commits[commit].isHotfix);
	const found = placed.map(
		({ fact, refs, fixes }, index) =>
			saidOf(refs, said) ?? fact.isHotfix ?? (fixes.some((fixed) => !isIncident(fixed)) || bringsHotfix(index)),
	);
	return { isHotfix: (index) => found[index] === true };
}

/** Of a deployment that several sources tell of it may have been said under any address. */
function saidOf(refs: readonly FactRef[], said: ReadonlyMap<FactRef, boolean>): boolean | undefined {
	const ref = refs.find((known) => said.has(known));
	return ref === undefined ? undefined : said.get(ref);
}

/** Null: planned, or of a standing that is no deployment by the rework rate's count. */
export function unplannedOf(
	{ fixes }: Pick<PlacedDeployment, 'fixes'>,
	standing: DeploymentStanding,
	isHotfix: boolean,
): UnplannedReason | null {
	if (standing === 'rollback') return 'rollback';
	if (!canFail(standing)) return null;
	if (isHotfix) return 'hotfix';
	return fixes.some(isIncident) ? 'fixes-incident' : null;
}

/** What each deployment counts as: told by its outcome and by which versions ran here before. */
import type { DeploymentStanding } from './judged.ts';
import type { PlacedDeployment } from './place.ts';
import { nameOf, type OwnStanding, standingWords } from './judging-words.ts';

export interface Standing {
	readonly standing: OwnStanding;
	readonly why: string;
	/** Of rollbacks: where the version that it went back to ran last; null where that was before the first record. */
	readonly target: number | null;
	/** What ran until then; null before the first. */
	readonly running: number | null;
	/** The counted deployment before it in the history; null before the first. */
	readonly previous: number | null;
}

/** Which deployment last brought a version, for versions by name and for those that only a commit stands for. */
interface Ran {
	/** By how one source tells versions apart (`waysOf`). */
	readonly own: Map<string, number>;
	/** By each name that any source uses: the last one of each way to tell versions apart. */
	readonly versions: Map<string, Map<string | null, number>>;
	/** Of all deployments, for one that has no version. */
	readonly commits: Map<string, number>;
	/** Of deployments without a version, for one that has both. */
	readonly unnamed: Map<string, number>;
}

/** `placed` in its order. */
export function standingsOf(placed: readonly PlacedDeployment[]): readonly Standing[] {
	const ran: Ran = { own: new Map(), versions: new Map(), commits: new Map(), unnamed: new Map() };
	let runningAt: number | null = null;
	let isBack = false;
	let previous: number | null = null;
	return placed.map((deployment, index) => {
		const running = runningAt === null ? null : (placed[runningAt] ?? null);
		const seen = lastRun(ran, deployment);
		const isTold = isBack && running !== null && isToldAgain(deployment, running);
		const standing = isTold ? 'same-version' : standingOf(deployment, running, seen !== null);
		const why = standingWords[standing](deployment, running, seen !== null);
		const target = standing === 'rollback' ? seen : null;
		const judged = { standing, why, target, running: runningAt, previous };
		if (standing === 'counted') previous = index;
		if (isSuccess(standing)) {
			runningAt = index;
			isBack = standing === 'rollback';
			note(ran, deployment, index);
		}
		return judged;
	});
}

/** What it brought runs from then on. */
export function isSuccess(standing: DeploymentStanding | undefined): boolean {
	return standing === 'counted' || standing === 'rollback' || standing === 'same-version';
}

/** Users met something new: it can have failed. */
export function canFail(standing: DeploymentStanding | undefined): boolean {
	return standing === 'counted' || standing === 'taken-back';
}

function standingOf(deployment: PlacedDeployment, running: PlacedDeployment | null, hasRun: boolean): OwnStanding {
	const { fact } = deployment;
	if (!deployment.isEnded) return 'unfinished';
	const isMet = fact.tookTraffic ?? (fact.outcome === 'taken-back' || fact.firstTrafficAt !== null);
	if (fact.outcome !== 'succeeded') return isMet ? 'taken-back' : 'attempt';
	if (fact.isRollback === true || (fact.isRollback === null && deployment.takesBack !== null)) return 'rollback';
	if (running !== null && isSameVersion(deployment, running)) return 'same-version';
	return hasRun ? 'rollback' : 'counted';
}

/** A rollback that another source has told as well: one way back is one rollback. */
function isToldAgain(deployment: PlacedDeployment, rollback: PlacedDeployment): boolean {
	const { fact, isEnded } = deployment;
	if (!isEnded || fact.outcome !== 'succeeded' || fact.source === rollback.fact.source) return false;
	return isSameVersion(deployment, rollback);
}

/**
 * How its own source tells its versions apart, and what this one is by that: two that one source tells are compared as that source
 * does, whatever others call them. Null: it does not.
 */
function waysOf({ fact, name, commit }: PlacedDeployment): { readonly way: string; readonly id: string } | null {
	if (name !== null) return { way: `${fact.source} name`, id: name };
	return commit === null ? null : { way: `${fact.source} commit`, id: commit };
}

/** By any of their names; where one of them has none, by commit. Two of which neither is known are never the same. */
export function isSameVersion(one: PlacedDeployment, other: PlacedDeployment): boolean {
	const [own, its] = [waysOf(one), waysOf(other)];
	if (own !== null && own.way === its?.way) return own.id === its.id;
	if (one.versions.length > 0 && other.versions.length > 0)
		return one.versions.some((name) => other.versions.includes(name));
	return one.commit !== null && one.commit === other.commit;
}

function lastRun(ran: Ran, deployment: PlacedDeployment): number | null {
	const { versions, commit } = deployment;
	const own = waysOf(deployment);
	const found = own === null ? [] : [ran.own.get(`${own.way}\n${own.id}`) ?? -1];
	for (const name of versions) {
		for (const [way, index] of ran.versions.get(name) ?? []) if (own === null || way !== own.way) found.push(index);
	}
	if (commit !== null) found.push((versions.length === 0 ? ran.commits : ran.unnamed).get(commit) ?? -1);
	const last = Math.max(-1, ...found);
	return last < 0 ? null : last;
}

function note(ran: Ran, deployment: PlacedDeployment, index: number): void {
	const { versions, commit } = deployment;
	const own = waysOf(deployment);
	if (own !== null) ran.own.set(`${own.way}\n${own.id}`, index);
	for (const name of versions) {
		const ways = ran.versions.get(name) ?? new Map<string | null, number>();
		ran.versions.set(name, ways.set(own?.way ?? null, index));
	}
	if (commit === null) return;
	ran.commits.set(commit, index);
	if (versions.length === 0) ran.unnamed.set(commit, index);
}

/** "2.3.1", or the start of the commit where that stands for it. */
export function titleOf(deployment: PlacedDeployment): string {
	return nameOf(deployment.fact.version, deployment.commit);
}

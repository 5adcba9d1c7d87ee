/** The brute-force reference of judging: failures, what shows them and what ended them. */
import { factRef } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import {
	type DeploymentStanding,
	type FailureEvidenceKind,
	failureEvidenceKinds,
	type UnplannedReason,
} from '../judged.ts';
import { type Blame, blame, isBroken, isOurs, type World } from './reference-blame.ts';
import { referenceCommits, type ReferenceLead } from './reference-commits.ts';
import { isBefore, isSame, type Known, referenceStandings, succeeded } from './reference-standing.ts';
import { lookUp, plainName, referenceTellings, type Told } from './reference-tellings.ts';

export interface ReferenceDeployment extends Omit<Known, 'standing'> {
	readonly standing: DeploymentStanding;
	readonly previous: string | null;
	readonly noLeadTime: string | null;
	readonly unplanned: UnplannedReason | null;
	/** `kind ref`, in the order of strength, then time, then ref. */
	readonly evidence: readonly string[];
	readonly recovered: { readonly at: number; readonly by: string; readonly ref: string } | null;
	readonly commits: number;
}

export interface ReferenceHistory {
	readonly deployments: readonly ReferenceDeployment[];
	readonly leads: readonly ReferenceLead[];
	/** `ref because`, in the order of incidents. */
	readonly without: readonly string[];
}

/** `shows` empty: it ends a failure and shows nothing. */
interface Shown {
	readonly failed: number;
	readonly shows: FailureEvidenceKind | null;
	readonly ref: string;
	readonly at: number;
	readonly end: { readonly at: number; readonly by: 'rollback' | 'deployment' } | null;
}

export function referenceHistory(input: HistoryInput): ReferenceHistory {
	const { told, repeats } = referenceTellings(input, input.deployments);
	const known = referenceStandings(input, told);
	const commits = referenceCommits(input, known);
	const isMet = (index: number) => isBroken(known[index]);
	const others = input.siblings.map(({ environment, deployments }) => ({
		environment,
		known: referenceStandings(input, referenceTellings(input, deployments).told),
	}));
	const world: World = { input, known, commits, isMet, others };
	const incidents = input.incidents.toSorted(
		(left, right) => left.startedAt - right.startedAt || (factRef(left) < factRef(right) ? -1 : 1),
	);
	const blames = incidents.map((incident) => blame(world, incident));
	const shown = known.flatMap((_, by) => remedies(world, by, blames));
	const counting = known.map(
		(own, index): ReferenceDeployment => ({
			...own,
			previous:
				own.standing === 'counted'
					? (known.slice(0, index).findLast(({ standing }) => standing === 'counted')?.ref ?? null)
					: null,
			noLeadTime: commits.reasons[index] ?? null,
			unplanned: unplanned(world, index),
			commits: commits.leads.filter(({ deployment }) => deployment === index).length,
			...failure(world, index, blames, shown),
		}),
	);
	const deployments = [...counting, ...repeats.map(repeated)].sort((left, right) =>
		isBefore(left.fact, right.fact) ? -1 : 1,
	);
	const placeOf = (index: number) => deployments.findIndex(({ ref }) => ref === known[index]?.ref);
	return {
		deployments,
		leads: commits.leads.map((lead) => ({ ...lead, deployment: placeOf(lead.deployment) })),
		without: blames.flatMap(({ incident, because }) =>
			because === null || !isOurs(world, incident) ? [] : [`${factRef(incident)} ${because}`],
		),
	};
}

function repeated(told: Told): ReferenceDeployment {
	const at = told.fact.outcome === 'running' ? null : told.fact.finishedAt;
	return {
		...told,
		...{ ref: factRef(told.fact), at: at ?? told.fact.startedAt, metAt: 0, head: -1, standing: 'told-twice' },
		...{ previous: null, noLeadTime: null, unplanned: null, evidence: [], recovered: null, commits: 0 },
	};
}

/** Everything that a successful deployment shows of those before it. */
function remedies(world: World, by: number, blames: readonly Blame[]): readonly Shown[] {
	const own = world.known[by];
	if (own === undefined || !succeeded(own.standing)) return [];
	const end = { at: own.at, by: own.standing === 'rollback' ? ('rollback' as const) : ('deployment' as const) };
	const shown = (failed: number, shows: FailureEvidenceKind | null): readonly Shown[] =>
		failed < 0 || failed >= by || !world.isMet(failed) ? [] : [{ failed, shows, ref: own.ref, at: own.at, end }];
	const addressed = (ref: string) => world.known.findIndex(({ refs }) => refs.includes(ref));
	const before = world.known.map((_, index) => index).filter((index) => index < by && world.isMet(index));
	const found = [...new Set(own.fixes)].flatMap((fixed) => {
		if (fixed.startsWith('incident:'))
			return blames
				.filter(({ incident }) => `incident:${incident.nativeId}` === fixed)
				.flatMap(({ failed, isInferred }) => failed.flatMap((index) => shown(index, isInferred ? null : 'fixed-by')));
		if (!fixed.startsWith('version:')) return shown(addressed(fixed), 'fixed-by');
		return shown(
			before.findLast((index) => world.known[index]?.names.includes(plainName(fixed.slice(8)))) ?? -1,
			'fixed-by',
		);
	});
	if (own.standing === 'rollback') return [...found, ...shown(rolledBack(world, by, addressed), 'rolled-back')];
	if (own.standing !== 'counted') return found;
	const reverts = before.filter((index) => reverted(world, by, index)).flatMap((index) => shown(index, 'reverted-by'));
	const isSilent = own.fixes.length === 0 && reverts.length === 0;
	const hot = isSilent && isHotfix(world, by) ? shown(before.at(-1) ?? -1, 'hotfix-after') : [];
	return [...found, ...reverts, ...hot];
}

function targetOf({ known }: World, rollback: number): number {
	const own = known[rollback];
	return known.findLastIndex(
		(other, index) => index < rollback && own !== undefined && succeeded(other.standing) && isSame(other, own),
	);
}

function rolledBack(world: World, by: number, addressed: (ref: string) => number): number {
	const { known, isMet } = world;
	const takesBack = known[by]?.takesBack ?? null;
	const said = takesBack === null ? -1 : addressed(takesBack);
	if (said >= 0 && said < by && isMet(said)) return said;
	const counted = known.map((_, index) => index).filter((index) => index < by && known[index]?.standing === 'counted');
	const target = targetOf(world, by);
	return (target < 0 ? counted.at(-1) : counted.find((index) => index > target)) ?? -1;
}

/** True when a commit that `by` brings says that it reverts one that `failed` brought. */
function reverted({ input, commits }: World, by: number, failed: number): boolean {
	const graph = input.commits ?? [];
	return [...(commits.fresh[by] ?? [])]
		.flatMap((index) => graph[index] ?? [])
		.filter(({ isOurs: own, isMerge }) => own && !isMerge)
		.flatMap(({ reverts }) => reverts)
		.some((hash) => {
			const found = graph[lookUp(graph, hash)];
			const isLanding = (found?.reverts ?? []).length > 0;
			const isForeign = found !== undefined && !found.isOurs && !found.isMerge;
			return commits.bringer(hash) === failed && !isLanding && !isForeign;
		});
}

function isHotfix({ input, known, commits }: World, index: number): boolean {
	const own = known[index];
	if (own === undefined) return false;
	const byRule = [...(commits.fresh[index] ?? [])]
		.flatMap((commit) => input.commits?.[commit] ?? [])
		.some((commit) => commit.isOurs && commit.isHotfix);
	const byFix = own.fixes.some((fixed) => !fixed.startsWith('incident:'));
	const [said] = own.refs.flatMap((ref) => input.said.deploymentHotfix.get(ref) ?? []);
	return said ?? own.fact.isHotfix ?? (byRule || byFix);
}

function unplanned(world: World, index: number): UnplannedReason | null {
	const own = world.known[index];
	if (own?.standing === 'rollback') return 'rollback';
	if (own === undefined || !world.isMet(index)) return null;
	if (isHotfix(world, index)) return 'hotfix';
	return own.fixes.some((fixed) => fixed.startsWith('incident:')) ? 'fixes-incident' : null;
}

function failure(
	world: World,
	index: number,
	blames: readonly Blame[],
	shown: readonly Shown[],
): Pick<ReferenceDeployment, 'evidence' | 'recovered'> {
	const own = world.known[index];
	const mine = blames.filter(({ failed }) => failed.includes(index));
	const remedied = shown.filter(({ failed }) => failed === index);
	if (own === undefined || !world.isMet(index)) return { evidence: [], recovered: null };
	const all = [
		...mine.map(({ incident, isInferred }) => ({
			kind: isInferred ? ('inferred-incident' as const) : ('linked-incident' as const),
			ref: factRef(incident),
			at: incident.startedAt,
		})),
		...(own.standing === 'taken-back' ? [{ kind: 'taken-back' as const, ref: own.ref, at: own.at }] : []),
		...remedied.flatMap(({ shows, ref, at }) => (shows === null ? [] : [{ kind: shows, ref, at }])),
	];
	const evidence = failureEvidenceKinds.flatMap((kind) => {
		const ofKind = all.filter((one) => one.kind === kind);
		const ordered = ofKind.toSorted((left, right) => left.at - right.at || (left.ref < right.ref ? -1 : 1));
		return [...new Set(ordered.map(({ ref }) => `${kind} ${ref}`))];
	});
	return { evidence, recovered: evidence.length === 0 ? null : recovered(world, index, mine, remedied) };
}

function recovered(
	world: World,
	index: number,
	mine: readonly Blame[],
	remedied: readonly Shown[],
): ReferenceDeployment['recovered'] {
	const { known } = world;
	const later = known.map((one, at) => ({ ...one, index: at })).filter((one) => one.index > index);
	const ended = ({ at, ref, standing }: Known) => ({
		at,
		ref,
		by: standing === 'rollback' ? 'rollback' : 'deployment',
	});
	const own = known[index];
	const incidents = mine.map(({ incident }) => ({ at: incident.resolvedAt, ref: factRef(incident), by: 'incident' }));
	const isOver = incidents.length > 0 && incidents.every(({ at }) => at !== null);
	const last = Math.max(...incidents.map(({ at }) => at ?? 0));
	const lastRef =
		incidents
			.filter(({ at }) => at === last)
			.map(({ ref }) => ref)
			.toSorted()
			.at(-1) ?? '';
	const ownEnd =
		own?.standing !== 'taken-back'
			? []
			: own.fact.outcome === 'taken-back'
				? [{ at: own.at, ref: own.ref, by: 'rollback' }]
				: later
						.filter((one) => succeeded(one.standing))
						.slice(0, 1)
						.map(ended);
	const back = later.filter((one) => one.standing === 'rollback' && targetOf(world, one.index) < index).slice(0, 1);
	const ends = [
		...remedied.flatMap(({ end, ref }) => (end === null ? [] : [{ ...end, ref }])),
		...back.map(ended),
		...ownEnd,
		...(isOver ? [{ at: last, ref: lastRef, by: 'incident' }] : []),
	];
	const rank = ['rollback', 'deployment', 'incident'];
	const ordered = ends.toSorted(
		(left, right) =>
			left.at - right.at || rank.indexOf(left.by) - rank.indexOf(right.by) || (left.ref < right.ref ? -1 : 1),
	);
	return ordered.find(({ at }) => at >= (own?.metAt ?? 0)) ?? ordered[0] ?? null;
}

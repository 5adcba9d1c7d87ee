/** What the Service screen says of environments and releases. Pure. */
import { formatCounted } from '../../../shared/domain/format.ts';
import type { EnvironmentKey, Tier } from '../../../shared/domain/release.ts';
import type { BatchView, FreezeView, Readiness, ReleaseView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { compare } from '../../store/order.ts';
import { anyOf } from '../pipeline/approval-words.ts';

const tierRank: Readonly<Record<Tier, number>> = { development: 0, testing: 1, staging: 2, production: 3 };

/** A service's environments on the way to production; among equals by name. */
export function inOrder(environments: readonly EnvironmentView[]): readonly EnvironmentView[] {
	return environments.toSorted(
		(left, right) => tierRank[left.tier] - tierRank[right.tier] || compare(left.environment, right.environment),
	);
}

/** A deployment that may be offered, or why it may not. */
export interface DeployOffer {
	readonly version: string;
	readonly environment: EnvironmentView;
	/** Why not, most important first; empty where it may start. */
	readonly reasons: readonly { readonly text: string; readonly whoCan: string | null }[];
}

/** Whether a release may go into one environment now. */
export function offerOf(release: ReleaseView, environment: EnvironmentView): DeployOffer {
	const readiness = release.readiness.find((each) => each.environment === environment.key);
	return { version: release.version, environment, reasons: reasonsOf(release, readiness, environment) };
}

function reasonsOf(
	release: ReleaseView,
	readiness: Readiness | undefined,
	environment: EnvironmentView,
): DeployOffer['reasons'] {
	if (readiness !== undefined && !readiness.allowed) {
		return readiness.reasons.map(({ text, whoCan }) => ({ text, whoCan }));
	}
	if (!environment.start.allowed) return [{ text: environment.start.detail ?? 'Not possible now.', whoCan: null }];
	if (!environment.releases.some(({ version }) => version === release.version)) {
		return [
			{ text: `${release.version} is not among the releases that ${environment.environment} can start.`, whoCan: null },
		];
	}
	return [];
}

/** Where a release goes next: the environment after the last one it stands in. Null once it stands in the last. */
export function nextOffer(release: ReleaseView, ordered: readonly EnvironmentView[]): DeployOffer | null {
	const reached = ordered.findLastIndex(({ environment, key }) =>
		release.standsIn.some((name) => name === environment || name === key),
	);
	const next = ordered[reached + 1];
	return next === undefined ? null : offerOf(release, next);
}

/** How an environment stands on a control: production in capitals. */
export function controlName({ environment, tier }: Pick<EnvironmentView, 'environment' | 'tier'>): string {
	return tier === 'production' ? environment.toUpperCase() : environment;
}

/** "3 commits wait"; where git could not be asked, only that something does. */
export function batchWords({ commits, toVersion }: Pick<BatchView, 'commits' | 'toVersion'>): string {
	if (commits === null) return `${toVersion} waits`;
	return commits === 1 ? '1 commit waits' : `${formatCounted(commits, 'commit')} wait`;
}

export function batchOf(batches: readonly BatchView[] | null, into: EnvironmentKey): BatchView | null {
	return batches?.find((batch) => batch.into === into) ?? null;
}

/** "2 commits by 2 authors" */
export function sizeWords({ commitCount, authors }: Pick<ReleaseView, 'commitCount' | 'authors'>): string {
	if (commitCount === null) return 'commits not known';
	const who = authors.length === 0 ? '' : ` by ${formatCounted(authors.length, 'author')}`;
	return `${formatCounted(commitCount, 'commit')}${who}`;
}

/** Who may lift a freeze, in words. */
export function lifters({ liftedBy }: Pick<FreezeView, 'liftedBy'>): string {
	return liftedBy.length === 0 ? 'Anybody who may act can lift it' : `${anyOf(liftedBy)} can lift it`;
}

/** Freezes that hold now stand first, then those to come, soonest first. */
export function freezesInOrder(freezes: readonly FreezeView[]): readonly FreezeView[] {
	return freezes.toSorted((left, right) => Number(right.isNow) - Number(left.isNow) || left.from - right.from);
}

/** A service as the board and its own screen see it. */
import { batchBetween } from '../../../shared/domain/pipeline/release-batch.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { BatchView, FreezeView, PipelineView, ServiceView } from '../../../shared/rpc/pipeline-views.ts';
import { evaluateRun } from './evaluate.ts';
import { nowhere } from './deployments.ts';
import { freezesOf, releaseView, type Standing } from './release-view.ts';
import { startAction } from './run-actions.ts';
import { runView } from './run-view.ts';
import { type ServiceBook, shownReleases } from './service-book.ts';
import type { ServiceSetup } from './setup.ts';

/** How it goes with asking the service's host. */
export interface PollState {
	readonly state: PipelineView['state'];
	readonly problem: Problem | null;
	readonly asOf: number | null;
	readonly pollMs: number;
	readonly clockSkewMs: number | null;
}

export interface ServiceFacts {
	readonly book: ServiceBook;
	readonly poll: PollState;
	readonly standing: Standing;
	readonly now: number;
}

export function serviceView(facts: ServiceFacts): ServiceView {
	const { setup } = facts.book;
	return {
		name: setup.service,
		project: setup.projectId,
		owner: setup.owner,
		repository: setup.repository,
		pipeline: setup.pipeline === null ? null : pipelineView(facts, setup.pipeline),
		freezes: freezeViews(facts),
	};
}

function pipelineView(facts: ServiceFacts, { config, runner }: NonNullable<ServiceSetup['pipeline']>): PipelineView {
	const { book, poll, standing, now } = facts;
	const latest = book.latest();
	return {
		runner: runner.kind,
		label: runner.label,
		host: runner.host,
		branch: config.branch,
		budgetMs: config.budgetMs,
		latest: latest === null ? null : runView(facts, config, latest, evaluateRun(book, config, latest, now)),
		releases: book
			.releases()
			.slice(0, shownReleases)
			.map((release) => releaseView({ book, config, standing, now }, release, book.tracked(release.runId))),
		batches: batches(facts),
		...poll,
		start: startAction(runner, config.branch),
	};
}

/** What stands in an environment against what stands in the one before it, or the newest release. */
function batches({ book, standing }: ServiceFacts): readonly BatchView[] {
	const releases = book.releases();
	const { service, environments } = book.setup;
	return environments.flatMap(({ name }, index): readonly BatchView[] => {
		const before = environments[index - 1];
		const upstream = before === undefined ? undefined : standing.versions.get(before.name);
		const toVersion = upstream ?? releases[0]?.version;
		const fromVersion = standing.versions.get(name) ?? null;
		if (toVersion === undefined || toVersion === fromVersion) return [];
		const batch = batchBetween(releases, fromVersion, toVersion);
		if (batch === null || batch.commits === 0) return [];
		return [{ into: environmentKey(service, name), fromVersion, toVersion, ...batch }];
	});
}

function freezeViews({ book, now }: ServiceFacts): readonly FreezeView[] {
	const { setup } = book;
	return setup.environments.flatMap((environment) =>
		freezesOf(setup, book, environment, now).map(({ freeze, from, to, isNow, lift }) => ({
			environment: environmentKey(setup.service, environment.name),
			name: freeze.name,
			reason: freeze.reason,
			zone: freeze.zone,
			from,
			to,
			isNow,
			lift,
			liftedBy: freeze.liftedBy,
		})),
	);
}

/** The next instant at which a view changes by time alone: a freeze begins or ends, a waiver or lift expires. Null: none. */
export function nextChangeAt({ book, now }: ServiceFacts): number | null {
	const instants = [
		...freezeViews({ book, now, poll: unasked, standing: nowhere }).flatMap(({ from, to }) => [from, to + 1]),
		...book.waivers().flatMap(({ until }) => [until - expiryNoticeMs, until]),
		...book.lifts().map(({ until }) => until),
	].filter((at) => at > now);
	return instants.length === 0 ? null : Math.min(...instants);
}

/** A waiver that ends within two days needs somebody. */
export const expiryNoticeMs = 48 * 3_600_000;

/** Before the first answer. */
export const unasked: PollState = { state: 'unknown', problem: null, asOf: null, pollMs: 60_000, clockSkewMs: null };

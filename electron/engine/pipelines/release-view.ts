/** A release as the screens see it, and whether it may go into each environment now. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import { freezesFor } from '../../../shared/domain/pipeline/freezes.ts';
import type { PipelineRun, ReleaseRecord } from '../../../shared/domain/pipeline/model.ts';
import type { ProductionNow } from '../../../shared/domain/pipeline/production.ts';
import { type Readiness, readinessOf } from '../../../shared/domain/pipeline/readiness.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import type { ReleaseView } from '../../../shared/rpc/pipeline-views.ts';
import { evaluateRun, type RunEvaluation } from './evaluate.ts';
import type { ServiceBook } from './service-book.ts';
import type { TrackedRun } from './tracked-run.ts';
import type { ServiceSetup } from './setup.ts';

/** Where the service's releases are. */
export interface Standing {
	/** Version that stands in each environment, by its name; null where none does. */
	readonly versions: ReadonlyMap<string, string | null>;
	production(version: string): ProductionNow;
}

interface ReleaseFacts {
	readonly book: ServiceBook;
	readonly config: PipelineConfig;
	readonly standing: Standing;
	readonly now: number;
}

/** `tracked`: the run that made it; null where nobody knows it any more. */
export function releaseView(facts: ReleaseFacts, release: ReleaseRecord, tracked: TrackedRun | null): ReleaseView {
	const { standing } = facts;
	return {
		service: release.service,
		version: release.version,
		commit: release.commit,
		runId: release.runId,
		madeAt: release.madeAt,
		previous: release.previous?.version ?? null,
		commitCount: release.commitCount,
		commitsNote: release.commitsNote,
		authors: release.authors,
		oldestCommitAt: release.oldestCommitAt,
		subject: release.commits[0]?.subject ?? tracked?.run.commit.subject ?? null,
		readiness: readinessEverywhere(facts, tracked),
		standsIn: [...standing.versions].flatMap(([environment, version]) =>
			version === release.version ? [environment] : [],
		),
	};
}

function readinessEverywhere({ book, config, now }: ReleaseFacts, tracked: TrackedRun | null): readonly Readiness[] {
	const evaluation = tracked === null ? null : evaluateRun(book, config, tracked, now);
	return book.setup.environments.map((environment) =>
		readinessIn({ setup: book.setup, book, environment, run: tracked?.run ?? null, evaluation, now }),
	);
}

/** May the release of this run go into one environment now? `run` null: nobody knows any more which run made it. */
export function readinessIn(facts: {
	readonly setup: ServiceSetup;
	readonly book: ServiceBook;
	readonly environment: ServiceSetup['environments'][number];
	readonly run: PipelineRun | null;
	readonly evaluation: RunEvaluation | null;
	readonly now: number;
}): Readiness {
	const { setup, book, environment, run, evaluation, now } = facts;
	return readinessOf({
		environment: environmentKey(setup.service, environment.name),
		requires: environment.requires,
		run,
		stages: evaluation?.stages ?? [],
		gates: evaluation?.gates ?? [],
		approvals: evaluation?.approvals ?? [],
		freezes: freezesOf(setup, book, environment, now),
	});
}

export function freezesOf(
	setup: ServiceSetup,
	book: ServiceBook,
	{ name, tier }: ServiceSetup['environments'][number],
	now: number,
): ReturnType<typeof freezesFor> {
	const { service, freezes } = setup;
	const { calendar } = book;
	return freezesFor({ service, environment: name, tier, freezes, lifts: book.lifts(), now, calendar });
}

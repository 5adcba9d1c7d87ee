/** The past: rows for lists, and whole deployments for replay. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { transition } from '../../shared/domain/deployment/transition.ts';
import { actorName } from '../../shared/domain/release.ts';
import { type Result, fail, ok } from '../../shared/domain/result.ts';
import type { HistoryInput } from '../../shared/rpc/api.ts';
import type { HistoryRow, ReplayView } from '../../shared/rpc/views.ts';
import { deploymentView, stillTiming } from './deployment-view.ts';
import { toSeries } from './live-hub.ts';
import type { DeploymentRow, Store, StoredSample } from './ports.ts';
import { enteredSteps } from './step-log.ts';

function outcomeOf(deployment: Deployment): string {
	if (deployment.rollback !== null) return deployment.rollback.text;
	if (deployment.pause !== null) return deployment.pause.text;
	return deployment.verdict?.summary ?? deployment.problem?.message ?? 'No verdict was reached';
}

export function historyRow({ deployment, firstSeq }: DeploymentRow): HistoryRow {
	return {
		id: deployment.id,
		service: deployment.service,
		environment: deployment.environment,
		tier: deployment.tier,
		version: deployment.release.version,
		fromVersion: deployment.from?.version ?? null,
		strategy: deployment.strategy.kind,
		state: deployment.state,
		startedBy: actorName(deployment.startedBy),
		createdAt: deployment.createdAt,
		position: firstSeq,
		finishedAt: deployment.finishedAt,
		outcome: outcomeOf(deployment),
	};
}

export async function listHistory(store: Store, input: HistoryInput): Promise<Result<readonly HistoryRow[]>> {
	const rows = await store.listDeployments({
		...(input.service === null ? {} : { service: input.service }),
		...(input.environment === null ? {} : { environment: input.environment }),
		...(input.before === null ? {} : { before: input.before }),
		limit: input.limit,
	});
	return rows.ok ? ok(rows.value.map(historyRow)) : rows;
}

/** Points that a replay sends at most; a longer deployment is thinned evenly, never cut. */
const replayPoints = 3_000;

function thin(samples: readonly StoredSample[]): readonly StoredSample[] {
	const stride = Math.ceil(samples.length / replayPoints);
	return stride <= 1 ? samples : samples.filter((_, index) => index % stride === 0);
}

function frames(history: readonly RecordedEvent[]): ReplayView['frames'] {
	let deployment: Deployment | null = null;
	return history.map((recorded, index) => {
		deployment = transition(deployment, recorded).deployment;
		const view = deploymentView(deployment, {
			timing: stillTiming(deployment, recorded.at),
			latestLook: deployment.verdict,
			byHand: null,
			heldBy: null,
			entries: enteredSteps(history.slice(0, index + 1)),
		});
		// In a replay nothing can be pressed.
		return { recorded, view: { ...view, actions: [] } };
	});
}

/** A whole deployment from the journal: what every screen showed, event by event, and its samples. */
export async function replayDeployment(store: Store, deploymentId: string): Promise<Result<ReplayView>> {
	const history = await store.events(deploymentId);
	if (!history.ok) return history;
	if (history.value.length === 0) return notFound(deploymentId);
	const samples = await store.samples(deploymentId);
	if (!samples.ok) return samples;
	const lastEvent = history.value.at(-1)?.at ?? 0;
	const lastSample = samples.value.at(-1)?.at ?? 0;
	return ok({
		id: deploymentId,
		frames: frames(history.value),
		series: toSeries(thin(samples.value)),
		endedAt: Math.max(lastEvent, lastSample),
	});
}

export function notFound(deploymentId: string) {
	return fail(
		'not-found',
		`There is no deployment ${deploymentId} in this control room's journal.`,
		'Choose one from History.',
	);
}

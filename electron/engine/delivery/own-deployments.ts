/** What our own journal says of one deployment, as facts. Pure: a fold over its events. */
import type { DeploymentFact } from '../../../shared/domain/delivery/facts.ts';
import { journalSource, rollbackIdOf } from '../../../shared/domain/delivery/own-sources.ts';
import type { RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import { isTrafficBack } from '../../../shared/domain/deployment/rollback.ts';
import { transition } from '../../../shared/domain/deployment/transition.ts';
import { actorName } from '../../../shared/domain/release.ts';

/** Which commits the releases of a deployment are; full hashes, null where nobody knows. */
export interface CommitsOf {
	readonly release: string | null;
	/** Of what stood before it. */
	readonly from: string | null;
}

/** The moments that count, as the history passes them. */
interface Story {
	readonly deployment: Deployment;
	/** When it finished for the first time. */
	readonly completedAt: number | null;
	/** The way back that began last. */
	readonly wayBack: {
		readonly begunAt: number;
		readonly by: string;
		readonly afterCompletion: boolean;
		/** When no user was on the release any more. */
		readonly doneAt: number | null;
	} | null;
}

function told(history: readonly RecordedEvent[]): Story | null {
	let deployment: Deployment | null = null;
	let completedAt: number | null = null;
	let wayBack: Story['wayBack'] = null;
	for (const recorded of history) {
		const before: Deployment | null = deployment;
		deployment = transition(deployment, recorded).deployment;
		const { at } = recorded;
		if (deployment.state === 'completed' && before?.state !== 'completed') completedAt ??= at;
		const isNew = deployment.rollback !== null && deployment.rollback.at !== before?.rollback?.at;
		if (isNew && deployment.rollback !== null && (wayBack === null || wayBack.doneAt !== null)) {
			const afterCompletion = completedAt !== null;
			wayBack = { begunAt: at, by: actorName(deployment.rollback.by), afterCompletion, doneAt: null };
		}
		if (wayBack !== null && wayBack.doneAt === null && isBack(deployment)) wayBack = { ...wayBack, doneAt: at };
	}
	return deployment === null ? null : { deployment, completedAt, wayBack };
}

/** The retry of a way back that got stuck goes on with the same one, so only its end counts as done. */
function isBack(deployment: Deployment): boolean {
	if (deployment.state === 'needs-operator' || deployment.state === 'completed') return false;
	return isTrafficBack(deployment);
}

/**
 * One fact, and a second one for a rollback after completion: that is a deployment of its own, of what stood before.
 * Empty for an empty history.
 */
export function deploymentFacts(history: readonly RecordedEvent[], commits: CommitsOf): readonly DeploymentFact[] {
	const story = told(history);
	if (story === null) return [];
	const first = ownFact(story, commits);
	return story.wayBack?.afterCompletion === true ? [first, rollbackFact(story, story.wayBack, commits)] : [first];
}

function ownFact(story: Story, commits: CommitsOf): DeploymentFact {
	const { deployment } = story;
	return {
		...placeOf(deployment),
		nativeId: deployment.id,
		version: deployment.release.version,
		commit: commits.release,
		startedAt: deployment.createdAt,
		firstTrafficAt: deployment.firstTrafficAt,
		...endOf(story),
		tookTraffic: deployment.firstTrafficAt !== null,
		isRollback: false,
		takesBack: null,
		actor: actorName(deployment.startedBy),
	};
}

function endOf({ deployment, completedAt, wayBack }: Story): Pick<DeploymentFact, 'outcome' | 'finishedAt' | 'note'> {
	if (completedAt !== null) return { outcome: 'succeeded', finishedAt: completedAt, note: null };
	const note = deployment.rollback?.text ?? null;
	if (deployment.state !== 'rolled-back') return { outcome: 'running', finishedAt: null, note };
	if (deployment.firstTrafficAt !== null) {
		return { outcome: 'taken-back', finishedAt: wayBack?.doneAt ?? deployment.finishedAt, note };
	}
	const outcome = deployment.rollback?.reason === 'person' ? 'cancelled' : 'failed';
	return { outcome, finishedAt: deployment.finishedAt, note };
}

function rollbackFact(
	{ deployment }: Story,
	wayBack: NonNullable<Story['wayBack']>,
	commits: CommitsOf,
): DeploymentFact {
	const isUnderWay = deployment.state === 'rolling-back' || deployment.state === 'needs-operator';
	const isDone = deployment.state === 'rolled-back' || wayBack.doneAt !== null;
	// A person accepted what the target showed, and that was the release after all.
	const outcome = isDone ? 'succeeded' : isUnderWay ? 'running' : 'failed';
	const finishedAt = isDone ? (wayBack.doneAt ?? deployment.finishedAt) : isUnderWay ? null : deployment.finishedAt;
	return {
		...placeOf(deployment),
		nativeId: rollbackIdOf(deployment.id),
		version: deployment.from?.version ?? null,
		commit: commits.from,
		startedAt: wayBack.begunAt,
		firstTrafficAt: isDone ? finishedAt : null,
		finishedAt,
		outcome,
		tookTraffic: isDone,
		isRollback: true,
		takesBack: deployment.id,
		note: deployment.rollback?.text ?? null,
		actor: wayBack.by,
	};
}

type Place = Pick<
	DeploymentFact,
	'kind' | 'source' | 'url' | 'offsetMinutes' | 'service' | 'environment' | 'tier' | 'isHotfix' | 'fixes'
>;

/**
 * On a clock that runs faster it was a rehearsal (the sample). It is of production only while a project is open that says so:
 * afterwards no number of a person's own is blended with it.
 */
function placeOf({ service, environment, tier, clockRate }: Deployment): Place {
	return {
		kind: 'deployment',
		...{ source: journalSource, url: null, offsetMinutes: null, service, environment },
		tier: clockRate === 1 ? tier : 'development',
		...{ isHotfix: null, fixes: [] },
	};
}

/** What a judge saw, and what another policy would have made of it. Changes nothing, and delays nobody. */
import { importAnalysis } from '../../shared/config/import/import-analysis.ts';
import { parseHealth } from '../../shared/config/parse-health.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { HealthPolicy, StoredLook } from '../../shared/domain/health/model.ts';
import { createPolicyJudge } from '../../shared/domain/health/policy/policy-judge.ts';
import { beginReplay, type ReplayChange, type ReplayResult } from '../../shared/domain/health/policy/replay.ts';
import { actualOf, summariseTrial, turningPoint } from '../../shared/domain/health/policy/trial.ts';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import type { ConfigIssue, EvidenceTrail, PolicyTrial } from '../../shared/rpc/views.ts';
import { notFound } from './history.ts';
import { type JudgeSession, mostTrailPoints } from './judge-session.ts';
import { createLane } from './lane.ts';
import type { Clock, Logger, Store } from './ports.ts';
import { replayGently } from './replay-gently.ts';

interface Past {
	readonly deployment: Deployment;
	readonly looks: readonly StoredLook[];
}

/** The policy that judged last; null where none was kept with the looks. */
function lastPolicy(looks: readonly StoredLook[]): HealthPolicy | null {
	return looks.findLast(({ policy }) => policy !== undefined)?.policy ?? null;
}

/** Instant of the first look of each step. */
function firstLooks(looks: readonly StoredLook[]): ReadonlyMap<number, number> {
	const first = new Map<number, number>();
	for (const { stepIndex, at } of looks) if (!first.has(stepIndex)) first.set(stepIndex, at);
	return first;
}

/** Changes of mind that a screen gets at most; near its line an answer may go to and fro for weeks. */
const mostChanges = 300;

/** The first of them, and of the rest those that matter: where it turned back, and how it ended. */
function worthTelling(changes: readonly ReplayChange[]): readonly ReplayChange[] {
	const turn = turningPoint(changes);
	return changes.filter((change, index) => index < mostChanges || change === turn || index === changes.length - 1);
}

function trialOf(
	{ deployment, looks }: Past,
	issues: readonly ConfigIssue[],
	{ changes, points, looks: judged }: ReplayResult<unknown>,
): PolicyTrial {
	return {
		deploymentId: deployment.id,
		issues,
		changes: worthTelling(changes),
		looks: judged,
		wouldRollBackAt: turningPoint(changes)?.at ?? null,
		summary: summariseTrial(deployment, changes, firstLooks(looks)),
		actual: actualOf(deployment),
		points,
	};
}

function untried(deployment: Deployment, issues: readonly ConfigIssue[]): PolicyTrial {
	const summary = 'nothing was tried: the policy has errors';
	const nothing = { changes: [], looks: 0, wouldRollBackAt: null, points: [] } as const;
	return { deploymentId: deployment.id, issues, ...nothing, summary, actual: actualOf(deployment) };
}

/** Questions that may wait for their turn: each takes up to a minute, and windows that only look may ask them too. */
const mostWaiting = 20;

/** One after another, since each may hold the looks of a month; refuses what would wait for long. */
function createQueue() {
	const lane = createLane();
	let waiting = 0;
	return async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
		if (waiting >= mostWaiting) {
			const message = `${mostWaiting} questions about past deployments are being answered already, so this one was not taken.`;
			return fail('not-allowed', message, 'Try again in a minute.', { retryable: true });
		}
		waiting += 1;
		return lane.run(work).finally(() => {
			waiting -= 1;
		});
	};
}

/** Answers questions about evidence: of a deployment that runs here from its judge, of all others from the stored looks. */
export function createEvidenceApi(ports: {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	/** The judge of a deployment that is run here; null for all others. */
	readonly judgeOf: (deploymentId: string) => JudgeSession | null;
}): EngineApi['evidence'] {
	const { store, clock, logger } = ports;
	const inTurn = createQueue();

	async function past(deploymentId: string): Promise<Result<Past>> {
		const row = await store.deployment(deploymentId);
		if (!row.ok) return row;
		if (row.value === null) return notFound(deploymentId);
		const looks = await store.looks(deploymentId);
		return looks.ok ? ok({ deployment: row.value.deployment, looks: looks.value }) : looks;
	}

	async function judgeAgain(policy: HealthPolicy, looks: readonly StoredLook[]) {
		try {
			const replay = beginReplay(createPolicyJudge(policy), policy, mostTrailPoints);
			await replayGently(clock, looks, (look) => replay.add(look));
			return ok(replay.result());
		} catch (cause) {
			logger.error({ err: cause }, 'stored looks could not be judged again');
			return fail(
				'internal',
				'The looks of this deployment cannot be judged again; they may come from another version of Signalbox.',
				'The verdicts in the journal are unchanged.',
				{ cause },
			);
		}
	}

	async function storedTrail(deploymentId: string): Promise<Result<EvidenceTrail>> {
		const found = await past(deploymentId);
		if (!found.ok) return found;
		const { looks } = found.value;
		const policy = lastPolicy(looks);
		if (policy === null) return ok({ deploymentId, policy, points: [], looks: looks.length });
		const judged = await judgeAgain(policy, looks);
		return judged.ok ? ok({ deploymentId, policy, points: judged.value.points, looks: looks.length }) : judged;
	}

	return {
		async trail({ deploymentId }) {
			const judge = ports.judgeOf(deploymentId);
			if (judge === null) return inTurn(() => storedTrail(deploymentId));
			await judge.ready();
			return ok({ deploymentId, policy: judge.policy, ...judge.trail() });
		},
		trial: ({ deploymentId, policy: source }) =>
			inTurn(async (): Promise<Result<PolicyTrial>> => {
				const found = await past(deploymentId);
				if (!found.ok) return found;
				const { policy, issues } = parseHealth(source);
				if (policy === null) return ok(untried(found.value.deployment, issues));
				const judged = await judgeAgain(policy, found.value.looks);
				return judged.ok ? ok(trialOf(found.value, issues, judged.value)) : judged;
			}),
		importAnalysis: async ({ source }) => importAnalysis(source),
	};
}

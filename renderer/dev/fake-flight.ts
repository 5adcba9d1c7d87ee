import { type Deployment, nothingHappened } from '../../shared/domain/deployment/model.ts';
import { canarySteps, strategyDefaults } from '../../shared/domain/strategy/model.ts';
import { splitTraffic } from '../../shared/domain/target/model.ts';
import type { DeploymentView } from '../../shared/rpc/views.ts';

const minute = 60_000;

/** A canary at 25 %, eight minutes into its half hour. */
export function fakeFlight(
	now: number,
	given: { readonly service: string; readonly clockRate?: number; readonly undecided?: boolean },
): DeploymentView {
	const { service, clockRate = 1, undecided = false } = given;
	return {
		deployment: deploymentOf(now, service, clockRate, undecided),
		headline: '2.4.0 is taking 25 % of traffic',
		actions: [
			{ command: 'roll-back', allowed: true, label: 'Roll back to 2.3.1', detail: '25 min ago at 100 %' },
			{ command: 'pause', allowed: !undecided, label: 'Pause', detail: null },
			{ command: 'resume', allowed: undecided, label: 'Keep looking', detail: null },
			{ command: 'promote', allowed: true, label: 'Promote to 100 %', detail: null },
		],
		timing: {
			elapsedMs: 8 * minute,
			durationMs: 30 * minute,
			asOf: now,
			running: !undecided,
			nextLookAt: now + 18_000,
			patienceEndsAt: undecided ? now + 8 * minute : null,
		},
		rail: [
			{ label: 'Deploy', state: 'done', durationMs: 48_000, note: null },
			{ label: 'Smoke tests', state: 'done', durationMs: 4_000, note: '3 checks passed' },
			{ label: '5 %', state: 'done', durationMs: 15 * minute, note: 'healthy' },
			{ label: '25 %', state: 'now', durationMs: 30 * minute, note: null },
			{ label: '100 %', state: 'to-come', durationMs: null, note: null },
		],
		latestLook: null,
		manualCommands: [],
		heldBy: null,
	};
}

function deploymentOf(now: number, service: string, clockRate: number, undecided: boolean): Deployment {
	const split = splitTraffic('green', 25);
	return {
		id: `flight-${service}`,
		service,
		environment: 'production',
		tier: 'production',
		release: { version: '2.4.0', commit: '9f2c1abd00', notes: null },
		from: { version: '2.3.1', slot: 'blue' },
		canarySlot: 'green',
		strategy: {
			kind: 'canary',
			steps: canarySteps(),
			analysisIntervalMs: strategyDefaults.analysisIntervalMs,
			rollbackWindowMs: strategyDefaults.rollbackWindowMs,
			deployTimeoutMs: strategyDefaults.deployTimeoutMs,
		},
		clockRate,
		stepIndex: 5,
		state: undecided ? 'paused' : 'analysing',
		revision: 14,
		meaningRevision: 12,
		startedBy: { kind: 'person', name: 'Ada' },
		createdAt: now - 25 * minute,
		stepStartedAt: now - 8 * minute,
		stepElapsed: undecided,
		finishedAt: null,
		firstTrafficAt: now - 24 * minute,
		traffic: { wanted: split, confirmed: split, confirmedAt: now - 8 * minute },
		...nothingHappened,
		pause: undecided
			? {
					reason: 'inconclusive',
					by: { kind: 'engine' },
					at: now - minute,
					text: 'p95 is 4 to 11 % slower than stable; the limit is 10 %.',
				}
			: null,
	};
}

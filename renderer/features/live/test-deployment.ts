/** A deployment for the tests of this folder: 2.4.0 beside 2.3.1, watched at 25 %. */
import type { DeploymentEvent, RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import { type Deployment, nothingHappened } from '../../../shared/domain/deployment/model.ts';
import type { MetricName, Reading, Reason, SlotReadings, Verdict } from '../../../shared/domain/health/model.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import { canarySteps, strategyDefaults, type Strategy } from '../../../shared/domain/strategy/model.ts';
import { splitTraffic, type SlotName, type TargetState } from '../../../shared/domain/target/model.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';

export const testStart = Date.UTC(2026, 10, 23, 14, 2, 0);
export const ada: Actor = { kind: 'person', name: 'Ada' };
export const release = { version: '2.4.0', commit: '9f2c1ab77e21', notes: 'Batch tax lookups per order' } as const;

const strategy: Strategy = {
	kind: 'canary',
	steps: canarySteps(),
	analysisIntervalMs: strategyDefaults.analysisIntervalMs,
	rollbackWindowMs: strategyDefaults.rollbackWindowMs,
	deployTimeoutMs: strategyDefaults.deployTimeoutMs,
};

export const created = {
	type: 'created',
	id: 'd1',
	service: 'checkout',
	environment: 'production',
	tier: 'production',
	release,
	from: { version: '2.3.1', slot: 'blue' },
	canarySlot: 'green',
	strategy,
	clockRate: 1,
} as const satisfies DeploymentEvent;

/** Events with revisions from 1, one a second, by Ada unless told otherwise. */
export function recordedAs(events: readonly DeploymentEvent[], actor: Actor = ada): readonly RecordedEvent[] {
	return events.map((event, index) => ({ event, revision: index + 1, at: testStart + index * 1000, actor }));
}

/** What a target says when `percent` of the traffic goes to the canary. */
export function observedAt(percent: number): TargetState {
	const slot = (name: SlotName, version: string, weightPercent: number) => ({
		slot: name,
		version,
		health: 'up' as const,
		weightPercent,
		addresses: [],
		counters: null,
		note: null,
	});
	return {
		at: testStart,
		publicUrl: null,
		slots: { blue: slot('blue', '2.3.1', 100 - percent), green: slot('green', '2.4.0', percent) },
	};
}

export function reading(change: Partial<Reading>): Reading {
	return {
		metric: 'p95Latency',
		slot: 'green',
		state: 'measured',
		value: 412,
		count: 4_210,
		at: testStart,
		windowMs: 60_000,
		detail: null,
		query: 'histogram_quantile(0.95, latency)',
		source: 'Prometheus',
		...change,
	};
}

function slotReadings(slot: SlotName): SlotReadings {
	const of = (metric: MetricName): Reading => reading({ metric, slot });
	return {
		requests: of('requests'),
		errorRate: of('errorRate'),
		p95Latency: of('p95Latency'),
		throughput: of('throughput'),
		memory: of('memory'),
	};
}

export function reason(change: Partial<Reason>): Reason {
	return {
		rule: 'absolute.p95Latency',
		metric: 'p95Latency',
		outcome: 'passed',
		role: 'decide',
		value: 412,
		baseline: null,
		limit: 500,
		count: 4_210,
		text: 'p95 412 ms, limit 500 ms',
		...change,
	};
}

export function verdict(change: Partial<Verdict>): Verdict {
	return {
		at: testStart,
		outcome: 'healthy',
		summary: 'Healthy: 6 rules passed on 4 210 requests',
		reasons: [],
		judge: 'threshold/1',
		input: {
			at: testStart,
			canary: slotReadings('green'),
			stable: slotReadings('blue'),
			weights: { canary: 25, stable: 75 },
		},
		...change,
	};
}

export function deployment(change: Partial<Deployment> = {}): Deployment {
	const { type: _type, ...base } = created;
	return {
		...base,
		stepIndex: 5,
		state: 'analysing',
		revision: 20,
		meaningRevision: 18,
		startedBy: ada,
		createdAt: testStart,
		stepStartedAt: testStart + 60_000,
		stepElapsed: false,
		finishedAt: null,
		firstTrafficAt: testStart + 30_000,
		traffic: {
			wanted: splitTraffic('green', 25),
			confirmed: splitTraffic('green', 25),
			confirmedAt: testStart + 61_000,
		},
		...nothingHappened,
		...change,
	};
}

export function view(change: Partial<DeploymentView> = {}, of: Partial<Deployment> = {}): DeploymentView {
	return {
		deployment: deployment(of),
		headline: '2.4.0 is taking 25 % of traffic',
		actions: [
			{ command: 'promote', allowed: true, label: 'Promote to 100 %', detail: null },
			{ command: 'promote-fully', allowed: true, label: 'Promote fully', detail: null },
			{ command: 'pause', allowed: true, label: 'Pause', detail: null },
			{ command: 'resume', allowed: false, label: 'Resume', detail: '2.4.0 is not paused' },
			{ command: 'retry', allowed: false, label: 'Retry', detail: 'Nothing has failed' },
			{ command: 'roll-back', allowed: true, label: 'Roll back to 2.3.1', detail: null },
		],
		timing: {
			elapsedMs: 0,
			durationMs: 60_000,
			asOf: testStart,
			running: true,
			nextLookAt: null,
			patienceEndsAt: null,
		},
		rail: [
			{ label: 'Deploy', state: 'done', durationMs: 48_000, note: null },
			{ label: '25 %', state: 'now', durationMs: 1_800_000, note: null },
			{ label: '100 %', state: 'to-come', durationMs: null, note: null },
		],
		latestLook: null,
		manualCommands: [],
		heldBy: null,
		...change,
	};
}

/** A past for the start bench: deployments by the engine's own rules, written by the store. */
import { hostname } from 'node:os';
import { readingsBySlot } from '../../../shared/domain/health/readings.ts';
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import { thresholdJudge } from '../../../shared/domain/health/threshold-judge.ts';
import type { Verdict } from '../../../shared/domain/health/model.ts';
import type { DeploymentEvent, RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import type { Deployment, Standing } from '../../../shared/domain/deployment/model.ts';
import { transition } from '../../../shared/domain/deployment/transition.ts';
import { engineActor, environmentKey } from '../../../shared/domain/release.ts';
import { otherSlot, splitTraffic, type TargetState, type TrafficSplit } from '../../../shared/domain/target/model.ts';
import { composeStore, openStore } from '../../../electron/store/open-store.ts';
import { openSqlite } from '../../../electron/store/sqlite.ts';
import { systemProcesses } from '../../../electron/store/processes.ts';
import { canaryStrategies } from '../kit/bench-engine.ts';
import { healthySource } from '../kit/healthy-source.ts';
import { systemClock } from '../../../electron/host/system-clock.ts';
import { expectOk } from '../kit/until.ts';

const minute = 60_000;

/** Writes whole deployments, service after service, until the journal holds `entries`; returns how many it holds. */
export async function writeHistory(file: string, services: readonly string[], entries: number): Promise<number> {
	const options = {
		file,
		holder: { label: 'bench', host: hostname(), pid: process.pid, startedAt: 0 },
		processes: systemProcesses(),
	};
	await expectOk(await openStore(options)).close();
	// Nobody needs this past after a power cut, so it is written without waiting for the disk.
	const store = composeStore(options, openSqlite(file, 'normal'), openSqlite(file, 'normal'));
	const verdict = await healthyVerdict();
	const standing = new Map<string, Standing>();
	let written = 0;
	for (let count = 0; written < entries; count += 1) {
		const service = services[count % services.length] ?? '';
		const from = standing.get(service) ?? { version: '1.0.0', slot: 'blue' };
		const round = Math.floor(count / services.length) + 1;
		const version = `1.${round}.0`;
		const at = Date.now() - (60 - round) * 24 * 60 * minute + count * 1_000;
		const { events, deployment } = deploymentOf({ service, from, version, at, verdict });
		const now: Standing = { version, slot: otherSlot(from.slot) };
		standing.set(service, now);
		const key = environmentKey(service, 'production');
		const appended = await store.append({
			...{
				deploymentId: deployment.id,
				expectedRevision: 0,
				events,
				deployment,
				idempotencyKey: null,
				isWayBack: false,
				fence: 1,
			},
			environment: { key, standing: now, knownGood: version, since: at, deploymentId: deployment.id },
		});
		expectOk(appended);
		written = expectOk(await store.lastSeq());
	}
	await store.close();
	return written;
}

function deploymentOf(given: {
	readonly service: string;
	readonly from: Standing;
	readonly version: string;
	readonly at: number;
	readonly verdict: Verdict;
}): { readonly events: readonly RecordedEvent[]; readonly deployment: Deployment } {
	const { service, from, version, at, verdict } = given;
	const events: RecordedEvent[] = [];
	let deployment: Deployment | null = null;
	const add = (event: DeploymentEvent): Deployment => {
		const recorded = { event, revision: events.length + 1, at: at + events.length * minute, actor: engineActor };
		events.push(recorded);
		const next = transition(deployment, recorded);
		deployment = next.deployment;
		next.effects.forEach((effect, index) => {
			add({ type: 'effect-intended', effectId: `${recorded.revision}.${index}`, effect });
		});
		return deployment;
	};
	const canarySlot = otherSlot(from.slot);
	let current = add({
		...{ type: 'created', id: `${service}-${version}`, service, environment: 'production', tier: 'production' },
		...{ release: { version, commit: null, notes: null }, from, canarySlot },
		...{ strategy: canaryStrategies().canary, clockRate: 1 },
	});
	current = add({ type: 'begun' });
	const versions = { [from.slot]: from.version, [canarySlot]: version };
	while (current.state !== 'completed' || current.warmUntil !== null || current.pending.length > 0) {
		const pending = current.pending[0];
		const observed = targetState(current.traffic.wanted, versions, at);
		if (pending !== undefined) current = add({ type: 'effect-done', effectId: pending.id, observed, note: null });
		else if (current.state === 'completed') current = add({ type: 'window-ended' });
		else if (current.verdict === null) current = add({ type: 'verdict', stepIndex: current.stepIndex, verdict });
		else current = add({ type: 'step-elapsed', stepIndex: current.stepIndex });
		if (events.length > 100) throw new Error(`A deployment of the past does not end: ${current.state}`);
	}
	return { events, deployment: current };
}

function targetState(split: TrafficSplit, versions: Readonly<Record<string, string>>, at: number): TargetState {
	const slot = (name: 'blue' | 'green') => ({
		...{ slot: name, version: versions[name] ?? null, health: 'up', weightPercent: split[name] },
		...{ addresses: ['http://127.0.0.1:9'], counters: { requests: 120_000, errors: 12 }, note: null },
	});
	return {
		at,
		slots: { blue: { ...slot('blue'), health: 'up' }, green: { ...slot('green'), health: 'up' } },
		publicUrl: null,
	};
}

async function healthyVerdict(): Promise<Verdict> {
	const source = healthySource(systemClock(), () => splitTraffic('green', 25));
	const places = (['blue', 'green'] as const).map((slot) => ({ slot, version: null, addresses: [] }));
	const { readings, at } = await source.read({ slots: places, windowMs: 120_000 });
	const canary = readingsBySlot(readings, 'green');
	const stable = readingsBySlot(readings, 'blue');
	return thresholdJudge.look(
		defaultHealthPolicy,
		{ at, canary, stable, weights: { canary: 25, stable: 75 } },
		thresholdJudge.start(),
	).verdict;
}

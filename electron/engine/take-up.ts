/** Finding an environment as it was left: what the journal says was under way, and what the target says stands. */
import { isInFlight } from '../../shared/domain/deployment/model.ts';
import { type EnvironmentKey, engineActor } from '../../shared/domain/release.ts';
import { fail, type Problem } from '../../shared/domain/result.ts';
import type { Monitor } from './monitor.ts';
import type { Clock, DeploymentRow, Store } from './ports.ts';
import { isOpen, type Seat } from './seat.ts';
import type { EnvironmentSetup } from './setup.ts';
import { findStanding } from './standing.ts';

export interface TakeUpPorts {
	readonly key: EnvironmentKey;
	readonly setup: EnvironmentSetup;
	readonly store: Store;
	readonly clock: Clock;
	readonly seat: Seat;
	readonly onTrouble: (problem: Problem) => void;
}

async function loadRecord({ key, store, seat, onTrouble }: TakeUpPorts): Promise<void> {
	const all = await store.environments();
	if (!all.ok) return onTrouble(all.problem);
	const known = all.value.find((one) => one.key === key);
	if (known !== undefined) seat.setRecord(known);
}

async function lastRow({ setup, store, onTrouble }: TakeUpPorts): Promise<DeploymentRow | null> {
	const rows = await store.listDeployments({ service: setup.service, environment: setup.config.name, limit: 1 });
	if (!rows.ok) onTrouble(rows.problem);
	return rows.ok ? (rows.value[0] ?? null) : null;
}

/** Takes up the last deployment: as its runner when it is open and free, else as something to look at. */
export async function takeUp(ports: TakeUpPorts): Promise<void> {
	const { store, seat } = ports;
	await loadRecord(ports);
	const row = await lastRow(ports);
	// With nothing open there is nothing to hold: whoever held it has finished.
	if (row === null || !isOpen(row.deployment)) seat.freed();
	if (row === null) return;
	const history = await store.events(row.deployment.id);
	seat.rest(row.deployment, history.ok ? history.value : []);
	if (!isOpen(row.deployment)) return;
	const taken = await seat.lease.take();
	if (!taken.ok) return seat.heldElsewhere(taken.problem);
	seat.freed();
	// Between the first read and the lease another hand may have written: the row is read again under the lease.
	const fresh = await store.deployment(row.deployment.id);
	const start = fresh.ok && fresh.value !== null ? fresh.value.deployment : row.deployment;
	if (isOpen(start)) return seat.resume(start);
	seat.rest(start, []);
	await seat.lease.release();
}

/** While nothing ships, what the target shows is what stands, whatever this control room remembers. */
export async function adoptStanding(ports: TakeUpPorts, monitor: Monitor): Promise<void> {
	const { key, store, clock, seat, onTrouble } = ports;
	const state = await monitor.ask();
	const deployment = seat.active();
	const isShipping = deployment !== null && isInFlight(deployment);
	if (state.observed === null || seat.heldBy() !== null || isShipping) return;
	const found = findStanding(state.observed, seat.record());
	if (!found.ok) return onTrouble(found.problem);
	const remembered = seat.record().standing;
	if (found.value?.version === remembered?.version && found.value?.slot === remembered?.slot) return;
	seat.setRecord({ ...seat.record(), standing: found.value, since: null, deploymentId: null });
	const saved = await store.saveEnvironment(seat.record(), engineActor, clock.now());
	if (!saved.ok) onTrouble(saved.problem);
	else if (remembered !== null) onTrouble(changedBehindUs(key, remembered.version, found.value?.version));
}

function changedBehindUs(key: EnvironmentKey, remembered: string, found: string | undefined): Problem {
	return fail(
		'stale',
		`${key} runs ${found ?? 'nothing'}, not ${remembered} as this control room remembered: it was changed by somebody else.`,
		'Nothing to do if that was meant; what the target says counts.',
	).problem;
}

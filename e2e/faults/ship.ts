/** One deployment that is interrupted by crashes, and everything that must be so afterwards. */
import { expect } from 'vitest';
import type { DeploymentRow, JournalEntry } from '../../electron/engine/ports.ts';
import { eventually } from '../../electron/connectors/targets/conformance-steps.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import { otherSlot, slotNames } from '../../shared/domain/target/model.ts';
import type { HostProcess } from './host-process.ts';
import type { Journal } from './journal.ts';
import type { CrashPoint, RollBackAt, StartOrder } from './protocol.ts';
import { versionOf } from './setup.ts';
import { ask } from './users.ts';
import type { World } from './world.ts';

export interface Plan {
	readonly strategy: 'canary' | 'blue-green';
	readonly isBad: boolean;
	readonly rollBackAt: RollBackAt | null;
	/** Where the first control room dies; null for a run without any crash. */
	readonly crash: CrashPoint | null;
	/** Where the second one dies while it recovers. */
	readonly crashAgain: CrashPoint | null;
	/** A person's rollback ends in `rolled-back` only where the journal has the click: one cut off was never answered. */
	readonly endsIn: 'completed' | 'rolled-back';
}

export interface Shipped {
	/** The control room that finished; it lives and waits for the next order. */
	readonly host: HostProcess;
	/** Entries of the journal from the first one of this deployment on. */
	readonly entries: readonly JournalEntry[];
	/** Writes that were acknowledged by the control room that finished. */
	readonly writes: number;
}

/** Answers that a user must get while no control room is there. */
const answersMeanwhile = 4;

function isOver(deployment: Deployment): boolean {
	return !isInFlight(deployment) && deployment.warmUntil === null;
}

function expectPrefix(before: Journal, after: Journal, when: string): void {
	// As one text: a comparison entry by entry of all that was ever shipped costs more than the crash.
	const kept = JSON.stringify(after.entries.slice(0, before.entries.length));
	expect(kept === JSON.stringify(before.entries), `${when}, facts of before are as they were`).toBe(true);
}

/** Waits for the crash; then users must be served, and everything that was acknowledged must be in the journal. */
async function afterCrash(world: World, host: HostProcess, before: Journal): Promise<Journal> {
	expect(await host.ended(), 'how the control room ended').toBe('SIGKILL');
	const seen = world.user.answered();
	await eventually(async () => world.user.answered() >= seen + answersMeanwhile, 10_000);
	const journal = await world.journal();
	expectPrefix(before, journal, 'after the crash');
	const acknowledged = host.words.flatMap((said) => (said.kind === 'appended' ? [said.lastSeq] : []));
	expect(journal.entries.length, 'acknowledged writes are kept').toBeGreaterThanOrEqual(Math.max(0, ...acknowledged));
	return journal;
}

function rowOf(journal: Journal, version: string): DeploymentRow | undefined {
	return journal.deployments.find((row) => row.deployment.release.version === version);
}

/** The recovering control room dies as well, where there is anything to recover. */
async function crashAgain(world: World, plan: Plan, journal: Journal, version: string): Promise<Journal> {
	const row = rowOf(journal, version);
	if (plan.crashAgain === null || row === undefined || isOver(row.deployment)) return journal;
	return afterCrash(world, world.startHost(plan.crashAgain), journal);
}

/** The next control room takes up what is there, and the person clicks once more, not knowing whether it worked. */
async function finish(world: World, journal: Journal, start: StartOrder): Promise<HostProcess> {
	const host = world.startHost();
	await host.heard('opened');
	const row = rowOf(journal, start.version);
	host.tell({ ...start, crash: null, rollBackAt: row === undefined ? start.rollBackAt : null });
	const { outcome } = await host.heard('started');
	expect(outcome, 'the same click once more').toMatchObject({ duplicate: row !== undefined, refused: null });
	if (row !== undefined) expect(outcome.deploymentId).toBe(row.deployment.id);
	if (row !== undefined && isOver(row.deployment)) return host;
	await host.heard('appended', (said) => said.isOver && said.deploymentId === outcome.deploymentId);
	return host;
}

/** Ships one release through the crashes of the plan, and holds everything against the promises. */
export async function ship(world: World, plan: Plan, living: HostProcess | null): Promise<Shipped> {
	const before = await world.journal();
	const first = living ?? world.startHost();
	const since = first.words.length;
	if (living === null) await first.heard('opened');
	const version = versionOf(world.nextNumber(), plan.isBad);
	const stood = await standing(world);
	const start: StartOrder = {
		kind: 'start',
		version,
		strategy: plan.strategy,
		standing: stood.version,
		key: `start-${version}`,
		crash: plan.crash,
		rollBackAt: plan.rollBackAt,
	};
	first.tell(start);
	let host = first;
	let end = plan.endsIn;
	if (plan.crash === null) {
		await first.heard('appended', (said) => said.isOver, since);
	} else {
		const journal = await afterCrash(world, first, before);
		const last = await crashAgain(world, plan, journal, version);
		host = await finish(world, last, start);
		if (plan.rollBackAt !== null && !hasClick(last, version)) end = 'completed';
		expectPrefix(last, await world.journal(), 'after the recovery');
	}
	const after = await world.journal();
	const writes = host.words.slice(plan.crash === null ? since : 0).filter((said) => said.kind === 'appended').length;
	expect(host.words.filter((said) => said.kind === 'not-appended' || said.kind === 'failed')).toEqual([]);
	await expectEnd(world, end, after, version, stood.version);
	const firstSeq = rowOf(after, version)?.firstSeq ?? 0;
	return { host, entries: after.entries.filter((entry) => entry.seq >= firstSeq), writes };
}

async function standing(world: World) {
	const state = await world.really();
	const slot = slotNames.find((name) => state.slots[name].weightPercent === 100);
	if (slot === undefined) throw new Error(`No slot has all traffic: ${JSON.stringify(state.slots)}`);
	return { slot, version: state.slots[slot].version };
}

/** True when the rollback that a person asked for is a fact of the journal. */
function hasClick(journal: Journal, version: string): boolean {
	const stream = `deployment:${rowOf(journal, version)?.deployment.id}`;
	return journal.entries.some((entry) => entry.stream === stream && entry.type === 'commanded');
}

/** What journal, target and users say is the same, and it is what was promised. */
async function expectEnd(world: World, end: Plan['endsIn'], journal: Journal, version: string, stood: string | null) {
	const rows = journal.deployments.filter((row) => row.deployment.release.version === version);
	expect(rows, 'one click, one deployment').toHaveLength(1);
	const [row] = rows;
	if (row === undefined) return;
	expect(row.deployment.state).toBe(end);
	expectNoWayForward(journal, row);
	const isNew = end === 'completed';
	const expected = isNew ? version : stood;
	const slot = isNew ? row.deployment.canarySlot : otherSlot(row.deployment.canarySlot);
	const state = await world.really();
	expect(state.slots[slot]).toMatchObject({ version: expected, health: 'up', weightPercent: 100 });
	expect(state.slots[otherSlot(slot)]).toMatchObject({ version: null, health: 'empty', weightPercent: 0 });
	expect(journal.environments).toMatchObject([{ standing: { version: expected, slot } }]);
	for (let count = 0; count < 5; count += 1) expect(await ask(world.url), 'who answers users').toBe(expected);
	// What was called off or replaced may still be on its way out.
	await eventually(async () => world.slotProcesses() === 1, 10_000);
	expect(world.user.failures, 'failed requests').toEqual([]);
}

/** Once a release was judged unhealthy or a person took it back, nothing may give it users again. */
function expectNoWayForward(journal: Journal, row: DeploymentRow): void {
	const { id, canarySlot } = row.deployment;
	let isCondemned = false;
	for (const { type, stream, payload } of journal.entries) {
		if (stream !== `deployment:${id}`) continue;
		const text = JSON.stringify(payload);
		if (type === 'verdict' && text.includes('"outcome":"unhealthy"')) isCondemned = true;
		if (type === 'commanded' && text.includes('"roll-back"')) isCondemned = true;
		if (type !== 'effect-intended' || !text.includes('"set-traffic"') || !isCondemned) continue;
		expect(text, 'traffic after the verdict').toContain(`"${canarySlot}":0`);
	}
}

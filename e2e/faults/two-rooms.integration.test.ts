/** Two control rooms on one journal and one target, as real processes: one acts, the other looks on until it may. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../electron/connectors/targets/conformance-steps.ts';
import { readState } from '../../electron/connectors/targets/process/files.ts';
import type { HostProcess } from './host-process.ts';
import { valueOf } from './journal.ts';
import { buildPrograms, type Programs } from './programs.ts';
import type { StartOrder, Word } from './protocol.ts';
import { environment, firstVersion, service, versionOf } from './setup.ts';
import { ask } from './users.ts';
import { openWorld, type World } from './world.ts';

/** 15 minutes pass in 3 s: time to kill a control room while it watches. */
const slowClockRate = 300;

let programs: Programs;
const worlds = new Set<World>();
beforeAll(async () => {
	programs = await buildPrograms();
});
afterAll(async () => {
	await Promise.all([...worlds].map((world) => world.dispose()));
	programs.dispose();
});

async function openRooms(clockRate?: number) {
	const world = await openWorld(programs, clockRate === undefined ? {} : { clockRate });
	worlds.add(world);
	const [first, second] = [world.startHost(), world.startHost()];
	await Promise.all([first.heard('opened'), second.heard('opened')]);
	return { world, first, second };
}

function start(version: string, key: string): StartOrder {
	return { kind: 'start', version, strategy: 'canary', standing: firstVersion, key, crash: null, rollBackAt: null };
}

async function look(host: HostProcess): Promise<Extract<Word, { kind: 'looked' }>> {
	const since = host.words.length;
	host.tell({ kind: 'look' });
	return host.heard('looked', () => true, since);
}

const acted = (host: HostProcess) => host.words.filter((said) => said.kind === 'appended').length;
const fenceOf = (world: World) => valueOf(readState(world.targetStateFile))?.fence ?? 0;
const leaseOf = async (world: World) =>
	(await world.journal()).leases.find((one) => one.environment === `${service}/${environment}`);

test('the second one is refused and follows; when the first is killed it takes over at once and finishes', async () => {
	const { world, first, second } = await openRooms(slowClockRate);
	const version = versionOf(1, false);
	first.tell(start(version, 'key-of-first'));
	const { deploymentId } = await first.heard('appended', (said) => said.state === 'analysing');

	// Also before it has noticed what the other one does.
	second.tell(start(versionOf(2, false), 'key-of-second'));
	const { outcome: refused } = await second.heard('started');
	expect(refused).toMatchObject({ refused: 'lease-held' });
	await eventually(async () => (await look(second)).heldBy !== null, 10_000);
	expect((await look(second)).heldBy).toContain(`process ${first.pid}`);
	expect(await look(second)).toMatchObject({ mayStart: false, state: 'analysing' });
	second.tell({ kind: 'roll-back', deploymentId, key: 'roll-back-of-second' });
	const { outcome } = await second.heard('rolled-back');
	expect(outcome).toMatchObject({ refused: 'lease-held' });
	expect(outcome.text).toContain(`process ${first.pid}`);
	expect(acted(second)).toBe(0);

	const before = await world.journal();
	const fence = fenceOf(world);
	expect((await leaseOf(world))?.fence).toBe(fence);
	await first.kill();
	const killedAt = performance.now();
	await second.heard('appended');
	// At once: within the second in which it looks, not when the lease of 15 s has run out.
	expect(performance.now() - killedAt).toBeLessThan(8_000);
	expect(await leaseOf(world)).toMatchObject({ fence: fence + 1, holder: expect.stringContaining(`${second.pid}`) });

	await second.heard('appended', (said) => said.isOver === false && said.state === 'completed');
	const after = await world.journal();
	expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries);
	expect(after.deployments).toHaveLength(1);
	expect(fenceOf(world)).toBe(fence + 1);
	expect(await ask(world.url)).toBe(version);
	expect(world.user.failures).toEqual([]);
});

test('two that start at the same moment: one deployment, one writer, and then the other one may', async () => {
	const { world, first, second } = await openRooms();
	first.tell(start(versionOf(1, false), 'key-of-first'));
	second.tell(start(versionOf(2, false), 'key-of-second'));
	const outcomes = await Promise.all([first, second].map(async (host) => (await host.heard('started')).outcome));
	const refusals = outcomes.filter((one) => one.refused !== null);
	expect(refusals).toHaveLength(1);
	expect(['lease-held', 'deployment-in-flight', 'stale']).toContain(refusals[0]?.refused);
	const [winner, loser] = outcomes[0]?.refused === null ? [first, second] : [second, first];
	await winner.heard('appended', (said) => said.isOver);
	expect(acted(loser)).toBe(0);
	expect((await world.journal()).deployments).toHaveLength(1);

	// Once nothing ships and the lease is free, the other one is free to act.
	await eventually(async () => (await look(loser)).mayStart, 10_000);
	expect(await look(loser)).toMatchObject({ heldBy: null, whyNot: null });
	const stands = await ask(world.url);
	const since = loser.words.length;
	loser.tell({ ...start(versionOf(3, false), 'key-of-third'), standing: stands });
	expect((await loser.heard('started', () => true, since)).outcome.refused).toBe(null);
	await loser.heard('appended', (said) => said.isOver);
	expect(await ask(world.url)).toBe(versionOf(3, false));
	expect([...winner.words, ...loser.words].filter((said) => said.kind === 'not-appended')).toEqual([]);
	expect(world.user.failures).toEqual([]);
});

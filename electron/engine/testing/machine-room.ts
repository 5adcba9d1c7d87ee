/** Rooms for tests of a machine that sleeps, wakes and is locked in the middle of a rollout. */
import type { MachinePolicy } from '../../../shared/domain/deployment/machine.ts';
import type { Store } from '../ports.ts';
import { setupOf, minute, openTestRoom, type TestRoom } from './test-room.ts';

export const hour = 60 * minute;
export const onCanary = { blue: 95, green: 5 };
export const back = { blue: 100, green: 0 };
export const code = (result: { ok: true } | { ok: false; problem: { code: string } }): string =>
	result.ok ? 'ok' : result.problem.code;

/** A room whose environment has this policy, with 2.4.0 at 5 % of traffic unless `isStarted` is false. */
export async function roomWith(
	policy: Partial<MachinePolicy> = {},
	more: { readonly wrapStore?: (store: Store) => Store; readonly isStarted?: boolean } = {},
): Promise<TestRoom> {
	const { wrapStore, isStarted = true } = more;
	const machine: MachinePolicy = { sleep: 'hold', lock: 'go-on', ...policy };
	const plain = await openTestRoom();
	const { config } = setupOf(plain.target, plain.source);
	await plain.engine.close();
	const { clock, store, target, source } = plain;
	const room = await openTestRoom({
		clock,
		store,
		target: Object.assign(target, { close: async () => undefined }),
		source,
		setup: { config: { ...config, machine } },
		...(wrapStore === undefined ? {} : { wrapStore }),
	});
	if (isStarted) await room.start();
	return room;
}

/** Tells the machine's story and lets everything that follows at once happen. */
export async function tell(room: TestRoom, ...what: readonly (keyof TestRoom['engine']['machine'])[]): Promise<void> {
	for (const each of what) {
		const told = room.engine.machine[each]();
		await room.clock.advance(100);
		await told;
	}
}

export async function kinds(room: TestRoom): Promise<readonly string[]> {
	const events = await room.store.events(room.now().id);
	return events.ok ? events.value.map(({ event }) => event.type) : [];
}

/** What happens while something else is being prepared, and what dies at the wrong moment. */
import { describe, expect, it } from 'vitest';
import { fail } from '../../shared/domain/result.ts';
import type { Store } from './ports.ts';
import { caller, minute, openTestRoom, type TestRoom } from './testing/test-room.ts';

const code = (result: { ok: true } | { ok: false; problem: { code: string } }): string =>
	result.ok ? 'ok' : result.problem.code;

/** A click on Deploy whose answer is not waited for. */
function clickStart(room: TestRoom, version: string, standing: string) {
	const input = { service: 'checkout', environment: 'production', version, strategy: null } as const;
	return room.engine.deployments.start(
		{ ...input, expectedStanding: standing, idempotencyKey: `click-${version}-${room.clock.now()}` },
		caller,
	);
}

async function completed(room: TestRoom): Promise<void> {
	await room.start();
	await room.command('promote-fully');
	await room.clock.advance(minute);
	expect(room.now().state).toBe('completed');
}

const failing = (store: Store, isBroken: () => boolean, how: 'store-full' | 'store-corrupt'): Store => ({
	...store,
	append: async (write) => (isBroken() ? fail(how, 'The journal cannot be written.', 'Look.') : store.append(write)),
});

describe('while a start is being prepared', () => {
	it('a rollback wins: the start finds that what stands has changed', async () => {
		const room = await openTestRoom();
		await completed(room);
		const release = room.target.faults.hang('inspect');
		const start = clickStart(room, '2.5.0', '2.4.0');
		await room.clock.advance(50);
		expect(code(await room.command('roll-back'))).toBe('ok');
		release();
		await room.clock.advance(20_000);
		expect(code(await start)).toMatch(/stale|deployment-in-flight|target-unreachable/);
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		expect(room.now()).toMatchObject({ release: { version: '2.4.0' }, state: 'rolled-back' });
	});

	it('closing the project leaves nothing running unseen', async () => {
		const room = await openTestRoom();
		const release = room.target.faults.hang('inspect');
		const start = clickStart(room, '2.4.0', '2.3.1');
		await room.clock.advance(50);
		const closing = room.engine.closeProject('p');
		release();
		await room.clock.advance(20_000);
		await closing;
		expect(code(await start)).not.toBe('ok');
		expect(room.target.calls('deploy')).toBe(0);
	});

	it('a full disk is an answer, not an endless wait', async () => {
		let isFull = false;
		const room = await openTestRoom({ wrapStore: (store) => failing(store, () => isFull, 'store-full') });
		await completed(room);
		isFull = true;
		expect(code(await room.start({ version: '2.5.0' }))).toBe('store-full');
		isFull = false;
		expect(code(await room.start({ version: '2.5.0' }))).toBe('ok');
	});
});

describe('what stands dies in the middle of a canary', () => {
	it('seen twice, it is started again, and everybody goes back to it', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.crashSlot('blue');
		await room.clock.advance(31_000);
		expect(room.now()).toMatchObject({ state: 'analysing', verdict: { outcome: 'inconclusive' } });
		await room.clock.advance(31_000);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { restarted: true } });
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});
});

describe('a journal that is damaged', () => {
	it('does not keep anybody on a bad release', async () => {
		let isBroken = false;
		const room = await openTestRoom({ wrapStore: (store) => failing(store, () => isBroken, 'store-corrupt') });
		await room.start();
		isBroken = true;
		expect(code(await room.command('roll-back'))).toBe('ok');
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});
});

describe('a way back that cannot be finished', () => {
	/** A rollback that the target refuses for good. */
	async function stuck(): Promise<TestRoom> {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.unreachable(true);
		await room.command('roll-back');
		await room.clock.advance(minute);
		expect(room.now().state).toBe('needs-operator');
		return room;
	}

	it('ends when a person accepts what the target then shows, and the environment is free again', async () => {
		const room = await stuck();
		expect(code(await room.command('resume'))).toBe('target-unreachable');
		room.target.faults.unreachable(false);
		expect(code(await room.command('resume'))).toBe('not-allowed');
		room.target.faults.changeSplit({ blue: 0, green: 100 });
		expect(code(await room.command('resume'))).toBe('ok');
		expect(room.now()).toMatchObject({ state: 'completed', healthyAtEnd: false });
		expect(room.engine.state().environments['checkout/production']?.standing?.version).toBe('2.4.0');
		expect(code(await room.start({ version: '2.5.0' }))).toBe('ok');
	});

	it('is a rollback after all when the old release was given its users back by hand', async () => {
		const room = await stuck();
		room.target.faults.unreachable(false);
		room.target.faults.changeSplit({ blue: 100, green: 0 });
		expect(code(await room.command('resume'))).toBe('ok');
		expect(room.now().state).toBe('rolled-back');
		expect(room.engine.state().environments['checkout/production']?.standing?.version).toBe('2.3.1');
	});
});

describe('a restart', () => {
	it('keeps a person’s pause, also where the target lost its weights meanwhile', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('pause');
		room.target.faults.changeSplit({ blue: 50, green: 50 });
		const again = await room.crash();
		await again.clock.advance(60 * minute);
		expect(again.target.split()).toEqual({ blue: 95, green: 5 });
		expect(again.now()).toMatchObject({ state: 'paused', pause: { reason: 'person' } });
	});

	it('keeps a pause that was asked for after the step', async () => {
		const room = await openTestRoom();
		const release = room.target.faults.hang('deploy');
		await room.start();
		await room.command('pause');
		const crashed = room.crash();
		release();
		const again = await crashed;
		await again.clock.advance(minute);
		expect(again.now()).toMatchObject({ state: 'paused', pause: { reason: 'person' } });
	});

	it('still offers the switch back when the new release has died', async () => {
		const room = await openTestRoom();
		await completed(room);
		room.target.faults.crashSlot('green');
		const again = await room.crash();
		expect(code(await again.command('roll-back'))).toBe('ok');
		expect(again.target.split()).toEqual({ blue: 100, green: 0 });
	});
});

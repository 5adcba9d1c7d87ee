/** A wall clock that was set back must not make an older deployment look like the last one. */
import { expect, it } from 'vitest';
import { minute, openTestRoom } from './testing/test-room.ts';

it('after a restart the deployment that was begun last is taken up, though the clock was set back before it', async () => {
	const room = await openTestRoom();
	await room.start({ version: '2.4.0' });
	await room.command('promote-fully');
	await room.clock.advance(120 * minute);
	expect(room.now()).toMatchObject({ state: 'completed', warmUntil: null });

	room.clock.jump(-60 * minute * 24);
	await room.start({ version: '2.5.0' });
	await room.clock.advance(minute);
	expect(room.now()).toMatchObject({ state: 'analysing', release: { version: '2.5.0' } });
	const { id } = room.now();

	const again = await room.crash();
	expect(again.now()).toMatchObject({ id, state: 'analysing' });
	expect(again.shown().heldBy).toBeNull();
	const history = await again.engine.history.list({ service: 'checkout', environment: null, before: null, limit: 10 });
	if (!history.ok) throw new Error(history.problem.message);
	expect(history.value.map((row) => row.version)).toEqual(['2.5.0', '2.4.0']);
	const [newest] = history.value;
	const older = await again.engine.history.list({
		service: 'checkout',
		environment: null,
		before: newest?.position ?? null,
		limit: 10,
	});
	expect(older.ok && older.value.map((row) => row.version)).toEqual(['2.4.0']);

	// It is watched, not only shown: when it turns bad, the users go back.
	const from = again.now().from?.slot ?? 'blue';
	again.source.set(again.now().canarySlot, { errorRate: 0.5 });
	await again.clock.advance(3 * minute);
	expect(again.now()).toMatchObject({ state: 'rolled-back' });
	expect(again.target.split()[from]).toBe(100);
});

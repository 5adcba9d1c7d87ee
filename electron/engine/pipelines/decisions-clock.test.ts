import { expect, test } from 'vitest';
import { onePerson } from '../testing/test-pipeline-config.ts';
import { approve, greenRoom, hour, mayProduce } from './test-decisions.ts';

test('a rejection counts also where the clock was set back after the approval, and after a restart', async () => {
	const room = await greenRoom({ approval: onePerson });
	await approve(room);
	room.clock.jump(-hour);
	expect(await approve(room, { decision: 'rejected', reason: 'It leaks' })).toMatchObject({ ok: true });
	expect(await mayProduce(room)).toMatchObject({ problem: { message: expect.stringContaining('It leaks') } });
	const again = await room.restart();
	expect(await mayProduce(again)).toMatchObject({ problem: { message: expect.stringContaining('It leaks') } });
	expect(await approve(again, { decision: 'withdrawn' })).toMatchObject({ ok: true });
	expect((await again.detail())?.stages[2]).toMatchObject({ state: 'approval' });
});

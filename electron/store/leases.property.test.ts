/**
 * Two control rooms on one journal: whatever the order of taking, running out, giving back and writing, nothing is ever
 * written by a room whose lease somebody else has taken since.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { appendOf, createdEvent, holder, openForTest, quietProcesses, temporaryFile, toyFold } from './test-support.ts';

const place = 'checkout/production';
const ttlMs = 5_000;

type Move =
	| { readonly kind: 'take' | 'give-back' | 'write'; readonly room: 0 | 1 }
	| { readonly kind: 'wait'; readonly ms: number };

const move: fc.Arbitrary<Move> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constantFrom('take' as const, 'give-back' as const, 'write' as const, 'write' as const),
			room: fc.constantFrom(0 as const, 1 as const),
		}),
	},
	fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, ttlMs) }),
);

test.prop([fc.array(move, { maxLength: 25 })], { numRuns: 60 })('there are never two writers', async (moves) => {
	const file = temporaryFile();
	const rooms = [
		await openForTest(file, { holder, processes: quietProcesses }),
		await openForTest(file, { holder: { ...holder, label: 'the other', pid: 200 }, processes: quietProcesses }),
	] as const;
	/** Fence that each room believes it holds. */
	const held: [number, number] = [0, 0];
	let newest = 0;
	let now = 0;
	let deployment: Deployment | null = null;

	for (const step of moves) {
		if (step.kind === 'wait') {
			now += step.ms;
			continue;
		}
		const store = rooms[step.room];
		if (step.kind === 'take') {
			const taken = await store.takeLease(place, now, ttlMs);
			if (taken.ok) held[step.room] = newest = taken.value.fence;
			else expect(taken.problem.code).toBe('lease-held');
		} else if (step.kind === 'give-back') {
			await store.releaseLease(place);
		} else if (held[step.room] > 0) {
			const event = deployment === null ? createdEvent('d1') : ({ type: 'begun' } as const);
			const write = appendOf('d1', deployment, [event], { fence: held[step.room] });
			const written = await store.append(write);
			// Only who took the lease last may write, even after it ran out: nobody else wrote in between.
			expect(written.ok).toBe(held[step.room] === newest);
			if (written.ok) for (const recorded of write.events) deployment = toyFold(deployment, recorded);
			else expect(written.problem.code).toBe('lease-lost');
		}
	}
	const verified = await rooms[0].verify();
	expect(verified.ok).toBe(true);
	for (const room of rooms) await room.close();
});

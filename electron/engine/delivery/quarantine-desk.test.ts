import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import type { QuarantineWriter } from '../delivery-ports.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createTestQuarantines, projectOf } from '../testing/test-delivery.ts';
import { quietLogger } from '../testing/test-room.ts';
import { createQuarantineDesk } from './quarantine-desk.ts';

const minute = 60_000;
const entry: Quarantine = {
	...{ service: 'shop', test: 'adds up', file: null, owner: 'Ada', reason: 'It waits.', ticket: null, by: 'Ada' },
	...{ at: 1, expiresAt: 0 },
};

function openDesk(writer: QuarantineWriter) {
	const clock = createFakeClock();
	const notices: string[] = [];
	let kept: ReturnType<typeof ok<readonly Quarantine[]>> | ReturnType<typeof fail> = ok([]);
	const desk = createQuarantineDesk({
		...{ clock, logger: quietLogger, onNeeds: () => undefined, onEnded: () => undefined },
		store: {
			quarantines: async (now) => (kept.ok ? ok(kept.value.filter(({ expiresAt }) => expiresAt > now)) : kept),
		},
		projects: () => [projectOf([], { quarantine: { file: 'quarantine.json', writer } })],
		notify: ({ title }) => void notices.push(title),
	});
	return { clock, desk, notices, keep: (given: typeof kept) => (kept = given) };
}

test('a store that does not answer empties no file, and is asked again soon', async () => {
	const writer = createTestQuarantines();
	const { clock, desk, keep } = openDesk(writer);
	keep(fail('store-failed', 'The disk does not answer.', 'Look at it.'));
	await desk.refresh();
	expect(writer.files.size).toBe(0);
	keep(ok([{ ...entry, expiresAt: clock.now() + 30 * minute }]));
	await clock.advance(2 * minute);
	expect(writer.files.get('quarantine.json')).toHaveLength(1);
});

test('one that was renewed has not ended', async () => {
	const { clock, desk, notices, keep } = openDesk(createTestQuarantines());
	keep(ok([{ ...entry, expiresAt: clock.now() + 10 * minute }]));
	await desk.refresh();
	// Another control room renews it: nobody tells this one in time.
	keep(ok([{ ...entry, expiresAt: clock.now() + 100 * minute }]));
	await clock.advance(11 * minute);
	expect(notices).toEqual([]);
	await clock.advance(100 * minute);
	expect(notices).toHaveLength(1);
});

test('a writer that throws is told of once, and quarantines still end in time', async () => {
	let isTorn = true;
	const good = createTestQuarantines();
	const writer: QuarantineWriter = {
		async write(file, entries) {
			if (isTorn) throw new Error('torn');
			return good.write(file, entries);
		},
	};
	const { clock, desk, notices, keep } = openDesk(writer);
	keep(ok([{ ...entry, expiresAt: clock.now() + 10 * minute }]));
	await desk.refresh();
	await desk.refresh();
	expect(notices).toHaveLength(1);
	isTorn = false;
	await clock.advance(11 * minute);
	expect(notices.at(-1)).toContain('has ended');
	expect(good.files.get('quarantine.json')).toEqual([]);
});

test('stopped while a file is written, it leaves nothing behind that happens later', async () => {
	const { promise: written, resolve } = Promise.withResolvers<ReturnType<typeof ok<null>>>();
	const { clock, desk } = openDesk({ write: () => written });
	void desk.refresh();
	await clock.settle();
	const stopped = desk.stop();
	resolve(ok(null));
	await stopped;
	expect(clock.pending()).toBe(0);
});

import { afterEach, expect, test } from 'vitest';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { quietLogger } from '../testing/test-room.ts';
import { createSchedule } from './schedule.ts';
import { type SharedPlace, settled, sharedPlace, type TestRoom, testRoom } from './test-retrospective.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Monday, 2 November 2026, 9:00 in Berlin: October's first working day after. */
const due = Date.UTC(2026, 10, 2, 8);
const config: ReportConfig = {
	...{ folder: '/reports', formats: ['markdown', 'json'], atMinutes: 9 * 60, holidays: [], scopes: ['*'] },
	isFrozen: false,
};

const rooms: TestRoom[] = [];
afterEach(async () => {
	await Promise.all(rooms.splice(0).map(({ retrospective }) => retrospective.close()));
});

function room(place: SharedPlace, report: ReportConfig | null = config): TestRoom {
	const made = testRoom(place, report);
	rooms.push(made);
	return made;
}

async function opened(place: SharedPlace, report: ReportConfig | null = config): Promise<TestRoom> {
	const made = room(place, report);
	made.retrospective.open();
	await settled();
	return made;
}

/** September's report was written long ago. */
async function withSeptember(now: number): Promise<SharedPlace> {
	const place = sharedPlace(now);
	await room(place).record({ type: 'report-written', scope: '*', month: '2026-09', state: 'done', files: [] });
	return place;
}

/** Each once: between begun and done there is a word for each file. */
const states = ({ journal }: SharedPlace) => [
	...new Set(
		journal.map(({ decision }) =>
			decision.type === 'report-written' ? `${decision.month} ${decision.state}` : decision.type,
		),
	),
];

test('at the configured time of the first working day, not before', async () => {
	const place = await withSeptember(due - 3 * hour);
	const one = await opened(place);
	for (const minutes of [60, 60, 59]) await one.advance(minutes * minute);
	expect(place.files.size).toBe(0);
	await one.advance(minute);
	expect([...place.files.keys()]).toEqual([
		'/reports/delivery-report-2026-10.md',
		'/reports/delivery-report-2026-10.json',
	]);
	expect(states(place)).toEqual(['2026-09 done', '2026-10 begun', '2026-10 done']);
});

test('missed while the room was closed: written at the next opening, once', async () => {
	const place = await withSeptember(due + 50 * hour);
	await opened(place);
	expect(place.files.size).toBe(2);
	place.files.clear();
	const again = await opened(place);
	await again.advance(2 * hour);
	expect(place.files.size).toBe(0);
});

test('of two rooms on one journal one writes', async () => {
	const place = await withSeptember(due + hour);
	const both = [room(place), room(place)];
	for (const { retrospective } of both) retrospective.open();
	await settled();
	expect(states(place)).toEqual(['2026-09 done', '2026-10 begun', '2026-10 done']);
	expect([...place.files.keys()]).toHaveLength(2);
	expect(place.journal).toHaveLength(5);
});

test('a room that began and went is made good after a while', async () => {
	const place = await withSeptember(due + hour);
	await room(place).record({ type: 'report-written', scope: '*', month: '2026-10', state: 'begun', files: [] });
	const other = await opened(place);
	expect(place.files.size).toBe(0);
	await other.advance(hour);
	expect(place.files.size).toBe(2);
	expect(states(place).at(-1)).toBe('2026-10 done');
});

test('frozen where the file says so, also where nothing is written', async () => {
	const place = await withSeptember(due + hour);
	await opened(place, { ...config, folder: null, isFrozen: true });
	expect(states(place)).toEqual(['2026-09 done', '2026-10 begun', 'report-frozen', '2026-10 done']);
});

test.each([null, { ...config, folder: null }])('with %j nothing happens by itself', async (report) => {
	const place = sharedPlace(due + hour);
	await opened(place, report);
	expect(place.journal).toEqual([]);
});

test('a closed room writes nothing any more', async () => {
	const place = await withSeptember(due - hour);
	const one = await opened(place);
	await one.retrospective.close();
	await one.advance(2 * hour);
	expect(place.files.size).toBe(0);
});

test('the screen says when it is written', async () => {
	const place = await withSeptember(due - hour);
	const view = await room(place).retrospective.retrospective({ scope: '*', month: '2026-10' });
	expect(view).toMatchObject({ value: { scheduledAt: due } });
});

test('looks that fail leave one timer, and none is left once it is closed', async () => {
	const clock = createFakeClock();
	const unasked = (): never => {
		throw new Error('Nothing is asked of it.');
	};
	const schedule = createSchedule({
		...{ clock, logger: quietLogger, printer: null, onNeeds: () => undefined, readBody: unasked },
		store: { monthFacts: unasked, metrics: unasked, decisions: unasked },
		...{ setup: unasked, record: unasked, write: unasked },
	});
	schedule.open();
	await clock.settle();
	for (let looks = 0; looks < 3; looks += 1) {
		schedule.again();
		await clock.settle();
	}
	expect(clock.pending()).toBe(1);
	await schedule.close();
	expect(clock.pending()).toBe(0);
});

/** What of a scheduled report failed or was cut off: tried again after growing waits, told, and never written twice. */
import { afterEach, describe, expect, test } from 'vitest';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import { type SharedPlace, settled, sharedPlace, type TestRoom, testRoom } from './test-retrospective.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Monday, 2 November 2026, 9:00 in Berlin. */
const due = Date.UTC(2026, 10, 2, 8);
const config: ReportConfig = {
	...{ folder: '/reports', formats: ['pdf', 'markdown', 'json'], atMinutes: 9 * 60, holidays: [], scopes: ['*'] },
	isFrozen: false,
};
const stem = '/reports/delivery-report-2026-10';

const rooms: TestRoom[] = [];
afterEach(async () => {
	await Promise.all(rooms.splice(0).map(({ retrospective }) => retrospective.close()));
});

async function opened(place: SharedPlace, report: ReportConfig | null = config): Promise<TestRoom> {
	const made = testRoom(place, report);
	rooms.push(made);
	made.retrospective.open();
	await settled();
	return made;
}

function placeWith(printer: SharedPlace['printer'], isFull = false): SharedPlace {
	return Object.assign(sharedPlace(due + hour), { printer, isFull });
}

const lastOf = ({ journal }: SharedPlace) => {
	const decision = journal.at(-1)?.decision;
	return decision?.type === 'report-written' ? decision : null;
};
/** How often a try that failed was journalled. */
const failed = ({ journal }: SharedPlace) =>
	journal.filter(({ decision }) => decision.type === 'report-written' && decision.state === 'failing').length;

describe('a PDF that fails', () => {
	test('holds back no other format, and is printed first when everything else is written', async () => {
		const place = placeWith('broken');
		const order: string[] = [];
		place.onFile = (file) => void order.push(`${file} after ${place.prints} prints`);
		await opened(place);
		expect(order).toEqual([`${stem}.md after 0 prints`, `${stem}.json after 0 prints`]);
		expect(lastOf(place)).toMatchObject({ state: 'failing', formats: ['markdown', 'json'] });
	});

	test('is tried again after 5 and 30 minutes, 2 hours, and then once a day', async () => {
		const place = placeWith('broken');
		const room = await opened(place);
		const triedAt = [place.now];
		const steps = [...Array.from({ length: 31 }, () => 5 * minute), ...Array.from({ length: 24 }, () => 2 * hour)];
		for (const step of steps) {
			const before = place.prints;
			await room.advance(step);
			if (place.prints > before) triedAt.push(place.now);
		}
		const waits = triedAt.slice(1).map((at, index) => (at - (triedAt[index] ?? 0)) / minute);
		expect(waits).toEqual([5, 30, 120, 1_440, 1_440]);
		expect(place.files.size).toBe(2);
	});

	test('is written when it works; nothing else is written twice, and nobody is needed any more', async () => {
		const place = placeWith('broken');
		const room = await opened(place);
		const [need] = room.retrospective.needs();
		expect(need).toMatchObject({
			kind: 'report',
			title: 'The report of October 2026 is not there as PDF',
			since: place.now,
			report: { scope: '*', month: '2026-10' },
		});
		expect(need?.detail).toContain('The browser did not print. Try again.');
		place.printer = 'works';
		await room.advance(5 * minute);
		expect([...place.files.keys()]).toEqual([`${stem}.md`, `${stem}.json`, `${stem}.pdf`]);
		expect(lastOf(place)).toMatchObject({ state: 'done', formats: ['markdown', 'json', 'pdf'] });
		expect(room.retrospective.needs()).toEqual([]);
		await room.advance(2 * day);
		expect(place.files.size).toBe(3);
	});

	test('goes on after a restart where it was, and the trouble is shown there too', async () => {
		const place = placeWith('broken');
		const first = await opened(place);
		await first.advance(5 * minute);
		await first.retrospective.close();
		const tries = place.prints;
		place.now += 10 * minute;
		const second = await opened(place);
		expect(place.prints).toBe(tries);
		expect(second.retrospective.needs()).toHaveLength(1);
		place.printer = 'works';
		await second.advance(20 * minute);
		expect(place.files.size).toBe(3);
		expect(second.retrospective.needs()).toEqual([]);
	});

	test('for want of a browser costs no try, and is written as soon as there is one', async () => {
		const place = placeWith('absent');
		const room = await opened(place);
		for (let passed = 0; passed < 20; passed += 1) await room.advance(hour);
		expect(place.prints).toBe(0);
		expect(room.retrospective.needs()[0]?.detail).toContain('No browser was found. Install one.');
		place.printer = 'works';
		await room.advance(hour);
		expect(place.files.size).toBe(3);
		expect(room.retrospective.needs()).toEqual([]);
	});

	test('is let go when it is no longer asked for', async () => {
		const place = placeWith('broken');
		const room = await opened(place);
		room.setup = { ...room.setup, report: { ...config, formats: ['markdown', 'json'] } };
		room.retrospective.again();
		await settled();
		expect(lastOf(place)).toMatchObject({ state: 'done' });
		expect(room.retrospective.needs()).toEqual([]);
		expect(place.files.size).toBe(2);
	});
});

describe('a folder that takes nothing', () => {
	test('is asked once a day in the end, starts no browser, and fills no journal', async () => {
		const place = placeWith('works', true);
		const room = await opened(place);
		for (let passed = 0; passed < 10 * day; passed += 6 * hour) await room.advance(6 * hour);
		expect(place.prints).toBe(0);
		expect(failed(place)).toBeLessThanOrEqual(14);
		expect(room.retrospective.needs()).toMatchObject([
			{ id: 'report:*:2026-10', title: 'The report of October 2026 could not be written', since: due + hour },
		]);
		expect(room.retrospective.needs()[0]?.detail.match(/There is no room left/g)).toHaveLength(1);
		place.isFull = false;
		await room.advance(day);
		expect(place.files.size).toBe(3);
		expect(room.retrospective.needs()).toEqual([]);
	});

	test('is left at once when another one is named', async () => {
		const place = placeWith('works', true);
		const room = await opened(place);
		place.isFull = false;
		room.setup = { ...room.setup, report: { ...config, folder: '/elsewhere' } };
		room.retrospective.again();
		await settled();
		expect([...place.files.keys()][0]).toBe('/elsewhere/delivery-report-2026-10.md');
	});

	test('is forgotten when the next month is due, whose report is tried afresh', async () => {
		const place = placeWith('works', true);
		const room = await opened(place);
		place.isFull = false;
		place.now = Date.UTC(2026, 11, 1, 8);
		room.retrospective.again();
		await settled();
		expect(room.retrospective.needs()).toEqual([]);
		expect(lastOf(place)).toMatchObject({ month: '2026-11', state: 'done' });
	});
});

test('a scope that nobody knows is told in words, and holds back no other one', async () => {
	const place = placeWith('works');
	const room = await opened(place, { ...config, scopes: ['group:gone', '*'] });
	expect(place.files.size).toBe(3);
	expect(room.retrospective.needs()).toMatchObject([
		{ title: 'The report of October 2026 for the group gone could not be written' },
	]);
	expect(room.retrospective.needs()[0]?.detail).toContain('There is no group "gone".');
});

test.each([
	['before the report was known', 'markdown'],
	['between the formats', 'json'],
])('a crash %s: what stands is not written again', async (_, victim) => {
	const place = placeWith('works');
	const ending = victim === 'markdown' ? '.md' : '.json';
	// As if the process had ended here: nothing that it would say afterwards reaches the journal.
	place.onFile = (file) => (file.endsWith(ending) ? new Promise(() => undefined) : undefined);
	const crashed = testRoom(place, config);
	crashed.retrospective.open();
	await settled();
	place.onFile = () => undefined;
	const before = [...place.files.keys()];
	const other = await opened(place);
	expect([...place.files.keys()]).toEqual(before);
	await other.advance(16 * minute);
	expect([...place.files.keys()].toSorted()).toEqual([`${stem}.json`, `${stem}.md`, `${stem}.pdf`]);
	expect(lastOf(place)).toMatchObject({ state: 'done', formats: ['markdown', 'json', 'pdf'] });
});

test('a file that people made before the report was due is not taken for it', async () => {
	const place = placeWith('works');
	place.files.set(`${stem}.md`, new Uint8Array());
	place.writtenAt.set(`${stem}.md`, due - day);
	await opened(place);
	expect(place.files.has('/reports/second-delivery-report-2026-10.md')).toBe(true);
	expect(place.files.get(`${stem}.md`)).toHaveLength(0);
});

test('closing in the middle of a print is no failure; the next opening goes on', async () => {
	const place = placeWith('works');
	const room = testRoom(place, config);
	place.onFile = (file) => {
		if (file.endsWith('.json')) void room.retrospective.close();
	};
	room.retrospective.open();
	await settled();
	expect(place.prints).toBe(0);
	expect(lastOf(place)).toMatchObject({ state: 'begun', formats: ['markdown', 'json'] });
	place.onFile = () => undefined;
	const next = await opened(place);
	await next.advance(16 * minute);
	expect(place.files.size).toBe(3);
});

test('a clock that was set back for hours holds nothing up for hours', async () => {
	const place = placeWith('broken');
	const room = await opened(place);
	place.printer = 'works';
	place.now -= hour - minute;
	room.retrospective.again();
	await settled();
	expect(place.files.size).toBe(3);
});

test('of two rooms one tries again', async () => {
	const place = placeWith('broken');
	const both = [await opened(place), await opened(place)];
	const tries = place.prints;
	place.now += 5 * minute;
	for (const room of both) room.retrospective.again();
	await settled();
	expect(place.prints).toBe(tries + 1);
	for (const room of both) expect(room.retrospective.needs()).toHaveLength(1);
});

describe('sources that are still being read', () => {
	const behind = Date.UTC(2026, 9, 30);
	function withSources(room: TestRoom, syncedTo: number | null, state: 'connected' | 'failing' = 'connected') {
		room.setup = { ...room.setup, sources: room.setup.sources.map((source) => ({ ...source, syncedTo, state })) };
	}

	test('hold the report back until they told of the whole month', async () => {
		const place = placeWith('works');
		const room = testRoom(place, config);
		rooms.push(room);
		withSources(room, behind);
		room.retrospective.open();
		await settled();
		await room.advance(5 * minute);
		expect(place.journal).toEqual([]);
		withSources(room, place.now);
		await room.advance(minute);
		expect(place.files.size).toBe(3);
	});

	test('hold it back for half an hour at most, and not at all where they fail', async () => {
		const place = placeWith('works');
		const room = testRoom(place, config);
		rooms.push(room);
		withSources(room, null);
		room.retrospective.open();
		await settled();
		for (let minutes = 0; minutes < 29; minutes += 1) await room.advance(minute);
		expect(place.files.size).toBe(0);
		await room.advance(minute);
		expect(place.files.size).toBe(3);
		const failing = placeWith('works');
		const other = testRoom(failing, config);
		rooms.push(other);
		withSources(other, behind, 'failing');
		other.retrospective.open();
		await settled();
		expect(failing.files.size).toBe(3);
	});
});

test('two rooms with two folders that take nothing do not hurry each other for ever', async () => {
	const place = placeWith('works', true);
	const one = await opened(place);
	const other = await opened(place, { ...config, folder: '/elsewhere' });
	for (let looks = 0; looks < 20; looks += 1) {
		for (const { retrospective } of [one, other]) retrospective.again();
		await settled();
	}
	expect(failed(place)).toBeLessThanOrEqual(3);
});

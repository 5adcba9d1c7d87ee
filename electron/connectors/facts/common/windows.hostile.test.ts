/** Windows of hosts that do not do what they document: each pull ends, says what is wrong, and loses nothing in silence. */
import { describe, expect, test } from 'vitest';
import type { Fact, IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import { pullWith } from './conformance-steps.ts';
import { pageKeyOf } from './page-key.ts';
import type { ListedIncident, ListedPage, Window, WindowedHost } from './windowed-host.ts';
import { createWindowedSource } from './windows.ts';

const day = 24 * 60 * 60_000;
const now = Date.parse('2026-11-28T12:00:00Z');
const since = now - 30 * day;
const [pageSize, mostOffset] = [5, 20];

function listed(id: string, createdAt: number, resolvedAt: number | null = createdAt + 1000): ListedIncident {
	const fact: IncidentFact = {
		...{ kind: 'incident', source: 's', nativeId: id, url: null, offsetMinutes: null, title: id, service: null },
		...{ sourceService: null, environment: null, severity: 'unknown', startedAt: createdAt, detectedAt: null },
		...{ acknowledgedAt: null, resolvedAt, causedBy: [], isNotFromChange: false },
	};
	return { fact, createdAt, id };
}

const pageOf = (incidents: readonly ListedIncident[], hasMore: boolean): ListedPage => ({
	...{ incidents, leftOut: [], length: incidents.length, hasMore, key: pageKeyOf(incidents), total: null },
});

type Answer = (window: Window, offset: number) => ListedPage;

/** Counts what it is asked. */
function hostOf(created: Answer, changes: Partial<WindowedHost> = {}) {
	const asked: (Window & { readonly offset: number })[] = [];
	const source = createWindowedSource({
		...{ id: 's', kind: 'windows', label: 'Windows', about: [], pageSize, mostOffset, longestWindowMs: 10 * day },
		created: async (window, { offset }) => {
			asked.push({ ...window, offset });
			return ok(created(window, offset));
		},
		open: async () => ok(pageOf([], false)),
		one: async () => ok(null),
		clockSkewMs: () => 0,
		close: () => undefined,
		...changes,
	});
	return {
		source,
		asked,
		pull: (cursor: string | null = null, at = now) => pullWith(source, { cursor, since, now: at }),
	};
}

const five = (from: number, offset: number) =>
	Array.from({ length: pageSize }, (_, index) => listed(`i${from}-${offset + index}`, from + 1000 + index));

describe('a host that answers', () => {
	test('with the same full page whatever is asked is found out at the second one', async () => {
		const { pull, asked } = hostOf(({ from }) => pageOf(five(from, 0), true));
		const { failure, facts } = await pull();
		expect(failure?.code).toBe('facts-rejected');
		expect(failure?.message).toContain('the same part of its incidents twice');
		expect(facts).toHaveLength(pageSize);
		expect(asked).toHaveLength(2);
	});

	test('that there is more, with nothing, is found out at once', async () => {
		const { pull, asked } = hostOf(() => pageOf([], true));
		expect((await pull()).failure?.code).toBe('facts-rejected');
		expect(asked).toHaveLength(1);
	});

	test('with incidents of another time is found out at once, and they are not taken', async () => {
		const { pull, asked } = hostOf((_, offset) => pageOf(five(now - 900 * day, offset), true));
		const { failure, facts } = await pull();
		expect(failure?.message).toContain('those of another one');
		expect([facts.length, asked.length]).toEqual([0, 1]);
	});

	test('with ever new incidents of one second is read to the end of its offset twice, and no further', async () => {
		const { pull, asked } = hostOf(({ from }, offset) =>
			pageOf(
				five(from, offset).map((one) => listed(one.id, from)),
				true,
			),
		);
		const { failure, leftOut } = await pull();
		expect(failure?.code).toBe('facts-rejected');
		expect(leftOut).toEqual([
			{ what: 'Incidents of 2026-10-29T12:00:00Z', why: expect.stringContaining('more than 20 in one second') },
		]);
		expect(asked).toHaveLength(2 * (mostOffset / pageSize));
	});

	test('with ever new incidents of the whole window ends where the window ends', async () => {
		const { pull, asked } = hostOf(({ from, to }, offset) =>
			pageOf(
				five(from, offset).map((one, index) => listed(one.id, from + ((to - from) * (index + 1)) / (pageSize + 1))),
				true,
			),
		);
		const { failure } = await pull();
		expect(failure).toBeNull();
		expect(asked.length).toBeLessThan(500);
		expect(asked.every(({ from, to }) => from < to)).toBe(true);
	});

	test('with pages that are shorter than asked for, but says that there is more, is read to the end', async () => {
		const all = Array.from({ length: 43 }, (_, index) => listed(`i${index}`, since + index * (day / 2)));
		const { pull } = hostOf(({ from, to }, offset) => {
			const found = all.filter(({ createdAt }) => createdAt >= from && createdAt < to);
			return pageOf(found.slice(offset, offset + 2), offset + 2 < found.length);
		});
		const { failure, facts } = await pull();
		expect(failure).toBeNull();
		expect(new Set(facts.map((fact) => fact.kind === 'incident' && fact.nativeId)).size).toBe(43);
	});

	test('with one incident on every page is not read in circles', async () => {
		const same = listed('same', now - day);
		const { pull, asked } = hostOf(
			(_, offset) => pageOf([same, listed(`i${offset}`, now - day + offset)], offset < 6),
			{
				longestWindowMs: 100 * day,
			},
		);
		const { failure, facts } = await pull();
		expect(failure).toBeNull();
		expect(new Set(facts.map((fact) => fact.kind === 'incident' && fact.nativeId)).size).toBe(5);
		expect(asked).toHaveLength(4);
	});

	test('without an end to what is open is found out', async () => {
		const page = pageOf(five(now - day, 0), true);
		const isOpen = { ...page, incidents: page.incidents.map(({ id, createdAt }) => listed(id, createdAt, null)) };
		const { pull } = hostOf(
			({ from, to }) => (from <= now - day && to > now - day ? { ...isOpen, hasMore: false } : pageOf([], false)),
			{
				open: async () => ok(isOpen),
			},
		);
		const { failure, facts } = await pull();
		expect(failure?.code).toBe('facts-rejected');
		expect(facts).toHaveLength(pageSize);
	});
});

test('what a host lists whose clock is hours behind ours is not lost', async () => {
	const behind = 3 * 60 * 60_000;
	const all: ListedIncident[] = [];
	const { pull } = hostOf(
		({ from, to }) =>
			pageOf(
				all.filter(({ createdAt }) => createdAt >= from && createdAt < to),
				false,
			),
		{ clockSkewMs: () => -behind },
	);
	const first = await pull();
	all.push(listed('new', now + 60_000 - behind));
	const second = await pull(first.cursor, now + 120_000);
	expect(second.facts).toMatchObject([{ nativeId: 'new' }]);
	expect((await pull(second.cursor, now + 2 * day)).failure).toBeNull();
});

describe('what is too large to be read', () => {
	const all = Array.from({ length: 23 }, (_, index) => listed(`i${index}`, since + index * day));
	const tooLarge = fail('too-large', 'It sent more than 8 bytes.', 'Keep less in it.');
	const isGiant = ({ id }: ListedIncident) => id === 'i7' || id === 'i8' || id === 'i22';
	const ids = (facts: readonly Fact[]) => new Set(facts.map((fact) => fact.kind === 'incident' && fact.nativeId));

	test('costs one incident, and no other', async () => {
		const { pull } = hostOf(() => pageOf([], false), {
			created: async ({ from, to }, { offset, limit }) => {
				const found = all.filter(({ createdAt }) => createdAt >= from && createdAt < to);
				const some = found.slice(offset, offset + limit);
				return some.some(isGiant) ? tooLarge : ok(pageOf(some, offset + limit < found.length));
			},
		});
		const { failure, facts, leftOut } = await pull();
		expect(failure).toBeNull();
		expect(ids(facts)).toEqual(new Set(all.filter((one) => !isGiant(one)).map(({ id }) => id)));
		expect(leftOut.map(({ why }) => why)).toEqual(Array.from({ length: 3 }, () => 'it is too large to be read'));
	});

	test('whatever is asked for is the fault of the host, and nothing is passed over', async () => {
		let asked = 0;
		const { pull } = hostOf(() => pageOf([], false), {
			created: async () => {
				asked += 1;
				return tooLarge;
			},
		});
		const { failure, batches } = await pull();
		expect([failure?.code, batches]).toEqual(['too-large', []]);
		expect(asked).toBeLessThan(8);
	});

	test('among the open ones is asked for by itself, listed, and asked for again', async () => {
		const open = all.slice(-2).map(({ id, createdAt }) => listed(id, createdAt, null));
		const { pull } = hostOf(
			({ from, to }) =>
				pageOf(
					open.filter(({ createdAt }) => createdAt >= from && createdAt < to),
					false,
				),
			{
				open: async () => tooLarge,
				one: async (id) => (id === 'i22' ? tooLarge : ok(listed(id, since, now))),
			},
		);
		const first = await pull();
		expect(first.failure).toBeNull();
		expect(first.leftOut).toMatchObject([{ what: 'Incident i22', why: expect.stringContaining('cannot be told') }]);
		const second = await pull(first.cursor, now + day);
		expect([second.failure, second.facts]).toEqual([null, []]);
		expect(second.leftOut).toHaveLength(1);
	});
});

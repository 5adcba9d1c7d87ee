/** Lists of hosts that do not do what they document: each pull ends, says what is wrong, and loses nothing in silence. */
import { describe, expect, test } from 'vitest';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { pullWith } from './conformance-steps.ts';
import { createNewestFirstSource, type Listed, type ListedPage } from './newest-first.ts';
import { pageKeyOf } from './page-key.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.parse('2026-11-28T12:00:00Z');

function listed(id: string, at: number): Listed {
	const fact: IncidentFact = {
		...{ kind: 'incident', source: 's', nativeId: id, url: null, offsetMinutes: null, title: id, service: null },
		...{ sourceService: null, environment: null, severity: 'unknown', startedAt: at, detectedAt: null },
		...{ acknowledgedAt: null, resolvedAt: at, causedBy: [], isNotFromChange: false },
	};
	return { fact, id, at, isOpen: false };
}

function pageOf(items: readonly Listed[], next: string | null): ListedPage {
	const times = items.map(({ at }) => at);
	return { items, leftOut: [], oldest: times.length === 0 ? null : Math.min(...times), next, key: pageKeyOf(items) };
}

function hostOf(page: (after: string | null) => ListedPage, clockSkewMs = 0) {
	let asked = 0;
	const source = createNewestFirstSource({
		...{ id: 's', kind: 'list', label: 'List', tells: ['incident'] as const, about: [] },
		lists: [
			{
				name: 'incidents',
				page: async ({ after }) => {
					asked += 1;
					return ok(page(after));
				},
				again: null,
			},
		],
		clockSkewMs: () => clockSkewMs,
		close: () => undefined,
	});
	return {
		asked: () => asked,
		pull: (cursor: string | null = null, at = now) => pullWith(source, { cursor, since: now - 365 * day, now: at }),
	};
}

describe('a host that answers', () => {
	test.each([
		['with the same page under ever new cursors', (after: string | null) => String(Number(after ?? '0') + 1)],
		['with a cursor that leads to itself', () => 'same'],
	])('%s is found out', async (_, next) => {
		const { pull, asked } = hostOf((after) => pageOf([listed('1', now - day)], next(after)));
		const { failure, facts } = await pull();
		expect(failure?.code).toBe('facts-rejected');
		expect(failure?.message).toContain('its incidents twice');
		expect(facts.length).toBeGreaterThan(0);
		expect(asked()).toBe(2);
	});

	test('with one entry again on later pages is read to the end', async () => {
		const { pull } = hostOf((after) => {
			const number = Number(after ?? '0');
			return pageOf(
				[listed('again', now - day), listed(`i${number}`, now - day)],
				number < 9 ? String(number + 1) : null,
			);
		});
		const { failure, facts } = await pull();
		expect(failure).toBeNull();
		expect(new Set(facts.map((fact) => fact.kind === 'incident' && fact.nativeId)).size).toBe(11);
	});

	test('with ever new pages ends after ten thousand, keeps what it told, and goes on at the next pull', async () => {
		let count = 0;
		const { pull, asked } = hostOf(() => {
			count += 1;
			return pageOf([listed(`i${count}`, now - minute)], String(count));
		});
		const first = await pull();
		expect(first.failure?.message).toMatch(/after 10\D?000 answers/);
		expect([first.facts.length, asked()]).toEqual([10_000, 10_000]);
		expect((await pull(first.cursor)).facts[0]).toMatchObject({ nativeId: 'i10001' });
	});
});

test('what a host lists whose clock is an hour behind ours is not lost', async () => {
	const all = [listed('old', now - 2 * day)];
	const { pull } = hostOf(() => pageOf(all, null), -60 * minute);
	const first = await pull();
	all.unshift(listed('new', now + minute - 60 * minute));
	expect((await pull(first.cursor, now + 2 * minute)).facts).toMatchObject([{ nativeId: 'new' }]);
});

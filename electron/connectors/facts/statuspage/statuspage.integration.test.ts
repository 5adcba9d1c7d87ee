/** Statuspage against what every source of facts must do, by both of its doors, and what is its own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StatuspageFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { pullWith } from '../common/conformance-steps.ts';
import type { FactsHttpDeps } from '../common/http.ts';
import { type FakeStatuspage, startFakeStatuspage } from './fake-statuspage.ts';
import { createStatuspageSource } from './source.ts';

const token = 'statuspage-token-of-the-test-0123456789';
const day = 24 * 60 * 60 * 1000;

function configOf(url: string, isPaged: boolean): StatuspageFactsConfig {
	return {
		...{ id: 'status', kind: 'statuspage', url: isPaged ? `${url}/v1/pages/abc` : url },
		token: isPaged ? { from: 'environment', name: 'TOKEN' } : null,
		...{ backMs: 365 * day, services: { Checkout: 'shop' }, environments: {} },
	};
}

const deps: FactsHttpDeps = { clock: realClock, fetch, resolveSecret: async () => ok(token) };

for (const isPaged of [true, false]) {
	factsConformance(isPaged ? 'Statuspage with a token' : 'a public status page', async () => {
		const page = await startFakeStatuspage(token);
		const again = () => createStatuspageSource(configOf(page.host.url, isPaged), deps);
		const start = Date.now();
		return hostedHarness(page.host, {
			...{ kind: 'incident', again, beyondOnePage: isPaged ? 230 : 50, toldAgain: 1, looksBack: true },
			since: start - 365 * day,
			secret: isPaged ? token : null,
			world: {
				fill: async (count) =>
					Array.from({ length: count }, (_, index) => page.add(start - 300 * day + index * day).id),
				add: async () => page.add(Date.now() - 1000).id,
				open: async () => page.add(Date.now() - day / 2, { status: 'identified', resolved_at: null }).id,
				close: async (key) => page.resolve(key),
			},
		});
	});
}

describe('a status page', () => {
	let page: FakeStatuspage;
	beforeEach(async () => {
		page = await startFakeStatuspage(token);
	});
	afterEach(() => page.host.stop());

	const now = Date.parse('2026-11-28T12:00:00Z');
	const pull = (cursor: string | null = null, isPaged = false) =>
		pullWith(createStatuspageSource(configOf(page.host.url, isPaged), deps), { cursor, since: now - 365 * day, now });

	test('tells an incident with its component, and the offset that the page wrote', async () => {
		page.add(now, {
			...{ created_at: '2026-11-20T21:55:00.000+02:00', started_at: '2026-11-20T21:50:00.000+02:00' },
			...{ resolved_at: '2026-11-20T22:50:00.000+02:00', impact: 'critical', name: 'Checkout fails', components: [] },
			incident_updates: [
				{
					...{ status: 'investigating', created_at: '2026-11-20T21:55:00.000+02:00' },
					affected_components: [{ code: 'c1', name: 'Checkout' }],
				},
			],
		});
		const { facts } = await pull();
		expect(facts).toEqual([
			{
				...{ kind: 'incident', source: 'status', nativeId: 'st1', url: 'https://stspg.io/st1', offsetMinutes: 120 },
				...{ title: 'Checkout fails', service: 'shop', sourceService: 'Checkout', environment: null },
				...{ severity: 'critical', causedBy: [], isNotFromChange: false },
				...{ detectedAt: null, acknowledgedAt: null },
				startedAt: Date.parse('2026-11-20T19:50:00Z'),
				resolvedAt: Date.parse('2026-11-20T20:50:00Z'),
			},
		]);
	});

	test('planned work is no incident, and an incident with a post-mortem is over', async () => {
		for (const status of ['scheduled', 'in_progress', 'verifying', 'completed']) page.add(now - day, { status });
		page.add(now - day, { impact: 'maintenance' });
		const over = page.add(now - 2 * day, { status: 'postmortem', resolved_at: null });
		over.incident_updates = [
			{ status: 'postmortem', created_at: '2026-11-27T10:00:00Z', affected_components: null },
			{ status: 'resolved', created_at: '2026-11-26T13:00:00Z', affected_components: null },
		];
		const { facts, leftOut } = await pull();
		expect(leftOut).toEqual([]);
		expect(facts).toMatchObject([{ nativeId: over.id, resolvedAt: Date.parse('2026-11-26T13:00:00Z') }]);
	});

	test('shows only the latest fifty: says since when it is complete, and tells a gap', async () => {
		for (let index = 0; index < 80; index += 1) page.add(now - 100 * day + index * day);
		const first = await pull();
		expect(first.facts).toHaveLength(50);
		expect(first.batches.at(-1)?.coveredFrom).toBe(now - 70 * day);
		page.add(now - 10 * day);
		expect((await pull(first.cursor)).batches.at(-1)?.coveredFrom).toBe(now - 70 * day);
		for (let index = 0; index < 60; index += 1) page.add(now - 5 * day + index * 3_600_000);
		const later = await pull(first.cursor);
		expect(later.batches.at(-1)?.coveredFrom).toBe(now - 5 * day + 10 * 3_600_000);
	});

	test('open ones cost no more pages than they are old, and one that is gone is listed', async () => {
		for (let index = 0; index < 250; index += 1) page.add(now - 300 * day + index * day);
		page.add(now - 40 * day, { status: 'identified', resolved_at: null });
		const first = await pull(null, true);
		const before = page.host.asked.length;
		const second = await pull(first.cursor, true);
		expect(page.host.asked.length - before).toBe(1);
		page.incidents.pop();
		const third = await pull(second.cursor, true);
		expect(third.leftOut.map(({ what }) => what)).toEqual(['Incident st251']);
		expect((await pull(third.cursor, true)).leftOut).toEqual([]);
	});

	test('an API that gives the same page again and again is found out', async () => {
		page.isStuck = true;
		for (let index = 0; index < 150; index += 1) page.add(now - 300 * day + index * day);
		const { failure, facts } = await pull(null, true);
		expect(failure?.code).toBe('facts-rejected');
		expect([facts.length, page.host.asked.length]).toEqual([100, 2]);
	});

	test.each([true, false])(
		'one that is dated ahead does not hide what is yet to come (with a token: %s)',
		async (isPaged) => {
			page.add(Date.parse('2199-01-01T00:00:00Z'), { resolved_at: null, status: 'investigating' });
			page.add(now - day);
			const first = await pull(null, isPaged);
			expect(first.facts).toMatchObject([{ nativeId: 'st2' }]);
			expect(first.leftOut).toEqual([
				{ what: 'incident st1', why: 'it happened in the future, by more than clocks differ' },
			]);
			page.add(now - 1000);
			expect((await pull(first.cursor, isPaged)).facts).toContainEqual(expect.objectContaining({ nativeId: 'st3' }));
		},
	);

	test('an odd one among the latest fifty does not make them complete', async () => {
		for (let index = 0; index < 80; index += 1) page.add(now - 100 * day + index * day);
		Object.assign(page.incidents.at(-1) ?? {}, { name: null });
		const { batches, leftOut } = await pull();
		expect(leftOut).toEqual([{ what: 'incident st80', why: 'its field name is not as documented' }]);
		expect(batches.at(-1)?.coveredFrom).toBeGreaterThan(now - 80 * day);
	});

	test('a token is not sent to a public page', async () => {
		const config = { ...configOf(page.host.url, false), token: { from: 'environment' as const, name: 'TOKEN' } };
		const { failure } = await pullWith(createStatuspageSource(config, deps), { cursor: null, since: 0, now });
		expect(failure?.code).toBe('facts-rejected');
		expect(page.host.asked).toEqual([]);
	});
});

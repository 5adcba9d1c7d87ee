/** Alertmanager against what every source of facts must do, and what is its own: it knows no past. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertmanagerFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { pullWith } from '../common/conformance-steps.ts';
import type { FactsHttpDeps } from '../common/http.ts';
import { type FakeAlertmanager, startFakeAlertmanager } from './fake-alertmanager.ts';
import { createAlertmanagerSource } from './source.ts';

const bearer = 'alertmanager-bearer-of-the-test-0123456789';
const minute = 60_000;
const hour = 60 * minute;

const configOf = (url: string, labels: Record<string, string> = {}): AlertmanagerFactsConfig => ({
	...{ id: 'alerts', kind: 'alertmanager', url, token: null, auth: { bearer: { from: 'environment', name: 'TOKEN' } } },
	...{ backMs: 365 * 24 * hour, services: { 'shop-api': 'shop' }, environments: { qa: 'test' } },
	...{ serviceLabel: 'service', labels },
});

const deps: FactsHttpDeps = { clock: realClock, fetch, resolveSecret: async () => ok(bearer) };

factsConformance('Alertmanager', async () => {
	const peer = await startFakeAlertmanager(bearer);
	const again = () => createAlertmanagerSource(configOf(peer.host.url), deps);
	const start = Date.now();
	let count = 0;
	const fire = () => {
		count += 1;
		const alert = peer.fire({ alertname: `A${count}`, service: 'shop-api' }, start - hour, start + hour);
		return `${alert.fingerprint}@${alert.startsAt}`;
	};
	return hostedHarness(peer.host, {
		...{ kind: 'incident', again, beyondOnePage: 120, toldAgain: 0, looksBack: false, since: start - 24 * hour },
		secret: bearer,
		world: {
			fill: async (wanted) => Array.from({ length: wanted }, fire),
			add: async () => fire(),
			open: async () => fire(),
			async close(key) {
				const index = peer.alerts.findIndex((alert) => `${alert.fingerprint}@${alert.startsAt}` === key);
				peer.alerts.splice(index, 1);
			},
		},
	});
});

describe('alerts', () => {
	let peer: FakeAlertmanager;
	beforeEach(async () => {
		peer = await startFakeAlertmanager(bearer);
	});
	afterEach(() => peer.host.stop());

	const start = Date.parse('2026-11-28T12:00:00Z');
	const labels = { alertname: 'HighErrors', service: 'shop-api', severity: 'page', env: 'prod' };
	const pull = (cursor: string | null, now: number, wanted?: Record<string, string>) =>
		pullWith(createAlertmanagerSource(configOf(peer.host.url, wanted), deps), { cursor, since: 0, now });
	const fire = (changes = {}) => peer.fire(labels, start - hour, start + 4 * minute, changes);

	test('an alert that fires is an open incident of its service, by fingerprint and start', async () => {
		const alert = fire({ annotations: { summary: 'Errors above 5 %' }, startsAt: '2026-11-28T13:00:00+02:00' });
		const { facts, batches } = await pull(null, start);
		expect(facts).toEqual([
			{
				...{ kind: 'incident', source: 'alerts', nativeId: `${alert.fingerprint}@2026-11-28T11:00:00.000Z` },
				...{ title: 'Errors above 5 %', url: 'http://prometheus.example/graph', offsetMinutes: 120 },
				...{ service: 'shop', sourceService: 'shop-api', environment: null, severity: 'critical' },
				...{ startedAt: start - hour, detectedAt: start - hour, acknowledgedAt: null, resolvedAt: null },
				...{ causedBy: [], isNotFromChange: false },
			},
		]);
		expect(batches[0]?.coveredFrom).toBe(start);
	});

	test('gone a moment later, it ended at the look that found it gone', async () => {
		fire();
		const first = await pull(null, start);
		peer.alerts.length = 0;
		const second = await pull(first.cursor, start + minute);
		expect(second.facts).toMatchObject([{ title: 'HighErrors', service: 'shop', resolvedAt: start + minute }]);
		expect((await pull(second.cursor, start + 2 * minute)).facts).toEqual([]);
	});

	test('gone after a night without looks, it ended when Alertmanager was last told it would', async () => {
		fire();
		const first = await pull(null, start);
		peer.alerts.length = 0;
		const second = await pull(first.cursor, start + 10 * hour);
		expect(second.facts).toMatchObject([{ resolvedAt: start + 4 * minute }]);
	});

	test('shown with an end that has passed, it is over', async () => {
		const alert = fire();
		const first = await pull(null, start);
		alert.endsAt = new Date(start + 30_000).toISOString();
		expect((await pull(first.cursor, start + minute)).facts).toMatchObject([{ resolvedAt: start + minute }]);
	});

	test('firing again with a new start is another incident, and the first had ended by then', async () => {
		const alert = fire();
		const first = await pull(null, start);
		alert.startsAt = new Date(start + minute).toISOString();
		alert.endsAt = new Date(start + 6 * minute).toISOString();
		const { facts } = await pull(first.cursor, start + 2 * minute);
		expect(facts).toMatchObject([
			{ startedAt: start - hour, resolvedAt: start + minute },
			{ startedAt: start + minute, resolvedAt: null },
		]);
	});

	test('silenced while it fires it goes on; silenced from the beginning it is no incident', async () => {
		const alert = fire();
		const first = await pull(null, start);
		alert.status = { state: 'suppressed', silencedBy: ['s'], inhibitedBy: [] };
		peer.fire({ ...labels, alertname: 'Planned' }, start, start + hour, { status: alert.status });
		const second = await pull(first.cursor, start + minute);
		expect(second.facts).toEqual([]);
		peer.alerts.shift();
		expect((await pull(second.cursor, start + 2 * minute)).facts).toMatchObject([{ title: 'HighErrors' }]);
	});

	test('only alerts with the wanted labels count', async () => {
		fire();
		peer.fire({ ...labels, severity: 'warning "low"' }, start - hour, start + hour);
		expect((await pull(null, start, { severity: 'page' })).facts).toHaveLength(1);
		expect((await pull(null, start, { severity: 'warning "low"' })).facts).toHaveLength(1);
		expect((await pull(null, start, { severity: 'none' })).facts).toHaveLength(0);
	});

	test('environments are mapped, and what is called production is production', async () => {
		peer.fire({ alertname: 'A', env: 'qa' }, start - hour, start + hour);
		peer.fire({ alertname: 'B', environment: 'live' }, start - hour, start + hour);
		peer.fire({ alertname: 'C' }, start - hour, start + hour);
		const { facts } = await pull(null, start);
		expect(facts).toMatchObject([{ environment: 'test' }, { environment: null }, { environment: null, service: null }]);
	});

	test('without an end, as what is like Alertmanager writes it, it fires until it is gone', async () => {
		fire({ endsAt: '0001-01-01T00:00:00Z', annotations: { summary: `Errors\n${'x'.repeat(1000)}` } });
		const first = await pull(null, start);
		expect(first.facts).toMatchObject([{ title: expect.stringMatching(/^Errors x{292}…$/), resolvedAt: null }]);
		peer.alerts.length = 0;
		expect((await pull(first.cursor, start + minute)).facts).toMatchObject([{ resolvedAt: start + minute }]);
	});

	test('a storm is told up to a limit, and the rest is listed', async () => {
		for (let index = 0; index < 5_100; index += 1) peer.fire({ alertname: `S${index}` }, start - hour, start + hour);
		const { facts, leftOut } = await pull(null, start);
		expect(facts).toHaveLength(5_000);
		expect(leftOut).toEqual([{ what: '100 alerts', why: 'more than 5000 fire at once' }]);
	});
});

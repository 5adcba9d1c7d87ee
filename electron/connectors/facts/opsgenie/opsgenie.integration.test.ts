/** Opsgenie against what every source of facts must do, and what is its own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpsgenieFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { pullWith } from '../common/conformance-steps.ts';
import type { FactsHttpDeps } from '../common/http.ts';
import { type FakeOpsgenie, startFakeOpsgenie } from './fake-opsgenie.ts';
import { createOpsgenieSource } from './source.ts';

const key = 'opsgenie-key-of-the-test-0123456789';
const day = 24 * 60 * 60 * 1000;

const configOf = (url: string, services: Record<string, string> = { 'Shop API': 'shop' }): OpsgenieFactsConfig => ({
	...{ id: 'opsgenie', kind: 'opsgenie', api: url, token: { from: 'environment', name: 'KEY' } },
	...{ backMs: 365 * day, services, environments: {} },
});

const deps: FactsHttpDeps = { clock: realClock, fetch, resolveSecret: async () => ok(key) };

factsConformance('Opsgenie', async () => {
	const opsgenie = await startFakeOpsgenie(key);
	const again = () => createOpsgenieSource(configOf(opsgenie.host.url), deps);
	const start = Date.now();
	return hostedHarness(opsgenie.host, {
		...{ kind: 'incident', again, beyondOnePage: 230, toldAgain: 1, looksBack: true, since: start - 365 * day },
		secret: key,
		world: {
			fill: async (count) =>
				Array.from({ length: count }, (_, index) => opsgenie.add(start - 300 * day + index * day).id),
			add: async () => opsgenie.add(Date.now() - 1000).id,
			open: async () => opsgenie.add(Date.now() - day, { status: 'open' }).id,
			async close(id) {
				const found = opsgenie.incidents.find((one) => one.id === id);
				if (found !== undefined) found.status = 'resolved';
			},
		},
	});
});

let opsgenie: FakeOpsgenie;
beforeEach(async () => {
	opsgenie = await startFakeOpsgenie(key);
});
afterEach(() => opsgenie.host.stop());

const now = Date.parse('2026-11-28T12:00:00Z');

const pull = (services?: Record<string, string>) =>
	pullWith(createOpsgenieSource(configOf(opsgenie.host.url, services), deps), {
		...{ cursor: null, since: now - 365 * day, now },
	});

test('an incident is told by its effect on users, with the name of its service', async () => {
	opsgenie.add(Date.parse('2026-11-20T10:05:00Z'), {
		...{ impactStartDate: '2026-11-20T10:00:00Z', impactEndDate: '2026-11-20T11:00:00Z', message: 'Checkout fails' },
		...{ priority: 'P1', updatedAt: '2026-11-21T09:00:00Z' },
	});
	const { facts } = await pull();
	expect(facts).toEqual([
		{
			...{ kind: 'incident', source: 'opsgenie', nativeId: 'incident-1', offsetMinutes: null },
			url: 'https://acme.app.opsgenie.com/incident/detail/incident-1',
			...{ title: 'Checkout fails', service: 'shop', sourceService: 'Shop API', environment: null },
			...{ severity: 'critical', causedBy: [], isNotFromChange: false, acknowledgedAt: null },
			startedAt: Date.parse('2026-11-20T10:00:00Z'),
			detectedAt: Date.parse('2026-11-20T10:05:00Z'),
			resolvedAt: Date.parse('2026-11-20T11:00:00Z'),
		},
	]);
});

test('a key that may not read services costs the names only', async () => {
	opsgenie.servicesStatus = 403;
	opsgenie.add(now - day);
	const { facts, failure } = await pull({ 'svc-1': 'shop' });
	expect(failure).toBeNull();
	expect(facts).toMatchObject([{ service: 'shop', sourceService: 'svc-1' }]);
});

test('names are asked for once, not for every page', async () => {
	for (let index = 0; index < 250; index += 1) opsgenie.add(now - 300 * day + index * day);
	await pull();
	expect(opsgenie.host.asked.filter(({ path }) => path === '/v1/services')).toHaveLength(1);
});

test.each([true, false])(
	'pages that are shorter than asked for are read to the end (counted: %s)',
	async (countsThem) => {
		Object.assign(opsgenie, { pageSize: 20, countsThem });
		for (let index = 0; index < 50; index += 1) opsgenie.add(now - 300 * day + index * day);
		const { facts, failure } = await pull();
		expect(failure).toBeNull();
		expect(new Set(facts.map((fact) => fact.kind === 'incident' && fact.nativeId)).size).toBe(50);
	},
);

test('a message of megabytes and an effect that ends before it begins are made sound', async () => {
	const impact = { impactStartDate: '2026-11-20T10:00:00Z', impactEndDate: '2026-11-20T09:00:00Z' };
	opsgenie.add(Date.parse('2026-11-20T10:05:00Z'), { ...impact, message: `Down\u0000\n${'x'.repeat(3_000_000)}` });
	const { facts } = await pull();
	const [fact] = facts;
	const began = Date.parse('2026-11-20T10:00:00Z');
	expect(fact).toMatchObject({ startedAt: began, resolvedAt: began, title: expect.stringMatching(/^Down x{294}…$/) });
});

/** PagerDuty against what every source of facts must do, and what is its own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PagerdutyFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { Fact, IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { pullWith } from '../common/conformance-steps.ts';
import type { FactsHttpDeps } from '../common/http.ts';
import { type FakePagerduty, startFakePagerduty } from './fake-pagerduty.ts';
import { createPagerdutySource } from './source.ts';

const token = 'pagerduty_key_of_the_test_0123456789';
const day = 24 * 60 * 60 * 1000;
const hour = day / 24;

const configOf = (url: string): PagerdutyFactsConfig => ({
	...{ id: 'pagerduty', kind: 'pagerduty', api: url, token: { from: 'environment', name: 'TOKEN' } },
	...{ backMs: 365 * day, services: { 'Shop API': 'shop' }, environments: {} },
});

const deps: FactsHttpDeps = { clock: realClock, fetch, resolveSecret: async () => ok(token) };

factsConformance('PagerDuty', async () => {
	const pagerduty = await startFakePagerduty(token);
	const again = () => createPagerdutySource(configOf(pagerduty.host.url), deps);
	const start = Date.now();
	return hostedHarness(pagerduty.host, {
		...{ kind: 'incident', again, beyondOnePage: 230, toldAgain: 1, looksBack: true, since: start - 365 * day },
		secret: token,
		world: {
			fill: async (count) =>
				Array.from({ length: count }, (_, index) => pagerduty.add(start - 300 * day + index * day).id),
			add: async () => pagerduty.add(Date.now() - 1000).id,
			open: async () => pagerduty.add(Date.now() - hour, { status: 'triggered' }).id,
			async close(key) {
				const found = pagerduty.incidents.find(({ id }) => id === key);
				if (found !== undefined) found.status = 'resolved';
			},
		},
	});
});

let pagerduty: FakePagerduty;
beforeEach(async () => {
	pagerduty = await startFakePagerduty(token);
});
afterEach(() => pagerduty.host.stop());

const now = Date.parse('2026-11-28T12:00:00Z');

async function pull(cursor: string | null = null, back = 365 * day) {
	const source = createPagerdutySource(configOf(pagerduty.host.url), deps);
	return pullWith(source, { cursor, since: now - back, now });
}

const incidents = (facts: readonly Fact[]): IncidentFact[] => facts.filter((fact) => fact.kind === 'incident');

test('an incident is told with its service, severity and times, and the offset that PagerDuty wrote', async () => {
	pagerduty.add(0, {
		...{ created_at: '2026-11-20T21:50:00+02:00', last_status_change_at: '2026-11-20T22:20:00+02:00' },
		...{ priority: { id: 'P', summary: 'P1' }, title: 'Checkout fails' },
		log: [
			{ type: 'trigger_log_entry', created_at: '2026-11-20T19:50:00Z' },
			{ type: 'acknowledge_log_entry', created_at: '2026-11-20T19:55:00Z' },
		],
	});
	const { facts } = await pull();
	expect(facts).toEqual([
		{
			...{ kind: 'incident', source: 'pagerduty', nativeId: 'PT1', offsetMinutes: 120, title: 'Checkout fails' },
			...{ url: 'https://acme.pagerduty.com/incidents/PT1', service: 'shop', sourceService: 'Shop API' },
			...{ environment: null, severity: 'critical', causedBy: [], isNotFromChange: false },
			startedAt: Date.parse('2026-11-20T19:50:00Z'),
			detectedAt: Date.parse('2026-11-20T19:50:00Z'),
			acknowledgedAt: Date.parse('2026-11-20T19:55:00Z'),
			resolvedAt: Date.parse('2026-11-20T20:20:00Z'),
		},
	]);
});

test('two years are read in windows that PagerDuty accepts', async () => {
	for (let at = now - 700 * day; at < now; at += 25 * day) pagerduty.add(at);
	const { facts, failure } = await pull(null, 730 * day);
	expect(failure).toBeNull();
	expect(facts).toHaveLength(28);
	const windows = pagerduty.host.asked.filter(({ path }) => path === '/incidents');
	expect(windows).toHaveLength(5);
});

test('more than ten thousand in one window are all told', async () => {
	for (let index = 0; index < 10_300; index += 1) pagerduty.add(now - 100 * day + index * 60_000);
	const { facts, failure } = await pull(null, 120 * day);
	expect(failure).toBeNull();
	expect(new Set(incidents(facts).map(({ nativeId }) => nativeId)).size).toBe(10_300);
});

test('the time of acknowledgement is kept when PagerDuty forgets it', async () => {
	const one = pagerduty.add(now - day, {
		...{ status: 'acknowledged', acknowledgements: [{ at: '2026-11-27T12:03:00Z' }] },
	});
	const first = await pull();
	one.status = 'resolved';
	one.acknowledgements = [];
	const { facts } = await pull(first.cursor);
	expect(incidents(facts)[0]?.acknowledgedAt).toBe(Date.parse('2026-11-27T12:03:00Z'));
	expect(incidents(facts)[0]?.resolvedAt).toBe(now - day + 600_000);
});

test('a service that nobody wrote down is told by its name, of no service of ours', async () => {
	pagerduty.add(now - day, { service: { id: 'PX', type: 'service_reference', summary: 'Payments' } });
	const { facts } = await pull();
	expect(incidents(facts)[0]).toMatchObject({ service: null, sourceService: 'Payments' });
});

test('an odd incident is listed and does not cost the others', async () => {
	pagerduty.add(now - 2 * day, { created_at: new Date(now - 2 * day).toISOString(), last_status_change_at: 'soon' });
	pagerduty.add(now - day);
	const { facts, leftOut } = await pull();
	expect(incidents(facts).map(({ nativeId }) => nativeId)).toEqual(['PT2']);
	expect(leftOut).toEqual([{ what: 'incident PT1', why: 'it is resolved, but nothing tells when' }]);
});

test('an open incident that is gone is listed, and not asked for for ever', async () => {
	pagerduty.add(now - day, { status: 'triggered' });
	const first = await pull();
	pagerduty.incidents.length = 0;
	const second = await pull(first.cursor);
	expect(second.leftOut[0]?.what).toBe('Incident PT1');
	expect((await pull(second.cursor)).leftOut).toEqual([]);
});

test('pages that are shorter than asked for are read to the end', async () => {
	pagerduty.pageSize = 25;
	for (let index = 0; index < 60; index += 1) pagerduty.add(now - 100 * day + index * day);
	const { facts, failure } = await pull();
	expect(failure).toBeNull();
	expect(new Set(incidents(facts).map(({ nativeId }) => nativeId)).size).toBe(60);
});

test('an incident that was merged into another one counts for nothing', async () => {
	const into = pagerduty.add(now - 2 * day);
	const reason = { type: 'merge_resolve_reason', incident: { id: into.id, type: 'incident_reference' } } as const;
	pagerduty.add(now - 2 * day + hour, { resolve_reason: reason });
	const { facts } = await pull();
	expect(incidents(facts).map(({ isNotFromChange }) => isNotFromChange)).toEqual([false, true]);
});

test('of a log that goes on nobody knows the first acknowledgement', async () => {
	pagerduty.logsGoOn = true;
	pagerduty.add(now - day, { log: [{ type: 'acknowledge_log_entry', created_at: '2026-11-27T12:05:00Z' }] });
	expect(incidents((await pull()).facts)).toMatchObject([{ acknowledgedAt: null }]);
});

test('what cannot be is made sound or left out with its reason, and does not cost the others', async () => {
	const iso = (at: number) => new Date(at).toISOString();
	pagerduty.add(now - 9 * day, { title: 'x'.repeat(2_000_000), html_url: 'javascript:alert(1)' });
	pagerduty.add(now - 8 * day, { last_status_change_at: iso(now - 10 * day) });
	pagerduty.add(now - 7 * day, { last_status_change_at: '+275760-09-13T00:00:00.000Z' });
	pagerduty.add(now - 6 * day, { last_status_change_at: '0000-01-01T00:00:00Z' });
	pagerduty.add(now - 5 * day, { id: 'P\u0000\ud800', status: 'triggered' });
	pagerduty.add(now - 4 * day, { last_status_change_at: iso(now + 3 * day) });
	pagerduty.add(now - 3 * day);
	const first = await pull();
	expect(first.failure).toBeNull();
	const [long, negative, good] = incidents(first.facts);
	expect(long).toMatchObject({ nativeId: 'PT1', url: null });
	expect(long?.title).toHaveLength(300);
	expect(long?.title).toMatch(/x…$/);
	expect(negative).toMatchObject({ nativeId: 'PT2', startedAt: now - 8 * day, resolvedAt: now - 8 * day });
	expect(good).toMatchObject({ nativeId: 'PT7' });
	expect(first.leftOut).toEqual([
		{ what: 'incident PT3', why: 'it is resolved, but nothing tells when' },
		{ what: 'incident PT4', why: 'it is resolved, but nothing tells when' },
		{ what: 'incident P \ufffd', why: 'its id has control characters or is too long, so it is none' },
		{ what: 'incident PT6', why: 'it happened in the future, by more than clocks differ' },
	]);
	const second = await pull(first.cursor);
	expect([second.failure, second.facts]).toEqual([null, []]);
});

test('an incident of ten megabytes is listed, and does not cost the others', async () => {
	for (let index = 0; index < 30; index += 1) pagerduty.add(now - 100 * day + index * day);
	for (const one of pagerduty.incidents.slice(12, 13)) one.title = 'x'.repeat(10_000_000);
	const { failure, facts, leftOut } = await pull();
	expect(failure).toBeNull();
	expect(facts).toHaveLength(29);
	expect(leftOut).toEqual([
		{ what: expect.stringMatching(/^Incident 13 since 2026-/), why: 'it is too large to be read' },
	]);
});

test('an open incident that has become odd is listed, and does not cost the others', async () => {
	const odd = pagerduty.add(now - 2 * day, { status: 'triggered' });
	const good = pagerduty.add(now - 2 * day, { status: 'triggered' });
	const first = await pull();
	for (const one of [odd, good]) one.status = 'resolved';
	odd.last_status_change_at = 'soon';
	const second = await pull(first.cursor);
	expect(second.failure).toBeNull();
	expect(incidents(second.facts).map(({ nativeId }) => nativeId)).toEqual([good.id]);
	expect(second.leftOut).toMatchObject([{ what: 'Incident PT1', why: expect.stringContaining('cannot be told') }]);
});

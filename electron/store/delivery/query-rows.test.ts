import { expect, test } from 'vitest';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { day, deployment, incident, june, openFacts, tell, valueOf } from './test-facts.ts';
import { setup } from './test-worlds.ts';

const now = june + 25 * day;
const query: MetricsQuery = {
	scope: { services: [], group: null, environments: [] },
	...{ period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null, bucket: 'week', withBots: false },
};

test('rows that count add up to their number, also where a unit has no source of incidents', async () => {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	const mail = { service: 'mail' };
	await tell(store, 'ci', [
		...[deployment('1', june + day), deployment('2', june + 2 * day), deployment('3', june + 9 * day)],
		...[deployment('m1', june + 2 * day, mail), deployment('m2', june + 3 * day, mail)],
		deployment('m1 again', june + 4 * day, { ...mail, version: 'm1' }),
	]);
	await tell(store, 'pager', [incident('i1', june + 2 * day + 1)]);
	const { dora } = valueOf(await store.metrics(query, now));
	for (const [index, metric] of (['change-fail-rate', 'recovery-time'] as const).entries()) {
		const asked = { query, metric, show: 'counted', cursor: null, limit: 50, now } as const;
		const { rows, total, counted } = valueOf(await store.rows(asked));
		const answer = dora[2 + index];
		expect(rows).toHaveLength(answer?.of ?? answer?.n ?? -1);
		expect([total, counted]).toEqual([rows.length, rows.length]);
		expect(rows.every(({ service }) => service === 'shop')).toBe(true);
	}
});

test('an incident that one environment puts down to a deployment is none without, and one without is told once', async () => {
	const store = await openFacts();
	const at = (environment: string, id: string, days: number) =>
		deployment(id, june + days * day, { service: 'ghost', environment });
	await tell(store, 'ci', [at('eu', 'e1', 1), at('us', 'u1', 1), at('us', 'u2', 2)]);
	const of = { service: 'ghost' };
	await tell(store, 'pager', [
		...[incident('caused', june + 5 * day, { ...of, causedBy: ['ci|u2'] }), incident('alone', june + 9 * day, of)],
		incident('not from a change', june + 9 * day, { ...of, isNotFromChange: true }),
	]);
	const answer = valueOf(await store.metrics(query, now)).dora[2];
	expect(answer).toMatchObject({ n: 1, of: 3 });
	expect(answer?.apart.find(({ id }) => id === 'no-deployment')?.count).toBe(2);
	const asked = { query, metric: 'change-fail-rate', show: 'not-counted', cursor: null, limit: 50, now } as const;
	const { rows, total } = valueOf(await store.rows(asked));
	expect(rows.map(({ id }) => id)).toEqual(['pager|alone', 'pager|not from a change']);
	expect(total).toBe(2);
});

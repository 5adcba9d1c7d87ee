import { expect, test } from 'vitest';
import type { BucketSize } from '../../../shared/domain/delivery/metrics.ts';
import { openTestDelivery } from '../testing/test-delivery.ts';
import { checkLink, checkPeriods } from './checks.ts';

function query(from: string, to: string, bucket: BucketSize = 'week') {
	const scope = { services: [], group: null, environments: [] };
	return { scope, period: { from, to }, compareWith: null, bucket, withBots: false };
}

test.each([
	query('2026-10-01', '2026-11-01'),
	query('2024-02-29', '2024-03-01', 'day'),
	query('2023-11-29', '2026-11-29', 'day'),
	query('2006-11-29', '2026-11-29', 'week'),
	query('1970-01-01', '2026-11-29', 'month'),
])('$period.from to $period.to by $bucket may be asked about', (asked) => {
	expect(checkPeriods(asked)).toBeNull();
	expect(checkPeriods({ ...query('2026-10-01', '2026-10-02', asked.bucket), compareWith: asked.period })).toBeNull();
});

test.each([
	[query('2026-99-99', '2026-10-01'), 'is no period'],
	[query('2025-02-29', '2025-03-01'), 'is no period'],
	[query('2026-11-01', '2026-10-01'), 'is no period'],
	[query('1990-01-01', '2026-11-29', 'day'), 'more than 1200 days'],
	[query('0001-01-01', '9999-12-31', 'month'), 'more than 1200 months'],
])('$0.period.from to $0.period.to by $0.bucket may not', (asked, why) => {
	expect(checkPeriods(asked)?.problem).toMatchObject({ code: 'invalid-input', message: expect.stringContaining(why) });
	const compared = { ...query('2026-10-01', '2026-10-02', asked.bucket), compareWith: asked.period };
	expect(checkPeriods(compared)?.problem.message).toContain(why);
});

test('a question about ten thousand years never reaches the store', async () => {
	const { delivery } = openTestDelivery();
	const all = query('0001-01-01', '9999-12-31', 'day');
	const refused = { ok: false, problem: { code: 'invalid-input' } };
	expect(await delivery.api.metrics(all)).toMatchObject(refused);
	const rows = { query: all, metric: 'deployment-frequency', show: 'all', cursor: null } as const;
	expect(await delivery.api.rows({ ...rows, limit: 10 })).toMatchObject(refused);
	expect(await delivery.api.rowsCsv(rows)).toMatchObject(refused);
});

test.each([
	['journal|d1', 'ci|d1', true, null],
	['ci|1', 'ci|2', false, null],
	['ci|1', 'ci|2', null, null],
	['ci|1', 'ci|1', false, 'one and the same telling'],
	['ci|1', 'ci|2', true, 'One source tells of both'],
	['ci|1', '2', true, 'not the address of a fact'],
])('that %s and %s are one (%s) is refused: %s', (one, other, isSame, why) => {
	const known = { services: [], groups: [], environments: [] };
	const refusal = checkLink({ link: { kind: 'deployments-match', one, other, isSame }, idempotencyKey: 'k' }, known);
	expect(refusal?.problem.message ?? null).toEqual(why === null ? null : expect.stringContaining(why));
});

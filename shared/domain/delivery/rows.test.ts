import { describe, expect, it } from 'vitest';
import type { DoraMetric } from './metrics.ts';
import { rowsOf } from './rows.ts';
import { day, deployed, deployedInTurn, graphOf, hour, incident, judge, monday } from './testing/facts.ts';

const canary = { outcome: 'taken-back', tookTraffic: true, firstTrafficAt: monday + 3 * hour } as const;
const commits = graphOf([
	{ sha: 'aaaa1', parents: [], at: monday - 9 * day },
	{ sha: 'bbbb1', parents: ['aaaa1'], at: monday - 2 * hour },
	{ sha: 'cccc1', parents: ['bbbb1'], at: monday - hour, more: { isBot: true } },
	{ sha: 'dddd1', parents: ['cccc1'], at: monday + 9 * day },
]);
const history = judge({
	deployments: [
		...deployedInTurn([
			['V1', { commit: 'aaaa1' }],
			['V2', { commit: 'dddd1', actor: 'Ada' }],
			['V1', {}],
			['V3', { ...canary, note: 'errors 3 %' }],
			['V4', {}],
		]),
		deployed(monday + 5 * hour, { version: 'V5', outcome: 'failed' }),
	],
	incidents: [
		incident(monday + 6 * hour, { nativeId: 'INC-1' }),
		incident(monday + 6 * day, { nativeId: 'INC-2', isNotFromChange: true }),
	],
	commits,
});
const unit = { service: 'shop', environment: 'production', history, isJudged: true };
const rows = (metric: DoraMetric, withBots = false) =>
	rowsOf(unit, metric, {
		span: { from: monday, to: monday + 7 * day },
		now: monday + 10 * day,
		withBots,
		incident: (ref) => (ref === 'pager|INC-2' ? { title: 'Disk full', url: 'https://pager.example/2' } : null),
		commit: (sha) => (sha === 'bbbb1' ? { subject: 'Add basket', author: 'Ada' } : null),
	});
const told = (metric: DoraMetric, withBots = false) =>
	rows(metric, withBots).map(({ title, counts, value, why }) => `${title} ${counts ? 'counts' : '-'} ${value} ${why}`);

describe('rows', () => {
	it('of the frequency: each deployment and what it was, newest first', () => {
		expect(told('deployment-frequency')).toEqual([
			'V5 - null A failed attempt: it failed before any user met it, so it counts as a pipeline failure.',
			'V4 counts null Counted: it succeeded and changed the running version from V1 to V4.',
			'V3 - null Taken back: users met it, and it was rolled back before it finished: errors 3 %.',
			'V1 - null Rollback: V1 had run here before, after V2.',
			'V2 counts null Counted: it succeeded and changed the running version from V1 to V2.',
			'V1 counts null Counted: V1 succeeded; it is the first that is recorded here.',
		]);
		expect(rows('deployment-frequency')[4]?.detail).toMatchObject({ author: 'Ada', commit: 'dddd1' });
	});
	it('of the lead time: commits, and deployments without', () => {
		expect(told('change-lead-time')).toEqual([
			'V4 - null No lead times: its source names no commit.',
			'Add basket counts 10800000 Counted: authored 3 h before V2, the first deployment that contains it, was done.',
			'cccc1 - 7200000 Left out: a bot is its author. V2 was the first deployment that contains it.',
			`dddd1 - ${hour - 9 * day} Left out: it says that it was authored 8 d 23 h after V2 had been deployed, so a clock is wrong.`,
			'V1 - null No lead times: it is the first that is recorded, so nothing says which of its commits were new.',
		]);
		expect(rows('change-lead-time', true).filter(({ counts }) => counts)).toHaveLength(2);
	});
	it('of the fail rate: what is divided by counts, failed ones are 1', () => {
		expect(told('change-fail-rate')).toEqual([
			'Disk full - null Counts nowhere: its source says that no change caused it.',
			'V5 - null Not divided by. A failed attempt: it failed before any user met it, so it counts as a pipeline failure.',
			'V4 counts 1 Failed. Incident INC-1 began 2 h after it (inferred).',
			'V3 counts 1 Failed. Taken back: users met it, and it was rolled back before it finished: errors 3 %.',
			'V1 - null Not divided by. Rollback: V1 had run here before, after V2.',
			'V2 counts 1 Failed. V2 went back to V1.',
			'V1 counts 0 Nothing shows that it failed.',
		]);
	});
	it('of the recovery time: failures and how they ended', () => {
		expect(told('recovery-time')).toEqual([
			'Disk full - null Counts nowhere: its source says that no change caused it.',
			'V4 - null Not part of the median: not put right yet, for 9 d 20 h.',
			'V3 counts 0 Counted: 0 ms from its first traffic until the rollback was done.',
			'V2 counts 3600000 Counted: 1 h from its first traffic until the rollback was done.',
		]);
	});
	it('of what was taken back without a first traffic that is known: not part of the median', () => {
		const back = { outcome: 'taken-back', tookTraffic: true } as const;
		const told = judge({
			deployments: [...deployedInTurn(['V1']), deployed(monday + hour, { version: 'V2', ...back })],
		});
		const found = rowsOf({ ...unit, history: told }, 'recovery-time', {
			...{ span: { from: monday, to: monday + day }, now: monday + day, withBots: false },
			...{ incident: () => null, commit: () => null },
		});
		expect(found).toMatchObject([{ title: 'V2', counts: false, value: null }]);
		expect(found[0]?.why).toMatch(/^Not part of the median: it was taken back/);
	});
	it('of the rework rate: unplanned ones are 1', () => {
		expect(told('rework-rate').map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
			...['V5 - null', 'V4 counts 0', 'V3 counts 0', 'V1 counts 1', 'V2 counts 0', 'V1 counts 0'],
		]);
	});
	it('only those of the stretch of time', () => {
		const found = rowsOf(unit, 'deployment-frequency', {
			span: { from: monday + hour, to: monday + 2 * hour },
			...{ now: 0, withBots: false, incident: () => null, commit: () => null },
		});
		expect(found.map(({ id }) => id)).toEqual(['told|d1']);
	});
	it('of a unit without a source of incidents nothing counts in what is known by incidents', () => {
		const context = { span: { from: monday, to: monday + 7 * day }, now: monday + 10 * day, withBots: false };
		const found = (metric: DoraMetric) =>
			rowsOf({ ...unit, isJudged: false }, metric, { ...context, incident: () => null, commit: () => null });
		for (const metric of ['change-fail-rate', 'recovery-time'] as const) {
			expect(found(metric).filter(({ counts }) => counts)).toEqual([]);
			expect(found(metric)).toHaveLength(rows(metric).length);
		}
		expect(found('change-fail-rate')[4]?.why).toBe(rows('change-fail-rate')[4]?.why);
		expect(found('change-fail-rate')[5]?.why).toBe(
			'Not part of it: shop has no source of incidents. Failed. V2 went back to V1.',
		);
		expect(found('rework-rate')).toEqual(rows('rework-rate'));
	});
	it('the mean over what counts is the rate', () => {
		for (const [metric, rate] of [
			['change-fail-rate', 3 / 4],
			['rework-rate', 1 / 5],
		] as const) {
			const counted = rows(metric).filter(({ counts }) => counts);
			expect(counted.reduce((sum, { value }) => sum + (value ?? 0), 0) / counted.length).toBeCloseTo(rate, 12);
		}
	});
});

import { describe, expect, it } from 'vitest';
import type { TimelineItem } from './metrics.ts';
import { rankSuspects, type SuspectContext } from './suspects.ts';
import { day, hour, minute, monday } from './testing/facts.ts';

const item = (ref: string, before: number, more: Partial<TimelineItem> = {}): TimelineItem => ({
	ref,
	kind: 'deployment',
	service: 'shop',
	environment: 'production',
	title: ref,
	at: monday - before,
	endedAt: null,
	standing: 'counted',
	isFailed: false,
	severity: null,
	url: null,
	deploymentId: null,
	...more,
});
const outage = item('outage', 0, { kind: 'incident', standing: null });
const change = (ref: string, before: number, kind: TimelineItem['kind'], more: Partial<TimelineItem> = {}) =>
	item(ref, before, { kind, standing: null, ...more });
const plain: SuspectContext = {
	explicit: new Set(),
	inferred: new Set(),
	environments: new Set(['production']),
	lookBackMs: day,
	deployment: () => ({ commits: 1, isUnplanned: false }),
};
const ranked = (items: readonly TimelineItem[], context: Partial<SuspectContext> = {}) =>
	rankSuspects(outage, items, { ...plain, ...context });
const order = (...asked: Parameters<typeof ranked>) => ranked(...asked).map(({ item: { ref } }) => ref);

describe('suspects', () => {
	it('what was named as the cause comes first, however far', () => {
		const items = [item('near', minute), item('named', 9 * day), item('far', 20 * hour)];
		expect(order(items, { explicit: new Set(['named']) })).toEqual(['named', 'near', 'far']);
	});
	it('of two as near, the one of the same service', () => {
		expect(order([item('other', hour, { service: 'cart' }), item('own', hour)])).toEqual(['own', 'other']);
	});
	it('of two of the service, the nearer one', () => {
		expect(order([item('earlier', 5 * hour), item('later', hour)])).toEqual(['later', 'earlier']);
	});
	it('of two as near, the larger batch; then the unplanned one', () => {
		const batch = (ref: string) => ({ commits: ref === 'large' ? 47 : 2, isUnplanned: ref === 'hotfix' });
		expect(order([item('small', hour), item('large', hour), item('hotfix', hour)], { deployment: batch })).toEqual([
			...['large', 'hotfix', 'small'],
		]);
	});
	it('a migration minutes before is more suspect than a deployment of the day before', () => {
		expect(order([item('old', 20 * hour), change('migration', 5 * minute, 'migration')])).toEqual(['migration', 'old']);
	});
	it('leaves out what cannot have been it', () => {
		const items = [
			item('attempt', hour, { standing: 'attempt' }),
			item('after', -hour),
			item('staging', hour, { environment: 'staging' }),
			item('too early', 25 * hour),
			change('another incident', hour, 'incident'),
			change('flag of all', hour, 'flag', { service: null, environment: null }),
		];
		expect(order(items)).toEqual(['flag of all']);
	});
	it('keeps what began long before and was still going on', () => {
		const backfill = change('backfill', 3 * day, 'migration', { endedAt: monday + hour });
		expect(ranked([backfill])[0]?.reasons).toEqual(['the same service', 'still going on when it began']);
	});
	it('says why', () => {
		const [first, second] = ranked([item('V2', 11 * minute), change('flag', 3 * hour, 'flag', { service: 'cart' })], {
			inferred: new Set(['V2']),
			deployment: () => ({ commits: 23, isUnplanned: true }),
		});
		expect(first?.link).toBe('inferred');
		expect(first?.reasons).toEqual([
			...['the last deployment that users had met before it', 'the same service', '11 min before'],
			...['23 commits at once', 'unplanned'],
		]);
		expect(second?.reasons).toEqual(['another service, cart', '3 h before']);
	});
	it('scores from 0 to 1, in the same order whatever order they came in', () => {
		const items = [item('a', hour), item('b', hour), item('c', 2 * hour), change('d', 2 * hour, 'flag')];
		expect(order(items.toReversed())).toEqual(order(items));
		const all = ranked(items, { explicit: new Set(['a']), deployment: () => ({ commits: 999, isUnplanned: true }) });
		expect(all.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
	});
});

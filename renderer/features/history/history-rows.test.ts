import { describe, expect, it } from 'vitest';
import type { HistoryRow } from '../../../shared/rpc/views.ts';
import { filterRows, type HistoryFilter, mergeRows, timelineItems, tookText } from './history-rows.ts';

function row(change: Partial<HistoryRow>): HistoryRow {
	return {
		id: 'd1',
		service: 'checkout',
		environment: 'production',
		tier: 'production',
		version: '2.4.0',
		fromVersion: '2.3.1',
		strategy: 'canary',
		state: 'completed',
		startedBy: 'Ada',
		createdAt: 1_000,
		position: 1,
		finishedAt: 91_000,
		outcome: 'Healthy',
		...change,
	};
}

describe('mergeRows', () => {
	it('keeps one row a deployment, the newer view of it, newest first', () => {
		const known = [row({ id: 'a', position: 1, state: 'analysing' }), row({ id: 'b', position: 3 })];
		const merged = mergeRows(known, [
			row({ id: 'a', position: 1, state: 'completed' }),
			row({ id: 'c', position: 2, createdAt: 9_000 }),
		]);
		expect(merged.map(({ id, state }) => [id, state])).toEqual([
			['b', 'completed'],
			['c', 'completed'],
			['a', 'completed'],
		]);
	});
});

describe('filterRows', () => {
	const rows = [
		row({ id: 'done' }),
		row({ id: 'back', state: 'rolled-back', outcome: 'p95 812 ms, limit 500 ms' }),
		row({ id: 'now', state: 'paused', environment: 'staging', startedBy: 'Grace' }),
	];
	const all: HistoryFilter = { text: '', environment: null, ending: 'all' };
	it.each<[string, Partial<HistoryFilter>, string[]]>([
		['everything', {}, ['done', 'back', 'now']],
		['what is in flight', { ending: 'in-flight' }, ['now']],
		['what was rolled back', { ending: 'rolled-back' }, ['back']],
		['one environment', { environment: 'staging' }, ['now']],
		['words of the outcome, in any case', { text: 'P95  812' }, ['back']],
		['who', { text: 'grace' }, ['now']],
		['words that never meet', { text: 'grace p95' }, []],
	])('finds %s', (_name, filter, ids) => {
		expect(filterRows(rows, { ...all, ...filter }).map(({ id }) => id)).toEqual(ids);
	});
});

describe('timelineItems', () => {
	it('tells each bar in words, and leaves the end open while it is under way', () => {
		const items = timelineItems([row({}), row({ id: 'now', state: 'analysing', finishedAt: null, outcome: '' })], true);
		expect(items[0]?.description).toBe('2.4.0 of checkout in production: completed after 1 min 30 s. Healthy');
		expect(items[0]?.lane).toBe('checkout / production');
		expect(items[1]).toMatchObject({ to: null, tone: 'busy' });
		expect(tookText(row({ finishedAt: null }))).toBe(null);
	});
});

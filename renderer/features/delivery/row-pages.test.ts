import { expect, test } from 'vitest';
import type { MetricRow, MetricRowsPage } from '../../../shared/domain/delivery/metrics.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { createRowPages } from './row-pages.ts';

const row = (id: string): MetricRow => ({
	...{ id, service: 'checkout', environment: 'production', title: id, at: 0, counts: true, why: '', value: null },
	detail: {},
});
const page = (ids: readonly string[], next: string | null): Result<MetricRowsPage> =>
	ok({ rows: ids.map(row), total: 3, counted: 2, next });
const idsOf = (pages: ReturnType<typeof createRowPages>) => pages.store.getState().rows.map(({ id }) => id);

test('pages follow one another to the end', async () => {
	const pages = createRowPages();
	const asked: (string | null)[] = [];
	await pages.restart(async (cursor) => {
		asked.push(cursor);
		return cursor === null ? page(['a', 'b'], '2') : page(['c'], null);
	});
	expect(pages.store.getState()).toMatchObject({ total: 3, counted: 2, hasMore: true, isAsking: false });
	await pages.more();
	await pages.more();
	expect(idsOf(pages)).toEqual(['a', 'b', 'c']);
	expect(asked).toEqual([null, '2']);
	expect(pages.store.getState().hasMore).toBe(false);
});

test('an answer to an older question never takes the place of a newer one', async () => {
	const pages = createRowPages();
	let answerOld = (_result: Result<MetricRowsPage>): void => {};
	const old = pages.restart(() => new Promise((done) => (answerOld = done)));
	await pages.restart(async () => page(['new'], null));
	answerOld(page(['old'], null));
	await old;
	expect(idsOf(pages)).toEqual(['new']);
});

test('what is known stays when asking again fails, with the reason', async () => {
	const pages = createRowPages();
	await pages.restart(async () => page(['a'], null));
	await pages.restart(async () => fail('store-failed', 'The facts could not be read.', 'Try again.'));
	expect(idsOf(pages)).toEqual(['a']);
	expect(pages.store.getState().problem?.message).toBe('The facts could not be read.');
});

test('nothing is shown after the screen has gone', async () => {
	const pages = createRowPages();
	const asking = pages.restart(async () => page(['a'], null));
	pages.stop();
	await asking;
	expect(idsOf(pages)).toEqual([]);
});

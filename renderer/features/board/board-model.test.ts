import { describe, expect, test } from 'vitest';
import { fakeEnvironment } from '../../dev/fake-environment.ts';
import { fullRoom } from '../../dev/fake-room.ts';
import { type BoardView, boardModel, firstRows } from './board-model.ts';
import { placeAfter } from './grid-keys.ts';

const all = Object.values(fullRoom(1_000_000_000_000, 9).environments);
const plain: BoardView = { filter: '', grouping: 'none', pinned: [], projectName: (id) => id };
const namesOf = (view: Partial<BoardView>) =>
	boardModel(all, { ...plain, ...view }).groups.map(({ title, rows }) => [title, ...rows.map((row) => row.service)]);

describe('the board', () => {
	test('has production last, and only production framed', () => {
		expect(boardModel(all, plain).columns).toEqual([
			{ name: 'testing', isProduction: false },
			{ name: 'staging', isProduction: false },
			{ name: 'production', isProduction: true },
		]);
	});

	test('puts pinned services first, the rest by name', () => {
		expect(namesOf({ pinned: ['search'] })[0]?.slice(0, 4)).toEqual([null, 'search', 'billing', 'catalog']);
	});

	test.each([
		['check', ['checkout']],
		['PAYMENTS bill', ['billing']],
		['down production', ['billing', 'catalog']],
		['no such thing', []],
	])('filtered by %j shows %j', (filter, expected) => {
		const model = boardModel(all, { ...plain, filter });
		expect(model.groups.flatMap((group) => group.rows.map((row) => row.service))).toEqual(expected);
		expect([model.total, model.shown]).toEqual([9, expected.length]);
	});

	test('groups by team, with the pinned ones before them', () => {
		expect(namesOf({ grouping: 'owner', pinned: ['orders'], filter: '' })).toEqual([
			['Pinned', 'orders'],
			['growth', 'gateway', 'search'],
			['payments', 'billing', 'mailer'],
			['platform', 'checkout', 'pricing'],
			['search', 'identity'],
			['shop', 'catalog'],
		]);
	});

	test('leaves a place where a service has no such environment', () => {
		const lone = fakeEnvironment(0, { service: 'alone', environment: 'staging', version: '1' });
		const row = boardModel([...all, lone], plain).groups[0]?.rows.find((each) => each.service === 'alone');
		expect(row?.cells).toEqual([null, 'alone/staging', null]);
	});
});

test.each([0, 1, 3, 9, 50])('the first %i rows are the first of the whole', (count) => {
	const { groups } = boardModel(all, { ...plain, grouping: 'owner' });
	const names = (given: typeof groups) => given.flatMap((group) => group.rows.map((row) => row.service));
	expect(names(firstRows(groups, count))).toEqual(names(groups).slice(0, count));
});

describe('keys on the grid', () => {
	const size = { rows: 5, columns: 4 };
	test.each([
		['ArrowDown', { row: 0, column: 1 }, false, { row: 1, column: 1 }],
		['ArrowDown', { row: 4, column: 1 }, false, { row: 4, column: 1 }],
		['ArrowUp', { row: 0, column: 0 }, false, { row: 0, column: 0 }],
		['ArrowRight', { row: 2, column: 3 }, false, { row: 2, column: 3 }],
		['ArrowLeft', { row: 2, column: 3 }, false, { row: 2, column: 2 }],
		['Home', { row: 2, column: 3 }, false, { row: 2, column: 0 }],
		['End', { row: 2, column: 0 }, false, { row: 2, column: 3 }],
		['Home', { row: 2, column: 3 }, true, { row: 0, column: 0 }],
		['End', { row: 2, column: 0 }, true, { row: 4, column: 3 }],
		['PageDown', { row: 0, column: 2 }, false, { row: 4, column: 2 }],
		['x', { row: 0, column: 2 }, false, null],
	] as const)('%s from %j (far: %s) leads to %j', (key, from, isFar, expected) => {
		expect(placeAfter(key, from, size, isFar)).toEqual(expected);
	});
});

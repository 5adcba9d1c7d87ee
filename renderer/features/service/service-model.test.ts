import { describe, expect, test } from 'vitest';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { fakeRelease, fakeService, pipelineRoom } from '../../dev/fake-pipelines.ts';
import {
	batchOf,
	batchWords,
	controlName,
	freezesInOrder,
	inOrder,
	lifters,
	nextOffer,
	offerOf,
	sizeWords,
} from './service-model.ts';
import { mergePage } from './use-pages.ts';

const now = 1e12;
const environments = inOrder(Object.values(pipelineRoom(now, 'passed').environments));
const named = (name: string): EnvironmentView => {
	const found = environments.find(({ environment }) => environment === name);
	if (found === undefined) throw new Error(`no ${name}`);
	return found;
};

test('environments stand on the way to production', () => {
	expect(inOrder(environments.toReversed()).map(({ environment }) => environment)).toEqual([
		'testing',
		'staging',
		'production',
	]);
});

describe('where a release goes next', () => {
	test.each([
		[[], 'testing'],
		[['testing'], 'staging'],
		[['testing', 'staging'], 'production'],
		[['checkout/testing'], 'staging'],
		[['production'], null],
	])('from %j to %s', (standsIn, expected) => {
		const offer = nextOffer(fakeRelease(now, '2.4.1', { standsIn }), environments);
		expect(offer?.environment.environment ?? null).toBe(expected);
	});

	test('is refused with the reason and who can lift it', () => {
		const offer = nextOffer(
			fakeRelease(now, '2.4.1', { standsIn: ['testing'], held: 'Coverage is missing.' }),
			environments,
		);
		expect(offer?.reasons).toEqual([{ text: 'Coverage is missing.', whoCan: 'Anybody who may act can waive it' }]);
	});

	test('is refused while the environment takes nothing, in its words', () => {
		const busy = {
			...named('staging'),
			start: { ...named('staging').start, allowed: false, detail: '2.4.0 is on its way here' },
		};
		expect(offerOf(fakeRelease(now, '2.4.1'), busy).reasons).toEqual([
			{ text: '2.4.0 is on its way here', whoCan: null },
		]);
	});

	test('is refused where the environment does not know the release yet', () => {
		expect(offerOf(fakeRelease(now, '9.9.9'), named('staging')).reasons[0]?.text).toBe(
			'9.9.9 is not among the releases that staging can start.',
		);
	});

	test('names production in capitals on its control', () => {
		expect([controlName(named('production')), controlName(named('staging'))]).toEqual(['PRODUCTION', 'staging']);
	});
});

test.each([
	[1, '1 commit waits'],
	[3, '3 commits wait'],
	[null, '2.4.1 waits'],
])('a batch of %s reads %s', (commits, expected) => {
	expect(batchWords({ commits, toVersion: '2.4.1' })).toBe(expected);
});

test('a batch is found by where it goes', () => {
	const batches = fakeService(now, 'passed').pipeline?.batches ?? [];
	expect(batchOf(batches, 'checkout/staging')?.commits).toBe(2);
	expect(batchOf(batches, 'checkout/testing')).toBeNull();
	expect(batchOf(null, 'checkout/staging')).toBeNull();
});

test('a release without git says that its size is not known', () => {
	expect(sizeWords(fakeRelease(now, '1', { commits: null }))).toBe('commits not known');
	expect(sizeWords(fakeRelease(now, '1', { commits: 2 }))).toBe('2 commits by 2 authors');
});

test('freezes that hold stand first, and say who may lift them', () => {
	const [held] = fakeService(now, 'frozen').freezes;
	const [next] = fakeService(now, 'full').freezes;
	if (held === undefined || next === undefined) throw new Error('The fakes have no freezes.');
	expect(freezesInOrder([next, held])).toEqual([held, next]);
	expect(lifters(held)).toBe('Ada or Grace can lift it');
	expect(lifters(next)).toBe('Anybody who may act can lift it');
});

describe('pages', () => {
	const of = { id: (item: { id: string }) => item.id, position: (item: { at: number }) => item.at };
	const item = (id: string, at: number, word = '') => ({ id, at, word });

	test('are merged newest first, what was read later counting', () => {
		const known = [item('b', 2, 'old'), item('a', 1)];
		expect(mergePage(known, [item('c', 3), item('b', 2, 'new')], of)).toEqual([
			item('c', 3),
			item('b', 2, 'new'),
			item('a', 1),
		]);
	});
});

/** Tellings of several sources as real pipelines make them: what a person who was there would count. Minutes from `monday` on. */
import { describe, expect, it } from 'vitest';
import { nearTellings } from './near-tellings.ts';
import { placeDeployments } from './place.ts';
import { nothingSaid } from './testing/facts.ts';
import { canary, failed, history, otherSha, refOf, sha, standings, type Told, told } from './testing/tellings.ts';

describe('what a person who was there would count', () => {
	it.each<[string, readonly Told[], string]>([
		[
			'a run that checks for 40 minutes',
			[
				['j1', '2', 0, 10],
				['g1', 'v2', -20, 50],
			],
			'j1 counted, g1 told-twice',
		],
		[
			'a hotfix while that run still checks, of which its source knows nothing',
			[
				['j1', '2', 0, 10],
				['g1', 'v2', 0, 50],
				['j2', '3', 20, 30],
			],
			'j1 counted, j2 counted, g1 told-twice',
		],
		[
			'a return while that run still checks',
			[
				['j0', '1', -60, -50],
				['g0', '1', -60, -50],
				['j1', '2', 0, 10],
				['g1', '2', 0, 50],
				['j2', '1', 20, 30],
			],
			'g0 told-twice, j0 counted, j1 counted, j2 rollback, g1 told-twice',
		],
		[
			'one by hand that began as our attempt was nearly over',
			[
				['j1', '1', -60, -50],
				['j2', '2', 0, 3, failed],
				['g2', '2', 2, 10],
			],
			'j1 counted, j2 attempt, g2 counted',
		],
		[
			'one that went out after our canary, which another source had called a success',
			[
				['j1', '1', -60, -50],
				['j2', '2', 0, 20, canary],
				['g2', '2', 0, 21],
				['a2', '2', 22, 23],
			],
			'j1 counted, j2 taken-back, g2 told-twice, a2 counted',
		],
		[
			'what was retried within one run of the other source',
			[
				['j1', '2', 0, 3, failed],
				['j2', '2', 5, 8],
				['g1', '2', 0, 8],
			],
			'j1 attempt, g1 told-twice, j2 counted',
		],
		[
			'what one source deploys again each night',
			[
				['g1', '2', 0, 10],
				['a1', '2', 0, 1],
				['a2', '2', 600, 601],
				['a3', '2', 2040, 2041],
			],
			'a1 counted, g1 told-twice, a2 same-version, a3 same-version',
		],
		[
			'four sources, each knowing another part',
			[
				['j1', '2', 0, 10, { commit: sha }],
				['g1', null, -5, 50, { commit: sha.slice(0, 7) }],
				['a1', null, 1, 2, { commit: sha }],
				['c1', 'v2', 20, 20],
			],
			'a1 told-twice, j1 counted, c1 told-twice, g1 told-twice',
		],
		[
			'another source with one name for all, as of a chart',
			[
				['j1', '1', 0, 10, { commit: sha }],
				['a1', '0.3', 0, 9, { commit: sha }],
				['j2', '2', 60, 70, { commit: otherSha }],
				['a2', '0.3', 60, 69, { commit: otherSha }],
				['j3', '1', 120, 130, { commit: sha }],
				['a3', '0.3', 120, 129, { commit: sha }],
			],
			'a1 told-twice, j1 counted, a2 told-twice, j2 counted, a3 told-twice, j3 rollback',
		],
		[
			'the same beside a source that knows commits alone',
			[
				['g1', null, 0, 10, { commit: sha }],
				['a1', '0.3', 0.1, 0.1, { commit: sha }],
				['g2', null, 60, 70, { commit: otherSha }],
				['a2', '0.3', 60.1, 60.1, { commit: otherSha }],
			],
			'a1 told-twice, g1 counted, a2 told-twice, g2 counted',
		],
		[
			'a way back that only another source tells of, by a name of its own',
			[
				['j1', '1', 0, 10, { commit: sha }],
				['a1', 'build 7', 0, 10, { commit: sha }],
				['j2', '2', 60, 70],
				['a3', 'build 7', 120, 130],
			],
			'a1 told-twice, j1 counted, j2 counted, a3 rollback',
		],
	])('%s', (_name, all, expected) => {
		expect(standings(all)).toBe(expected);
		expect(standings(all.toReversed())).toBe(expected);
	});
});

describe('what people said of two tellings', () => {
	const said = (one: string, other: string, isSame: boolean) => ({
		said: { ...nothingSaid, tellings: [{ one: refOf(one), other: refOf(other), isSame }] },
	});
	const all: readonly Told[] = [
		['g1', '2', 0, 9],
		['j1', '2', 0, 10],
	];
	const third: Told = ['a1', '2', 0, 9.5];
	const tellings = (of: readonly Told[], more = {}) =>
		history(of, more).deployments.map(({ ref, tellings: others }) => [ref.split('|')[1], others]);

	it('holds when a third telling comes', () => {
		expect(standings(all, said('g1', 'j1', false))).toBe('g1 counted, j1 same-version');
		expect(standings([...all, third], said('g1', 'j1', false))).toBe('g1 told-twice, a1 counted, j1 same-version');
		const other: Told = ['c1', '7', 300, 301];
		expect(standings([...all, other, third], said('c1', 'j1', true))).toBe(
			'g1 told-twice, a1 told-twice, j1 counted, c1 told-twice',
		);
	});

	it('is told beside both, and so is what was found', () => {
		const found = { isSame: true, said: null };
		expect(tellings([...all, third])).toEqual([
			['g1', [{ ref: refOf('j1'), ...found }]],
			['a1', [{ ref: refOf('j1'), ...found }]],
			[
				'j1',
				[
					{ ref: refOf('a1'), ...found },
					{ ref: refOf('g1'), ...found },
				],
			],
		]);
		const apart = { isSame: false, said: false };
		expect(tellings(all, said('g1', 'j1', false))).toEqual([
			['g1', [{ ref: refOf('j1'), ...apart }]],
			['j1', [{ ref: refOf('g1'), ...apart }]],
		]);
		expect(tellings([...all, third], said('g1', 'a1', true))[0]).toEqual([
			'g1',
			[
				{ ref: refOf('a1'), isSame: true, said: true },
				{ ref: refOf('j1'), ...found },
			],
		]);
		expect(tellings([['g1', '2', 0, 9]])).toEqual([['g1', undefined]]);
	});
});

describe('very many tellings of one version', () => {
	const many = (from: string, count: number, more: Partial<ReturnType<typeof told>> = {}) =>
		Array.from({ length: count }, (_, index) =>
			told([`${from}${String(index).padStart(5, '0')}`, '2', 0, 10, { ...canary, ...more }]),
		);
	const placed = (facts: readonly ReturnType<typeof told>[]) => placeDeployments(facts, new Map(), (hash) => hash);

	it('are looked at two by two only so often', () => {
		const looked = (count: number) => {
			const all = placed([...many('g', count), ...many('a', count)]);
			return [...nearTellings([...all.keys()], all)].length;
		};
		expect(looked(400)).toBeLessThanOrEqual(800 * 128);
		expect(looked(400) / looked(200)).toBeLessThan(2.3);
	});

	it('of one instant find each other in order', () => {
		const all = [...many('g', 150), ...many('a', 150), ...many('j', 40)];
		const { deployments } = history([], { deployments: all });
		expect(deployments.filter(({ standing }) => standing === 'taken-back')).toHaveLength(150);
		expect(history([], { deployments: all.toReversed() }).deployments).toEqual(deployments);
	});

	it('of successes, between which others ran', () => {
		const success = { outcome: 'succeeded', tookTraffic: null, firstTrafficAt: null } as const;
		const between = many('g', 150, success).map((fact, index) => (index % 2 === 0 ? fact : { ...fact, version: '3' }));
		const all = [...between, ...many('a', 150, success)];
		expect(history([], { deployments: all }).deployments).toHaveLength(300);
	});
});

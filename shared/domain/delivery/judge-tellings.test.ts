/** Which tellings of several sources are of one deployment, by hand. Minutes from `monday` on. */
import { describe, expect, it } from 'vitest';
import { nothingSaid } from './testing/facts.ts';
import { canary, failed, history, otherSha, refOf, running, sha, standings, type Told } from './testing/tellings.ts';

describe('which tellings are of one deployment', () => {
	it.each<[string, readonly Told[], string]>([
		[
			'our journal counts',
			[
				['g1', '2', 0, 9],
				['j1', '2', 0, 10],
			],
			'g1 told-twice, j1 counted',
		],
		[
			'with and without a v',
			[
				['g1', 'v2.0', 0, 9],
				['j1', '2.0', 0, 10],
			],
			'g1 told-twice, j1 counted',
		],
		[
			'of one commit',
			[
				['g1', null, 0, 9, { commit: sha }],
				['a1', '2', 0, 10, { commit: sha }],
			],
			'g1 told-twice, a1 counted',
		],
		[
			'of one commit under two versions',
			[
				['g1', 'main', 0, 9, { commit: sha }],
				['j1', '2', 0, 10, { commit: sha }],
			],
			'g1 told-twice, j1 counted',
		],
		[
			'of the beginning of one commit',
			[
				['g1', null, 0, 9, { commit: sha.slice(0, 7) }],
				['j1', '2', 0, 10, { commit: sha }],
			],
			'g1 told-twice, j1 counted',
		],
		[
			'not of a shorter beginning',
			[
				['g1', null, 0, 9, { commit: sha.slice(0, 6) }],
				['j1', '2', 0, 10, { commit: sha }],
			],
			'g1 counted, j1 counted',
		],
		[
			'not of two commits',
			[
				['g1', null, 0, 9, { commit: otherSha }],
				['j1', '2', 0, 10, { commit: sha }],
			],
			'g1 counted, j1 counted',
		],
		[
			'not of two versions',
			[
				['g1', '3', 0, 9],
				['j1', '2', 0, 10],
			],
			'g1 counted, j1 counted',
		],
		[
			'not of one source',
			[
				['g1', '2', 0, 9, canary],
				['g2', '2', 1, 10, canary],
			],
			'g1 taken-back, g2 taken-back',
		],
		[
			'a source that knows the end alone',
			[
				['c1', '2', 25, 25, canary],
				['j1', '2', 0, 10, canary],
			],
			'j1 taken-back, c1 told-twice',
		],
		[
			'to the window’s edge, no further',
			[
				['c1', '2', 25.001, 25.001, canary],
				['j1', '2', 0, 10, canary],
			],
			'j1 taken-back, c1 taken-back',
		],
		[
			'a source that knows the beginning alone',
			[
				['a1', '2', 1, 1],
				['j1', '2', 0, 90],
			],
			'a1 told-twice, j1 counted',
		],
		[
			'three sources',
			[
				['g1', 'v2', 0, 9],
				['a1', null, 0, 2, { commit: sha }],
				['j1', '2', 0, 10, { commit: sha }],
			],
			'a1 told-twice, g1 told-twice, j1 counted',
		],
		[
			'without our journal the one that knows most',
			[
				['g1', '2', 0, 9],
				['a1', '2', 9.5, 9.5],
			],
			'g1 counted, a1 told-twice',
		],
		[
			'a canary that another source calls a success',
			[
				['j1', '1', -60, -50],
				['g2', '2', 0, 21],
				['j2', '2', 0, 20, canary],
			],
			'j1 counted, j2 taken-back, g2 told-twice',
		],
		[
			'what went out after the canary was taken back',
			[
				['j1', '1', -60, -50],
				['j2', '2', 0, 20, canary],
				['g2', '2', 21, 24],
			],
			'j1 counted, j2 taken-back, g2 counted',
		],
		[
			'not two others that contradict each other',
			[
				['g1', '2', 0, 9, failed],
				['a1', '2', 0, 10],
			],
			'g1 attempt, a1 counted',
		],
		[
			'a failed attempt and its retry, of which the other tells the end',
			[
				['g1', '2', 0, 3, failed],
				['g2', '2', 5, 8],
				['a1', '2', 8.2, 8.2],
			],
			'g1 attempt, g2 counted, a1 told-twice',
		],
		[
			'the same with our journal',
			[
				['j1', '2', 0, 3, failed],
				['j2', '2', 5, 8],
				['g1', '2', 8.2, 8.2],
			],
			'j1 attempt, j2 counted, g1 told-twice',
		],
		[
			'two failed attempts, each twice',
			[
				['g1', '2', 0, 3, failed],
				['g2', '2', 5, 8, failed],
				['a1', '2', 0, 3.1, failed],
				['a2', '2', 5, 8.1, failed],
			],
			'g1 told-twice, a1 attempt, g2 told-twice, a2 attempt',
		],
		[
			'one that is over where the other still runs',
			[
				['g1', '2', 0, 0, running],
				['a1', '2', 0, 10],
			],
			'g1 told-twice, a1 counted',
		],
		[
			'our journal still runs',
			[
				['j1', '2', 0, 0, running],
				['a1', '2', 0, 2],
			],
			'j1 unfinished, a1 told-twice',
		],
		[
			'a return that only one source tells of',
			[
				['j1', '1', 0, 1],
				['j2', '2', 4, 5],
				['c1', '1', 8, 8],
			],
			'j1 counted, j2 counted, c1 rollback',
		],
		[
			'a source whose clock is behind',
			[
				['j1', '1', 0, 1],
				['j2', '2', 4, 5],
				['c1', '1', 6, 7],
				['c2', '2', 10, 11],
			],
			'j1 counted, j2 counted, c1 told-twice, c2 told-twice',
		],
	])('%s', (_name, all, expected) => {
		expect(standings(all)).toBe(expected);
	});

	const alone: readonly Told[] = [
		['j1', '1', 0, 4],
		['j2', '2', 5, 9],
		['j3', '1', 10, 12],
		['j4', '2', 13, 17],
		['j5', '3', 20, 24],
	];
	it.each([-40, -3, 0, 3, 40])(
		'V1 V2 V1 V2 V3 is one history where a second and a third clock are %i s apart',
		(seconds) => {
			const late = seconds / 60;
			const more = alone.flatMap(([name, version, from, to]): readonly Told[] => [
				[name.replace('j', 'g'), `v${version ?? ''}`, from + late, to + late],
				[name.replace('j', 'a'), version, to - late, to - late],
			]);
			const judged = history([...more, ...alone]).deployments;
			const counted = judged.filter(({ standing }) => standing !== 'told-twice');
			expect(counted.map(({ why: _why, tellings: _tellings, ...rest }) => rest)).toEqual(
				history(alone).deployments.map(({ why: _why, ...rest }) => rest),
			);
			expect(judged).toHaveLength(15);
		},
	);

	it('what people say holds before all rules, but for two of one source', () => {
		const all: readonly Told[] = [
			['g1', '2', 0, 9, canary],
			['j1', '2', 0, 10, canary],
			['c1', '7', 300, 301, canary],
		];
		const said = (one: string, other: string, isSame: boolean) => ({
			said: { ...nothingSaid, tellings: [{ one: refOf(one), other: refOf(other), isSame }] },
		});
		expect(standings(all)).toBe('g1 told-twice, j1 taken-back, c1 taken-back');
		expect(standings(all, said('g1', 'j1', false))).toBe('g1 taken-back, j1 taken-back, c1 taken-back');
		expect(standings(all, said('c1', 'j1', true))).toBe('g1 told-twice, j1 taken-back, c1 told-twice');
		const own: readonly Told[] = [
			['g1', '2', 0, 9, canary],
			['g2', '2', 0, 10, canary],
		];
		expect(standings(own, said('g1', 'g2', true))).toBe('g1 taken-back, g2 taken-back');
	});
});

import { describe, expect, it } from 'vitest';
import type { HistoryInput } from './judge-history.ts';
import { deployedInTurn, graphOf, hour, incident, judge, monday, nothingSaid } from './testing/facts.ts';

const day = 24 * hour;
const two = deployedInTurn(['V1', 'V2']);
const canary = { outcome: 'taken-back', tookTraffic: true } as const;

function failuresOf(facts: Partial<HistoryInput>): readonly string[] {
	return judge(facts).deployments.flatMap(({ failure, ref }) =>
		(failure?.evidence ?? []).map(({ kind }) => `${ref.slice(5)} ${kind}`),
	);
}

describe('what later deployments show', () => {
	const three = (facts: Parameters<typeof deployedInTurn>[0][number]) => deployedInTurn(['V1', 'V2', facts]);
	it.each<[string, Partial<HistoryInput>, readonly string[]]>([
		['a hotfix, of what users met last', { deployments: three(['V3', { isHotfix: true }]) }, ['d1 hotfix-after']],
		[
			'a hotfix that was no hotfix by hand',
			{
				deployments: three(['V3', { isHotfix: true }]),
				said: { ...nothingSaid, deploymentHotfix: new Map([['told|d2', false]]) },
			},
			[],
		],
		[
			'a hotfix by hand',
			{ deployments: two, said: { ...nothingSaid, deploymentHotfix: new Map([['told|d1', true]]) } },
			['d0 hotfix-after'],
		],
		['a hotfix before anything else', { deployments: deployedInTurn([['V1', { isHotfix: true }]]) }, []],
		['a hotfix that failed', { deployments: three(['V3', { isHotfix: true, outcome: 'failed' }]) }, []],
		[
			'a hotfix after a canary',
			{ deployments: deployedInTurn(['V1', ['V2', canary], ['V3', { isHotfix: true }]]) },
			['d1 taken-back', 'd1 hotfix-after'],
		],
		['one that fixes a deployment', { deployments: three(['V3', { fixes: ['d0'] }]) }, ['d0 fixed-by']],
		['one that fixes a version', { deployments: three(['V3', { fixes: ['version:V1'] }]) }, ['d0 fixed-by']],
		['one that fixes what is not known', { deployments: three(['V3', { fixes: ['version:V9'] }]) }, []],
		['the same version again with a fix', { deployments: three(['V2', { fixes: ['d1'] }]) }, ['d1 fixed-by']],
		[
			'one that fixes an incident of a known cause',
			{
				deployments: three(['V3', { fixes: ['incident:X'] }]),
				incidents: [incident(monday + hour, { nativeId: 'X', causedBy: ['version:V1'] })],
			},
			['d0 linked-incident', 'd0 fixed-by'],
		],
		[
			'one that fixes an incident of an inferred cause',
			{
				deployments: three(['V3', { fixes: ['incident:X'] }]),
				incidents: [incident(monday + hour, { nativeId: 'X' })],
			},
			['d1 inferred-incident'],
		],
	])('%s', (_name, facts, expected) => {
		expect(failuresOf(facts)).toEqual(expected);
	});

	it('a fix ends what was only inferred, and leaves it inferred', () => {
		const deployments = three(['V3', { fixes: ['incident:X'] }]);
		const { failure } =
			judge({ deployments, incidents: [incident(monday + hour, { nativeId: 'X' })] }).deployments[1] ?? {};
		expect(failure).toMatchObject({ isInferred: true, recovered: { at: monday + 2 * hour, by: 'deployment' } });
	});

	it('a rollback past it ends a failure that an incident shows', () => {
		const incidents = [incident(monday + 2.5 * hour, { causedBy: ['version:V3'] })];
		const { deployments } = judge({ deployments: deployedInTurn(['V1', 'V2', 'V3', 'V1']), incidents });
		expect(deployments[2]?.failure?.recovered).toEqual({ at: monday + 3 * hour, by: 'rollback', ref: 'told|d3' });
	});

	describe('reverts', () => {
		const plan = (reverts: readonly string[], more = {}) =>
			graphOf([
				{ sha: 'aaaa1', parents: [], at: 0 },
				{ sha: 'bbbb1', parents: ['aaaa1'], at: 0, ...more },
				{ sha: 'cccc1', parents: ['bbbb1'], at: 0 },
				{ sha: 'dddd1', parents: ['cccc1'], at: 0, more: { reverts } },
			]);
		const deployments = deployedInTurn([
			['V1', { commit: 'aaaa1' }],
			['V2', { commit: 'bbbb1' }],
			['V3', { commit: 'cccc1' }],
			['V4', { commit: 'dddd1' }],
		]);
		it.each<[string, Partial<HistoryInput>, readonly string[]]>([
			['of what an earlier one brought', { commits: plan(['bbbb1']) }, ['d1 reverted-by']],
			['abbreviated', { commits: plan(['bbbb']) }, ['d1 reverted-by']],
			['of what came before the records', { commits: plan(['aaaa1']) }, []],
			['of a revert: it lands again', { commits: plan(['bbbb1'], { more: { reverts: ['ffff1'] } }) }, []],
			['of another service', { commits: plan(['bbbb1'], { more: { isOurs: false } }) }, []],
			['of what is not there', { commits: plan(['ffff1']) }, []],
			[
				'in the very same deployment',
				{ commits: plan(['bbbb1']), deployments: [deployments[0], deployments[3]].flatMap((one) => one ?? []) },
				[],
			],
		])('%s', (_name, facts, expected) => {
			expect(failuresOf({ deployments, ...facts })).toEqual(expected);
		});
		it('a hotfix that reverts points at what it reverts, not at the one before', () => {
			const hot = deployments.map((fact) => (fact.nativeId === 'd3' ? { ...fact, isHotfix: true } : fact));
			expect(failuresOf({ deployments: hot, commits: plan(['bbbb1']) })).toEqual(['d1 reverted-by']);
		});
	});

	it('a hotfix by a change that it brings; one that came with history does not matter', () => {
		const commits = graphOf([
			{ sha: 'aaaa1', parents: [], at: 0, more: { isHotfix: true } },
			{ sha: 'bbbb1', parents: ['aaaa1'], at: 0, more: { isHotfix: true } },
		]);
		const deployments = deployedInTurn([
			['V1', { commit: 'aaaa1' }],
			['V2', { commit: 'bbbb1' }],
		]);
		expect(failuresOf({ deployments, commits })).toEqual(['d0 hotfix-after']);
		expect(judge({ deployments, commits }).deployments.map(({ unplanned }) => unplanned)).toEqual([null, 'hotfix']);
	});

	it('strongest evidence first, and each thing once', () => {
		const fixes = ['version:V2', 'd1'];
		const deployments = deployedInTurn(['V1', 'V2', ['V3', { fixes }], 'V1']);
		const incidents = [incident(monday + hour), incident(monday + day, { causedBy: ['version:V2'] })];
		expect(failuresOf({ deployments, incidents })).toEqual([
			...['d1 linked-incident', 'd1 rolled-back', 'd1 fixed-by', 'd1 inferred-incident'],
		]);
	});
});

describe('what nobody had planned', () => {
	const of = (facts: Parameters<typeof deployedInTurn>[0]) =>
		judge({ deployments: deployedInTurn(facts) }).deployments.map(({ unplanned }) => unplanned);
	it.each([
		['rollback', ['V1', 'V2', 'V1'] as const, [null, null, 'rollback']],
		['hotfix', ['V1', ['V2', { isHotfix: true }]] as const, [null, 'hotfix']],
		['says what it fixes', ['V1', ['V2', { fixes: ['d0'] }]] as const, [null, 'hotfix']],
		['fixes an incident', ['V1', ['V2', { fixes: ['incident:X'] }]] as const, [null, 'fixes-incident']],
		['a hotfix taken back', ['V1', ['V2', { isHotfix: true, ...canary }]] as const, [null, 'hotfix']],
		['a hotfix without traffic', ['V1', ['V2', { isHotfix: true, outcome: 'failed' as const }]] as const, [null, null]],
	])('%s', (_name, told, expected) => {
		expect(of(told)).toEqual(expected);
	});
});

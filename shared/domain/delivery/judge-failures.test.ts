import { describe, expect, it } from 'vitest';
import type { IncidentFact } from './facts.ts';
import type { HistoryInput } from './judge-history.ts';
import { deployedInTurn, graphOf, hour, incident, judge, minute, monday, nothingSaid } from './testing/facts.ts';

const day = 24 * hour;
const two = deployedInTurn(['V1', 'V2']);
const canary = { outcome: 'taken-back', tookTraffic: true } as const;

function failuresOf(facts: Partial<HistoryInput>): readonly string[] {
	return judge(facts).deployments.flatMap(({ failure, ref }) =>
		(failure?.evidence ?? []).map(({ kind }) => `${ref.slice(5)} ${kind}`),
	);
}
const becauseOf = (facts: Partial<HistoryInput>) =>
	judge(facts).incidentsWithoutDeployment.map(({ because }) => because);
const said = (incidentCause: readonly (readonly [string, string | null])[]) => ({
	...nothingSaid,
	incidentCause: new Map(incidentCause),
});

describe('an incident of which nobody says whence it came', () => {
	const at = (offset: number, facts: Partial<IncidentFact> = {}) => ({
		deployments: two,
		incidents: [incident(monday + offset, facts)],
	});
	it.each<[string, Partial<HistoryInput>, readonly string[]]>([
		['right at the end of the last deployment', at(hour), ['d1 inferred-incident']],
		['between two', at(hour - 1), ['d0 inferred-incident']],
		['exactly 24 h after it', at(hour + day), ['d1 inferred-incident']],
		['just over 24 h after it', at(hour + day + 1), []],
		['before the first', at(-1), []],
		['of another service', at(hour, { service: 'cart' }), []],
		['of no service', at(hour, { service: null }), []],
		['of another environment', at(hour, { environment: 'staging' }), []],
		['of this environment by name', at(hour, { environment: 'production' }), ['d1 inferred-incident']],
	])('%s', (_name, facts, expected) => {
		expect(failuresOf(facts)).toEqual(expected);
	});

	it('is listed where no deployment is near enough', () => {
		expect(becauseOf(at(hour + day + 1))).toEqual(['none-within-window']);
		expect(becauseOf(at(hour + day + 1, { service: 'cart' }))).toEqual([]);
	});

	it('of production counts in production only', () => {
		const unit = { service: 'shop', environment: 'staging', tier: 'staging' } as const;
		expect(failuresOf({ ...at(hour), unit })).toEqual([]);
		expect(failuresOf({ ...at(hour, { environment: 'staging' }), unit })).toEqual(['d1 inferred-incident']);
	});

	it('that begins while a canary goes out is of the canary, and one after a long canary is near its end', () => {
		const firstTrafficAt = monday - 3 * day;
		const deployments = deployedInTurn([['V2', { firstTrafficAt }]]);
		expect(failuresOf({ deployments, incidents: [incident(monday - 2 * day)] })).toEqual(['d0 inferred-incident']);
		expect(failuresOf({ deployments, incidents: [incident(monday + hour)] })).toEqual(['d0 inferred-incident']);
		expect(failuresOf({ deployments, incidents: [incident(firstTrafficAt - 1)] })).toEqual([]);
	});

	it('passes over what cannot have failed: rollbacks, the same version again, attempts', () => {
		const deployments = deployedInTurn(['V1', 'V1', ['V2', { outcome: 'failed' }]]);
		expect(failuresOf({ deployments, incidents: [incident(monday + 3 * hour)] })).toEqual(['d0 inferred-incident']);
	});

	it('says so', () => {
		const [, second] = judge(at(hour + 200 * minute)).deployments;
		expect(second?.failure).toMatchObject({ isInferred: true, brokenAt: monday + hour, recovered: null });
		expect(second?.failure?.evidence[0]?.text).toBe(
			`Incident i${monday + hour + 200 * minute} began 3 h 20 min after it (inferred).`,
		);
	});
});

describe('an incident of which somebody says whence it came', () => {
	const late = incident(monday + 9 * day, { nativeId: 'late' });
	it.each<[string, Partial<HistoryInput>, readonly string[], readonly string[]]>([
		[
			'by hand: no change',
			{ incidents: [incident(monday + hour, { nativeId: 'late' })], said: said([['pager|late', null]]) },
			[],
			['said-by-hand'],
		],
		[
			'by hand: a deployment, however old',
			{ incidents: [late], said: said([['pager|late', 'told|d0']]) },
			['d0 linked-incident'],
			[],
		],
		[
			'by hand, against its source',
			{ incidents: [{ ...late, causedBy: ['version:V2'] }], said: said([['pager|late', 'told|d0']]) },
			['d0 linked-incident'],
			[],
		],
		['by hand: an unknown one', { incidents: [late], said: said([['pager|late', 'told|d9']]) }, [], ['named-unknown']],
		['by its source: a version', { incidents: [{ ...late, causedBy: ['version:V1'] }] }, ['d0 linked-incident'], []],
		['by its source: a deployment', { incidents: [{ ...late, causedBy: ['told|d0'] }] }, ['d0 linked-incident'], []],
		[
			'by its source: two of them',
			{ incidents: [{ ...late, causedBy: ['told|d0', 'version:V2'] }] },
			['d0 linked-incident', 'd1 linked-incident'],
			[],
		],
		[
			'by its source: an unknown one, so nothing is inferred',
			{ incidents: [{ ...late, startedAt: monday + hour, causedBy: ['version:V9'] }] },
			[],
			['named-unknown'],
		],
		[
			'by its source: no change',
			{ incidents: [{ ...late, startedAt: monday + hour, isNotFromChange: true }] },
			[],
			['said-by-source'],
		],
		[
			'another service that names one of ours',
			{ incidents: [{ ...late, service: 'cart', causedBy: ['told|d1'] }] },
			['d1 linked-incident'],
			[],
		],
		[
			'another service that names a version',
			{ incidents: [{ ...late, service: 'cart', causedBy: ['version:V1'] }] },
			[],
			[],
		],
	])('%s', (_name, facts, failures, because) => {
		expect(failuresOf({ deployments: two, ...facts })).toEqual(failures);
		expect(becauseOf({ deployments: two, ...facts })).toEqual(because);
	});

	it('names a commit: what brought it first, or what was deployed with it', () => {
		const commits = graphOf([
			{ sha: 'aaaa1', parents: [], at: 0 },
			{ sha: 'bbbb1', parents: ['aaaa1'], at: 0 },
			{ sha: 'cccc1', parents: ['bbbb1'], at: 0, more: { squashOf: [{ sha: 'ffff1', authoredAt: 0, isBot: false }] } },
		]);
		const deployments = deployedInTurn([
			['V1', { commit: 'aaaa1' }],
			['V2', { commit: 'cccc1' }],
		]);
		const by = (name: string) => failuresOf({ deployments, commits, incidents: [{ ...late, causedBy: [name] }] });
		expect(by('commit:bbbb')).toEqual(['d1 linked-incident']);
		expect(by('commit:ffff1')).toEqual(['d1 linked-incident']);
		expect(by('commit:aaaa1')).toEqual(['d0 linked-incident']);
		expect(by('commit:eeee1')).toEqual([]);
	});

	it('names a version that ran twice: the last that users had met', () => {
		const deployments = deployedInTurn(['V1', ['V2', canary], 'V2']);
		const by = (startedAt: number) =>
			failuresOf({ deployments, incidents: [incident(startedAt, { causedBy: ['version:V2'] })] });
		expect(by(monday + hour)).toEqual(['d1 linked-incident', 'd1 taken-back']);
		expect(by(monday + 2 * hour)).toEqual(['d1 taken-back', 'd2 linked-incident']);
	});

	it('two incidents are one failed deployment, and over when both are resolved', () => {
		const incidents = [
			incident(monday + 2 * hour, { resolvedAt: monday + 3 * hour }),
			incident(monday + 4 * hour, { resolvedAt: monday + 9 * hour }),
		];
		const [, second] = judge({ deployments: two, incidents }).deployments;
		expect(second?.failure?.evidence).toHaveLength(2);
		expect(second?.failure?.recovered).toMatchObject({ at: monday + 9 * hour, by: 'incident' });
		const open = judge({ deployments: two, incidents: [...incidents, incident(monday + 5 * hour)] });
		expect(open.deployments[1]?.failure?.recovered).toBeNull();
	});

	it('resolved before it was broken is taken only where nothing else ends it', () => {
		const early = incident(monday - 3 * hour, { resolvedAt: monday - 2 * hour, causedBy: ['version:V2'] });
		expect(judge({ deployments: two, incidents: [early] }).deployments[1]?.failure?.recovered?.at).toBe(
			monday - 2 * hour,
		);
		const back = judge({ deployments: deployedInTurn(['V1', 'V2', 'V1']), incidents: [early] });
		expect(back.deployments[1]?.failure?.recovered?.at).toBe(monday + 2 * hour);
	});
});

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

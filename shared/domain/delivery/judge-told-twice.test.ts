/** What becomes of what only one of several sources knows, and of incidents that name no environment, by hand. */
import { describe, expect, it } from 'vitest';
import type { DeploymentFact } from './facts.ts';
import type { HistoryInput } from './judge-history.ts';
import { deployed, hour, incident, minute, monday, nothingSaid } from './testing/facts.ts';
import { failed, history, refOf, sha, type Told } from './testing/tellings.ts';

describe('what only the other source knows', () => {
	const before: Told = ['j0', '1', -60, -50, { commit: 'c1' }];

	it('goes to the one that counts, which says who told of it', () => {
		const all: readonly Told[] = [
			before,
			['j2', '2', 0, 10],
			['g2', 'v2', 0, 9, { commit: sha, isHotfix: true, firstTrafficAt: monday + 3 * minute, actor: 'ada', url: 'u' }],
			['a2', '2', 0, 11],
		];
		const [, github, own, argo] = history(all).deployments;
		expect(own).toMatchObject({
			...{ ref: 'journal|j2', version: '2', commit: sha, actor: 'ada', url: 'u', unplanned: 'hotfix' },
			firstTrafficAt: monday + 3 * minute,
			why: 'Counted: it succeeded and changed the running version from 1 to 2. Told by argo:shop and github:acme/shop as well.',
		});
		const why = 'The same deployment as 2, told by Signalbox: it counts there, once.';
		expect(github).toMatchObject({ standing: 'told-twice', why, version: 'v2', commit: sha, failure: null });
		expect(argo).toMatchObject({ standing: 'told-twice', why });
	});

	it.each<[string, Partial<HistoryInput>]>([
		['linked by hand to the other', { said: { ...nothingSaid, incidentCause: new Map([['pager|i', refOf('g2')]]) } }],
		['named by its address', { incidents: [incident(monday + 9 * hour, { nativeId: 'i', causedBy: [refOf('g2')] })] }],
		[
			'named by its version',
			{ incidents: [incident(monday + 9 * hour, { nativeId: 'i', causedBy: ['version:main'] })] },
		],
	])('an incident, %s', (_name, more) => {
		const all: readonly Told[] = [before, ['j2', '2', 0, 10, { commit: sha }], ['g2', 'main', 0, 9, { commit: sha }]];
		const incidents = [incident(monday + 9 * hour, { nativeId: 'i' })];
		const { deployments, incidentsWithoutDeployment } = history(all, { incidents, ...more });
		const evidence = deployments.map(({ ref, failure }) => [ref, failure?.evidence.map(({ kind }) => kind) ?? []]);
		expect(evidence).toEqual([
			[refOf('j0'), []],
			[refOf('g2'), []],
			[refOf('j2'), ['linked-incident']],
		]);
		expect(incidentsWithoutDeployment).toEqual([]);
	});

	it('what it says that it fixes and takes back, by its own addresses', () => {
		const all: readonly Told[] = [
			...([before, ['g0', '1', -60, -50], ['j2', '2', 0, 10], ['g2', '2', 0, 10]] satisfies readonly Told[]),
			...([
				['j3', '3', 60, 70],
				['g3', '3', 60, 70, { fixes: ['g2'] }],
			] satisfies readonly Told[]),
			...([
				['j4', '2', 90, 95],
				['g4', '2', 90, 95, { takesBack: 'g3', isRollback: true }],
			] satisfies readonly Told[]),
		];
		const own = history(all).deployments.filter(({ ref }) => ref.startsWith('journal'));
		expect(own.map(({ failure }) => failure?.evidence.map(({ kind, ref }) => `${kind} ${ref}`) ?? [])).toEqual([
			...[[], ['fixed-by journal|j3'], ['rolled-back journal|j4'], []],
		]);
		expect(own.map(({ standing }) => standing)).toEqual(['counted', 'counted', 'counted', 'rollback']);
	});
});

describe('an incident that names no environment', () => {
	const elsewhere = (at: number, more: Partial<DeploymentFact> = {}) => ({
		siblings: [
			{ environment: 'eu', deployments: [deployed(monday + at * minute, { nativeId: 'e1', version: '2', ...more })] },
		],
	});
	const own: readonly Told[] = [
		['j1', '1', 0, 10],
		['j2', '2', 20, 30],
	];
	it.each<[string, Partial<HistoryInput>, string]>([
		['with one environment', {}, 'inferred'],
		['where the other was before it', elsewhere(29), 'inferred'],
		['where users met another last', elsewhere(31), 'other-environment'],
		['at one instant: by the names of the environments', elsewhere(30), 'other-environment'],
		['where that one met nobody', elsewhere(31, failed), 'inferred'],
		['where that one came after it', elsewhere(61), 'inferred'],
		['where that one came back to what ran', elsewhere(31, { isRollback: true }), 'inferred'],
		[
			'that names the environment',
			{ ...elsewhere(31), incidents: [incident(monday + hour, { environment: 'production' })] },
			'inferred',
		],
	])('%s', (_name, more, expected) => {
		const { deployments, incidentsWithoutDeployment } = history(own, { incidents: [incident(monday + hour)], ...more });
		const inferred = deployments.some(({ failure }) => failure?.isInferred === true) ? ['inferred'] : [];
		expect([...inferred, ...incidentsWithoutDeployment.map(({ because }) => because)]).toEqual([expected]);
	});
});

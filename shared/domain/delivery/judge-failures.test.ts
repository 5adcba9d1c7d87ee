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

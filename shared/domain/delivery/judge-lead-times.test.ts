import { describe, expect, it } from 'vitest';
import type { DeploymentFact } from './facts.ts';
import { type CommitPlan, day, deployed, graphOf, hour, judge, monday, nothingSaid } from './testing/facts.ts';

/** Deployed commits, a day apart; null: the source names none. */
const deployedCommits = (commits: readonly (string | null | Partial<DeploymentFact>)[]) =>
	commits.map((entry, index) => {
		const facts = typeof entry === 'string' || entry === null ? { commit: entry } : entry;
		return deployed(monday + index * day, { nativeId: `d${index}`, version: `V${index}`, ...facts });
	});

/** `sha < deployment, hours`. */
function leadsOf(
	deployments: readonly (string | null | Partial<DeploymentFact>)[],
	plans: readonly CommitPlan[] | null,
): readonly string[] {
	const history = judge({
		deployments: deployedCommits(deployments),
		commits: plans === null ? null : graphOf(plans),
	});
	return history.leads.map(
		({ sha, deployment, leadMs, excluded, squash }) =>
			`${sha}${squash === null ? '' : ` of ${squash}`} ${deployment} ${leadMs / hour}${excluded === null ? '' : ' out'}`,
	);
}
const reasonsOf = (deployments: readonly (string | null)[], plans: readonly CommitPlan[] | null) =>
	judge({ deployments: deployedCommits(deployments), commits: plans === null ? null : graphOf(plans) }).deployments.map(
		({ noLeadTime }) => noLeadTime,
	);

const line: readonly CommitPlan[] = [
	{ sha: 'c1aaaa', parents: [], at: monday - 90 * day },
	{ sha: 'c2aaaa', parents: ['c1aaaa'], at: monday - hour },
	{ sha: 'c3aaaa', parents: ['c2aaaa'], at: monday + hour },
	{ sha: 'c4aaaa', parents: ['c3aaaa'], at: monday + 25 * hour },
];

describe('which commits a deployment brings, and what they waited', () => {
	it('the first recorded one has none; the next what is new since', () => {
		expect(leadsOf(['c1aaaa', 'c3aaaa', 'c4aaaa'], line)).toEqual(['c2aaaa 1 25', 'c3aaaa 1 23', 'c4aaaa 2 23']);
		expect(reasonsOf(['c1aaaa', 'c3aaaa', 'c4aaaa'], line)).toEqual(['first-recorded', null, null]);
	});
	it('counts the batch', () => {
		const { deployments } = judge({ deployments: deployedCommits(['c1aaaa', 'c4aaaa']), commits: graphOf(line) });
		expect(deployments.map(({ commits }) => commits)).toEqual([0, 3]);
	});
	it('abbreviated hashes, unless they fit two', () => {
		expect(leadsOf(['c1aa', 'C2AAA'], line)).toEqual(['c2aaaa 1 25']);
		const twins = [...line, { sha: 'c2aaab', parents: [], at: monday }];
		expect(reasonsOf(['c1aa', 'c2aaa', 'c3a'], twins)).toEqual(['first-recorded', 'commit-unknown', 'commit-unknown']);
		const found = judge({ deployments: deployedCommits(['c1aa', 'c2aaaa']), commits: graphOf(line) });
		expect(found.deployments.map(({ commit }) => commit)).toEqual(['c1aaaa', 'c2aaaa']);
	});
	it('attempts, rollbacks and what was taken back bring nothing', () => {
		const lost = { commit: 'c2aaaa', outcome: 'failed' } as const;
		const canary = { commit: 'c3aaaa', outcome: 'taken-back' } as const;
		const back = { commit: 'c1aaaa', version: 'V0' };
		expect(leadsOf(['c1aaaa', lost, canary, back, 'c4aaaa'], line)).toEqual([
			...['c2aaaa 4 97', 'c3aaaa 4 95', 'c4aaaa 4 71'],
		]);
	});
	it('a gap in the links does not swallow history', () => {
		expect(leadsOf(['c1aaaa', null, 'c3aaaa', 'c4aaaa'], line)).toEqual(['c4aaaa 3 47']);
		expect(reasonsOf(['c1aaaa', null, 'c3aaaa', 'c4aaaa'], line)).toEqual([
			...['first-recorded', 'not-linked', 'previous-not-linked', null],
		]);
		expect(reasonsOf([null, 'c3aaaa', 'c4aaaa'], line)).toEqual(['not-linked', 'previous-not-linked', null]);
		expect(reasonsOf(['c1aaaa', 'eeeeee', 'c3aaaa'], line)).toEqual([
			...['first-recorded', 'commit-unknown', 'previous-not-linked'],
		]);
	});
	it('without a repository no commit is known', () => {
		expect(reasonsOf(['c1aaaa', null], null)).toEqual(['commit-unknown', 'not-linked']);
	});
	it('a commit that is said by hand closes the gap', () => {
		const said = { ...nothingSaid, deploymentCommit: new Map([['told|d1', 'c2aa']]) };
		const { leads } = judge({ deployments: deployedCommits(['c1aaaa', null, 'c3aaaa']), commits: graphOf(line), said });
		expect(leads.map(({ sha, deployment }) => [sha, deployment])).toEqual([
			['c2aaaa', 1],
			['c3aaaa', 2],
		]);
	});
	it('a negative one is left out and kept', () => {
		const late = line.map((plan) => (plan.sha === 'c3aaaa' ? { ...plan, at: monday + 2 * day } : plan));
		expect(leadsOf(['c1aaaa', 'c3aaaa'], late)).toEqual(['c2aaaa 1 25', 'c3aaaa 1 -24 out']);
	});
	it('merges are walked through and not counted, also where a parent is missing', () => {
		const merged: readonly CommitPlan[] = [
			...line.slice(0, 2),
			{ sha: 'b1aaaa', parents: ['c1aaaa'], at: monday },
			{ sha: 'm1aaaa', parents: ['c2aaaa', 'b1aaaa'], at: monday + hour },
			{ sha: 'm2aaaa', parents: ['m1aaaa', 'gone'], at: monday + hour },
		];
		expect(leadsOf(['c1aaaa', 'm2aaaa'], merged)).toEqual(['c2aaaa 1 25', 'b1aaaa 1 24']);
	});
	it('a cherry-pick is a commit of its own', () => {
		const picked: readonly CommitPlan[] = [...line, { sha: 'p3aaaa', parents: ['c2aaaa'], at: monday + hour }];
		expect(leadsOf(['c2aaaa', 'p3aaaa', 'c4aaaa'], picked)).toEqual(['p3aaaa 1 23', 'c3aaaa 2 47', 'c4aaaa 2 23']);
	});
	it('of several services in a repository only its own', () => {
		const shared = line.map((plan) => (plan.sha === 'c2aaaa' ? { ...plan, more: { isOurs: false } } : plan));
		expect(leadsOf(['c1aaaa', 'c3aaaa'], shared)).toEqual(['c3aaaa 1 23']);
	});
	it('bots are marked', () => {
		const dependabot = line.map((plan) => (plan.sha === 'c2aaaa' ? { ...plan, more: { isBot: true } } : plan));
		const { leads } = judge({ deployments: deployedCommits(['c1aaaa', 'c3aaaa']), commits: graphOf(dependabot) });
		expect(leads.map(({ isBot }) => isBot)).toEqual([true, false]);
	});
});

describe('a squash', () => {
	const original = (sha: string, at: number) => ({ sha, authoredAt: at, isBot: false });
	const squashed = (sha: string, parent: string, originals: readonly ReturnType<typeof original>[]): CommitPlan => ({
		sha,
		parents: [parent],
		at: monday,
		more: { squashOf: originals },
	});
	const o1 = original('o1aaaa', monday - 48 * hour);
	const o2 = original('o2aaaa', monday - 24 * hour);
	it('counts by its original commits', () => {
		const plans = [...line.slice(0, 1), squashed('s1aaaa', 'c1aaaa', [o1, o2])];
		expect(leadsOf(['c1aaaa', 's1aaaa'], plans)).toEqual(['o1aaaa of s1aaaa 1 72', 'o2aaaa of s1aaaa 1 48']);
	});
	it('an original that two squashes hold counts with the first', () => {
		const plans = [...line.slice(0, 1), squashed('s1aaaa', 'c1aaaa', [o1]), squashed('s2aaaa', 's1aaaa', [o1, o2])];
		expect(leadsOf(['c1aaaa', 's1aaaa', 's2aaaa'], plans)).toEqual(['o1aaaa of s1aaaa 1 72', 'o2aaaa of s2aaaa 2 72']);
		expect(leadsOf(['c1aaaa', 's2aaaa'], plans)).toEqual(['o1aaaa of s1aaaa 1 72', 'o2aaaa of s2aaaa 1 48']);
	});
	it('an original that was deployed from its branch does not count again', () => {
		const plans: readonly CommitPlan[] = [
			...line.slice(0, 1),
			{ sha: 'o1aaaa', parents: ['c1aaaa'], at: o1.authoredAt },
			squashed('s1aaaa', 'c1aaaa', [o1, o2]),
		];
		expect(leadsOf(['c1aaaa', 'o1aaaa', 's1aaaa'], plans)).toEqual(['o1aaaa 1 72', 'o2aaaa of s1aaaa 2 72']);
	});
});

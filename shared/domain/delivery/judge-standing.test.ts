import { describe, expect, it } from 'vitest';
import type { DeploymentFact } from './facts.ts';
import { deployed, deployedInTurn, hour, judge, minute, monday } from './testing/facts.ts';

type Told = string | readonly [string, Partial<DeploymentFact>];
const lost = { outcome: 'failed', tookTraffic: false } as const;
const canary = { outcome: 'taken-back', tookTraffic: true } as const;

const standingsOf = (told: readonly Told[]) =>
	judge({ deployments: deployedInTurn(told) }).deployments.map(({ standing }) => standing);
const failedOf = (told: readonly Told[]) =>
	judge({ deployments: deployedInTurn(told) }).deployments.flatMap(({ failure, ref }) =>
		failure === null ? [] : [ref.replace('told|d', '')],
	);

describe('what a deployment counts as', () => {
	it.each<[string, readonly Told[], string]>([
		['nothing', [], ''],
		['the first', ['V1'], 'counted'],
		['one after the other', ['V1', 'V2'], 'counted counted'],
		['the same version again', ['V1', 'V1', 'V2'], 'counted same-version counted'],
		['back to what ran', ['V1', 'V2', 'V3', 'V1'], 'counted counted counted rollback'],
		['back and forward to a new one', ['V1', 'V2', 'V1', 'V3'], 'counted counted rollback counted'],
		['back and forward to the one that ran', ['V1', 'V2', 'V1', 'V2'], 'counted counted rollback rollback'],
		['the target of a rollback again', ['V1', 'V2', 'V1', 'V1'], 'counted counted rollback same-version'],
		[
			'a rollback that a second source tells as well',
			['V1', 'V2', ['V1', { source: 'other' }], ['V1', { isRollback: true, takesBack: 'd1' }], 'V3'],
			'counted counted rollback same-version counted',
		],
		[
			'a second rollback of one source to the same version',
			['V1', 'V2', 'V1', ['V1', { isRollback: true }]],
			'counted counted rollback rollback',
		],
		['an attempt without traffic', ['V1', ['V2', lost], 'V2'], 'counted attempt counted'],
		['failed, traffic not known', ['V1', ['V2', { outcome: 'failed' }], 'V2'], 'counted attempt counted'],
		['failed under traffic', ['V1', ['V2', { ...lost, tookTraffic: true }], 'V2'], 'counted taken-back counted'],
		['cancelled', ['V1', ['V2', { outcome: 'cancelled' }], 'V2'], 'counted attempt counted'],
		['a canary taken back', ['V1', ['V2', canary], 'V2'], 'counted taken-back counted'],
		['a canary that met nobody', ['V1', ['V2', { ...canary, tookTraffic: false }]], 'counted attempt'],
		['first traffic is traffic', ['V1', ['V2', { outcome: 'failed', firstTrafficAt: monday }]], 'counted taken-back'],
		['still running', ['V1', ['V2', { outcome: 'running', finishedAt: null }]], 'counted unfinished'],
		['the source says rollback', ['V2', ['V1', { isRollback: true }]], 'counted rollback'],
		['the source names what it takes back', ['V2', ['V1', { takesBack: 'd0' }]], 'counted rollback'],
		['the source says no rollback', ['V1', 'V2', ['V1', { isRollback: false }]], 'counted counted rollback'],
		['a fix that takes back', ['V1', ['V2', { isRollback: false, takesBack: 'd0' }]], 'counted counted'],
	])('%s', (_name, told, expected) => {
		expect(standingsOf(told).join(' ')).toBe(expected);
	});

	it('a commit stands for a version that is not known', () => {
		const at = (index: number, facts: Partial<DeploymentFact>) => deployed(monday + index * hour, facts);
		const { deployments } = judge({
			deployments: [
				...[at(0, { commit: 'aaaa' }), at(1, { commit: 'aaaa' }), at(2, { commit: 'bbbb' }), at(3, { commit: 'aaaa' })],
				...[at(4, { version: 'V2', commit: 'bbbb' }), at(5, { commit: 'BBBB' }), at(6, {}), at(7, {})],
			],
		});
		expect(deployments.map(({ standing }) => standing)).toEqual([
			...['counted', 'same-version', 'counted', 'rollback', 'rollback', 'same-version', 'counted', 'counted'],
		]);
	});

	it('goes by end, then start, then ref', () => {
		const told = [
			deployed(monday, { nativeId: 'b', version: 'V2' }),
			deployed(monday, { nativeId: 'a', version: 'V1' }),
			deployed(monday, { nativeId: 'c', version: 'V0', startedAt: monday - hour }),
			deployed(monday + hour, { nativeId: 'd', version: 'V3', startedAt: monday - 2 * hour }),
		];
		expect(judge({ deployments: told }).deployments.map(({ version }) => version)).toEqual(['V0', 'V1', 'V2', 'V3']);
	});

	it('previous is the counted one before, never a rollback', () => {
		const { deployments } = judge({ deployments: deployedInTurn(['V1', 'V2', 'V1', ['V3', lost], 'V4']) });
		expect(deployments.map(({ previous }) => previous)).toEqual([null, 'told|d0', null, null, 'told|d1']);
	});

	it('says why', () => {
		const note = { note: 'errors 3.1 %, limit 1 %' };
		const { deployments } = judge({
			deployments: deployedInTurn(['V1', 'V2', 'V2', 'V1', ['V3', { ...canary, ...note }], ['V4', lost]]),
		});
		expect(deployments.map(({ why }) => why)).toEqual([
			'Counted: V1 succeeded; it is the first that is recorded here.',
			'Counted: it succeeded and changed the running version from V1 to V2.',
			'The same version again: V2 was running already.',
			'Rollback: V1 had run here before, after V2.',
			'Taken back: users met it, and it was rolled back before it finished: errors 3.1 %, limit 1 %.',
			'A failed attempt: it failed before any user met it, so it counts as a pipeline failure.',
		]);
	});
});

describe('which deployment a rollback shows to have failed', () => {
	it.each<[string, readonly Told[], string]>([
		['V2 of V1 V2 V1', ['V1', 'V2', 'V1'], '1'],
		['V2 of V1 V2 V3 V1: the first after what it went back to', ['V1', 'V2', 'V3', 'V1'], '1'],
		['V3 of V1 V2 V3 V2', ['V1', 'V2', 'V3', 'V2'], '2'],
		['each of two rollbacks', ['V1', 'V2', 'V1', 'V3', 'V1'], '1 3'],
		['in two steps', ['V1', 'V2', 'V3', 'V2', 'V1'], '1 2'],
		['nothing when the same one is rolled out again', ['V1', 'V2', 'V1', 'V2'], '1'],
		['past attempts', ['V1', ['V2', lost], 'V3', 'V1'], '2'],
		['what the source names', ['V1', 'V2', 'V3', ['V1', { takesBack: 'd2' }]], '2'],
		['what stood before, where the target is not recorded', ['V1', 'V2', ['V0', { isRollback: true }]], '1'],
		['nothing by the same version again', ['V1', 'V1'], ''],
		['a canary by itself', ['V1', ['V2', canary]], '1'],
		['no attempt', ['V1', ['V2', lost]], ''],
	])('%s', (_name, told, expected) => {
		expect(failedOf(told).join(' ')).toBe(expected);
	});

	it('says what went back to what, and ends with the rollback', () => {
		const [, second, third] = judge({ deployments: deployedInTurn(['V1', 'V2', 'V3', 'V1']) }).deployments;
		expect(second?.failure).toEqual({
			evidence: [{ kind: 'rolled-back', ref: 'told|d3', text: 'V3 went back to V1.', at: monday + 3 * hour }],
			isInferred: false,
			brokenAt: monday + hour,
			recovered: { at: monday + 3 * hour, by: 'rollback', ref: 'told|d3' },
		});
		expect(third?.failure).toBeNull();
	});

	it('a canary is broken from its first traffic until the way back is done', () => {
		const told = deployedInTurn(['V1', ['V2', { ...canary, firstTrafficAt: monday + hour - 7 * minute }]]);
		expect(judge({ deployments: told }).deployments[1]?.failure).toMatchObject({
			evidence: [{ kind: 'taken-back', ref: 'told|d1' }],
			brokenAt: monday + hour - 7 * minute,
			recovered: { at: monday + hour, by: 'rollback', ref: 'told|d1' },
		});
	});

	it('one that failed under traffic is broken until something succeeds', () => {
		const failed = { outcome: 'failed', tookTraffic: true } as const;
		const open = judge({ deployments: deployedInTurn(['V1', ['V2', failed], ['V3', lost]]) });
		expect(open.deployments[1]?.failure?.recovered).toBeNull();
		const ended = judge({ deployments: deployedInTurn(['V1', ['V2', failed], ['V3', lost], 'V1']) });
		expect(ended.deployments[1]?.failure?.recovered).toEqual({
			at: monday + 3 * hour,
			by: 'deployment',
			ref: 'told|d3',
		});
	});
});

import { describe, expect, it } from 'vitest';
import { createdEvent, tell } from '../../shared/domain/deployment/fixture.ts';
import type { Deployment, Standing } from '../../shared/domain/deployment/model.ts';
import type { EnvironmentRecord } from './ports.ts';
import { standingAfter } from './standing.ts';

const blue = (version: string): Standing => ({ version, slot: 'blue' });
const green = (version: string): Standing => ({ version, slot: 'green' });

const empty: EnvironmentRecord = {
	key: 'checkout/production',
	standing: null,
	knownGood: null,
	previousKnownGood: null,
	since: null,
	deploymentId: null,
};

/** One deployment's end: which version, and whether it completed judged healthy, unjudged, or never completed. */
type End = readonly [version: string, end: 'healthy' | 'unjudged' | 'taken back before' | 'taken back after'];

/** The record after one deployment upon another; 'taken back after' takes back the one that completed just before. */
function recordAfter(ends: readonly End[]): EnvironmentRecord {
	let record = empty;
	let last: Deployment | null = null;
	for (const [index, [version, end]] of ends.entries()) {
		if (end === 'taken back after') {
			if (last === null) throw new Error('Nothing completed before');
			const taken: Deployment = { ...last, state: 'rolled-back' };
			record = standingAfter(record, { ...last, state: 'rolling-back' }, taken, index);
			continue;
		}
		const from = record.standing;
		const { deployment } = tell(null, createdEvent(undefined, from), index);
		const before: Deployment = {
			...deployment,
			id: `d${index}`,
			release: { version, commit: null, notes: null },
			canarySlot: from?.slot === 'blue' ? 'green' : 'blue',
		};
		last = {
			...before,
			state: end === 'taken back before' ? 'rolled-back' : 'completed',
			healthyAtEnd: end === 'healthy',
		};
		record = standingAfter(record, before, last, index);
	}
	return record;
}

describe('known good', () => {
	it.each<[string, readonly End[], Standing | null, string | null]>([
		['a healthy release', [['1', 'healthy']], blue('1'), '1'],
		['a release that was never judged', [['1', 'unjudged']], blue('1'), null],
		[
			'never judged over known good',
			[
				['1', 'healthy'],
				['2', 'unjudged'],
			],
			green('2'),
			'1',
		],
		[
			'healthy, taken back to a known good one',
			[
				['1', 'healthy'],
				['2', 'healthy'],
				['2', 'taken back after'],
			],
			blue('1'),
			'1',
		],
		[
			'healthy, taken back to one that was never judged',
			[
				['1', 'unjudged'],
				['2', 'healthy'],
				['2', 'taken back after'],
			],
			blue('1'),
			null,
		],
		[
			'healthy, taken back to one never judged that stood over a known good one',
			[
				['1', 'healthy'],
				['2', 'unjudged'],
				['3', 'healthy'],
				['3', 'taken back after'],
			],
			green('2'),
			'1',
		],
		[
			'never judged, taken back to a known good one',
			[
				['1', 'healthy'],
				['2', 'unjudged'],
				['2', 'taken back after'],
			],
			blue('1'),
			'1',
		],
		[
			'taken back before it completed',
			[
				['1', 'healthy'],
				['2', 'taken back before'],
			],
			blue('1'),
			'1',
		],
		[
			'known good once, and taken back the second time',
			[
				['1', 'healthy'],
				['2', 'unjudged'],
				['1', 'taken back before'],
			],
			green('2'),
			null,
		],
		[
			'known good once, and taken back the second time after it had completed',
			[
				['1', 'healthy'],
				['2', 'unjudged'],
				['1', 'healthy'],
				['1', 'taken back after'],
			],
			green('2'),
			null,
		],
		[
			'the same version again, taken back to itself in the other slot',
			[
				['1', 'healthy'],
				['1', 'healthy'],
				['1', 'taken back after'],
			],
			blue('1'),
			'1',
		],
		[
			'the same version again, taken back to itself where it was never judged',
			[
				['1', 'unjudged'],
				['1', 'healthy'],
				['1', 'taken back after'],
			],
			blue('1'),
			null,
		],
		['a first release that was taken back', [['1', 'taken back before']], null, null],
	])('%s', (_name, ends, standing, knownGood) => {
		expect(recordAfter(ends)).toMatchObject({ standing, knownGood });
	});

	it('a later attempt that failed does not make the one before forget what was good before it', () => {
		const record = recordAfter([
			['1', 'healthy'],
			['2', 'healthy'],
			['3', 'taken back before'],
		]);
		expect(record).toMatchObject({ knownGood: '2', previousKnownGood: '1', deploymentId: 'd1' });
	});

	it('nothing changes where nothing ended', () => {
		const { deployment } = tell(null, createdEvent(), 0);
		expect(standingAfter(empty, null, deployment, 1)).toBe(empty);
	});
});

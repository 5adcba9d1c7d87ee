import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { DeliveryDecision, RecordedDecision } from '../delivery/decisions.ts';
import { createQuarantineHistory } from './quarantine-history.ts';

const entry = { service: 'shop', test: 'a > b', file: null, owner: 'ada', reason: 'waits', ticket: 'SHOP-1' };
const put = (expiresAt: number, more: Partial<typeof entry> = {}): DeliveryDecision => ({
	...{ type: 'test-quarantined', ...entry, ...more },
	expiresAt,
});
const ended: DeliveryDecision = { type: 'quarantine-ended', service: 'shop', test: 'a > b', reason: 'mended' };

type Decided = readonly (readonly [at: number, decision: DeliveryDecision])[];

function historyOf(...decided: Decided) {
	const history = createQuarantineHistory();
	const recorded = decided.map(
		([at, decision], index): RecordedDecision => ({
			...{ seq: index + 1, at, decision },
			actor: { kind: 'person', name: 'Bob' },
		}),
	);
	return { history, concerned: history.add(recorded) };
}

const ownersAt = (decided: Decided, at: number) => {
	const held = historyOf(...decided).history.held('shop', 'a > b', at);
	return held === null ? [] : [held.owner];
};

describe('a quarantine', () => {
	it('is told whole', () => {
		const { history, concerned } = historyOf([10, put(20)]);
		expect(history.held('shop', 'a > b', 10)).toStrictEqual({ ...entry, by: 'Bob', at: 10, expiresAt: 20 });
		expect(concerned).toEqual(['shop']);
	});

	it.each<[string, Decided, number, readonly string[]]>([
		['does not hold before it was decided', [[10, put(20)]], 9, []],
		['holds from its decision on', [[10, put(20)]], 10, ['ada']],
		['holds until just before its end', [[10, put(20)]], 19, ['ada']],
		['does not hold at its end', [[10, put(20)]], 20, []],
		[
			'was in force before somebody ended it',
			[
				[10, put(20)],
				[15, ended],
			],
			14,
			['ada'],
		],
		[
			'is over once somebody ended it',
			[
				[10, put(20)],
				[15, ended],
			],
			15,
			[],
		],
		[
			'is no longer by being ended after its end',
			[
				[10, put(20)],
				[30, ended],
			],
			25,
			[],
		],
		[
			'is of whom it was then, where it was renewed',
			[
				[10, put(20)],
				[15, put(40, { owner: 'eve' })],
			],
			14,
			['ada'],
		],
		[
			'is of whom it was renewed for',
			[
				[10, put(20)],
				[15, put(40, { owner: 'eve' })],
			],
			30,
			['eve'],
		],
		[
			'leaves a gap until it is decided again',
			[
				[10, put(20)],
				[30, put(40)],
			],
			25,
			[],
		],
		[
			'may be shortened',
			[
				[10, put(40)],
				[15, put(20)],
			],
			30,
			[],
		],
		['of another service is not of this one', [[10, put(20, { service: 'cart' })]], 10, []],
		[
			'of a decision that a clock put back was taken back by it',
			[
				[10, put(20)],
				[5, ended],
			],
			12,
			[],
		],
	])('%s', (_name, decided, at, owners) => {
		expect(ownersAt(decided, at)).toEqual(owners);
	});

	it('of another test is not of this one, and other decisions are none', () => {
		const noted: DeliveryDecision = { type: 'incident-withdrawn', id: 'i' };
		const { history, concerned } = historyOf([1, put(9, { test: 'b' })], [2, put(9, { test: 'a' })], [3, noted]);
		expect(['a', 'b', 'a ', 'A', '*', '__proto__'].filter((name) => history.held('shop', name, 5) !== null)).toEqual([
			'a',
			'b',
		]);
		expect(concerned).toEqual(['shop']);
	});
});

const step = fc.record({
	wait: fc.nat(5),
	test: fc.constantFrom('a', 'b'),
	lasts: fc.option(fc.integer({ min: 1, max: 9 })),
});

test.prop([fc.array(step, { maxLength: 12 }), fc.nat(70)])(
	'what held is what the newest decision until then says',
	(steps, at) => {
		let now = 0;
		const decided = steps.map(({ wait, test: name, lasts }) => {
			now += wait;
			return [now, lasts === null ? { ...ended, test: name } : put(now + lasts, { test: name })] as const;
		});
		const { history } = historyOf(...decided);
		const expected = ['a', 'b'].filter((name) => {
			const last = decided.findLast(
				([when, decision]) => when <= at && 'test' in decision && decision.test === name,
			)?.[1];
			return last?.type === 'test-quarantined' && last.expiresAt > at;
		});
		expect(['a', 'b'].filter((name) => history.held('shop', name, at) !== null)).toEqual(expected);
	},
);

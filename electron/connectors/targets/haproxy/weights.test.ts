import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { maximumWeight, sharesOf, spreadWeights, trafficCommands } from './weights.ts';

const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0);
const count = fc.integer({ min: 1, max: 100 });

describe('spread of a split over servers', () => {
	propertyTest.prop([fc.integer({ min: 0, max: 100 }), count, count])(
		'is within half a point for whole per cents and any number of servers',
		(percent, blue, green) => {
			const weights = spreadWeights({ blue: percent, green: 100 - percent }, { blue, green });
			const [blueSum, greenSum] = [sum(weights.blue), sum(weights.green)];
			const real = sharesOf({ blue: blueSum, green: greenSum }, blueSum + greenSum);
			expect(Math.abs(real.blue - percent)).toBeLessThanOrEqual(0.5);
			expect(Math.abs(real.green - (100 - percent))).toBeLessThanOrEqual(0.5);
			expect(blueSum === 0).toBe(percent === 0);
			expect(greenSum === 0).toBe(percent === 100);
			expect([weights.blue.length, weights.green.length]).toEqual([blue, green]);
			for (const weight of [...weights.blue, ...weights.green]) {
				expect(Number.isInteger(weight) && weight >= 0 && weight <= maximumWeight).toBe(true);
			}
		},
	);

	propertyTest.prop([fc.integer({ min: 1, max: 99 }), count, count])(
		'servers of one slot never differ by more than one',
		(percent, blue, green) => {
			const weights = spreadWeights({ blue: percent, green: 100 - percent }, { blue, green });
			for (const slot of [weights.blue, weights.green]) {
				expect(Math.max(...slot) - Math.min(...slot)).toBeLessThanOrEqual(1);
			}
		},
	);

	test.for([
		[
			{ blue: 95, green: 5 },
			{ blue: 1, green: 1 },
			{ blue: [19], green: [1] },
		],
		[
			{ blue: 75, green: 25 },
			{ blue: 3, green: 1 },
			{ blue: [1, 1, 1], green: [1] },
		],
		[
			{ blue: 50, green: 50 },
			{ blue: 2, green: 3 },
			{ blue: [3, 3], green: [2, 2, 2] },
		],
		[
			{ blue: 100, green: 0 },
			{ blue: 2, green: 1 },
			{ blue: [100, 100], green: [0] },
		],
		[
			{ blue: 0, green: 0 },
			{ blue: 1, green: 1 },
			{ blue: [0], green: [0] },
		],
		// Equal weights could only give 83.7 %: one server holds 256 at most, fifty hold 1 each.
		[
			{ blue: 99, green: 1 },
			{ blue: 1, green: 50 },
			{ blue: [99], green: [1, ...Array(49).fill(0)] },
		],
	] as const)('%j over %j servers', ([split, servers, weights]) => {
		expect(spreadWeights(split, servers)).toEqual(weights);
	});
});

test('the slot that gains comes first, ready before its weight; the other is only lowered', () => {
	const servers = { blue: ['b1'], green: ['g1', 'g2'] };
	expect(trafficCommands('web', servers, { blue: 100, green: 0 })).toEqual([
		'set server web/b1 state ready',
		'set server web/b1 weight 100',
		'set server web/g1 weight 0',
		'set server web/g2 weight 0',
	]);
});

test('servers known to be usable get their weight first: nothing stands before the last weight of the way back', () => {
	const servers = { blue: ['b1', 'b2'], green: ['g1'] };
	expect(trafficCommands('web', servers, { blue: 100, green: 0 }, new Set(['b1', 'g1']))).toEqual([
		'set server web/b1 weight 100',
		'set server web/b2 state ready',
		'set server web/b2 weight 100',
		'set server web/g1 weight 0',
		'set server web/b1 state ready',
	]);
});

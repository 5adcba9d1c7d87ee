import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { splitTraffic } from '../../../../shared/domain/target/model.ts';
import { createBalancer } from './balance.ts';

const bothUp = () => true;

function counts(percentGreen: number, requests: number) {
	const balancer = createBalancer(splitTraffic('green', percentGreen));
	const seen = { blue: 0, green: 0, nobody: 0 };
	for (let index = 0; index < requests; index += 1) seen[balancer.next(bothUp) ?? 'nobody'] += 1;
	return seen;
}

describe('balancer', () => {
	plain.for([
		[5, 20, 1],
		[5, 400, 20],
		[25, 4, 1],
		[50, 2, 1],
		[100, 7, 7],
		[0, 50, 0],
		[33, 100, 33],
	] as const)('%i %% of %i requests are exactly %i', ([percent, requests, expected]) => {
		expect(counts(percent, requests).green).toBe(expected);
	});

	test.prop([fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 3_000 })])(
		'never strays by a whole request from the share',
		(percent, requests) => {
			const seen = counts(percent, requests);
			expect(seen.nobody).toBe(0);
			expect(Math.abs(seen.green - (requests * percent) / 100)).toBeLessThanOrEqual(1);
		},
	);

	test.prop([fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 200 }), fc.integer({ min: 0, max: 100 })])(
		'never sends a request to a slot without traffic, nor past one that could take it',
		(looks, percent) => {
			const split = splitTraffic('green', percent);
			const balancer = createBalancer(split);
			for (const [blue, green] of looks) {
				const chosen = balancer.next((slot) => (slot === 'blue' ? blue : green));
				const open = { blue: blue && split.blue > 0, green: green && split.green > 0 };
				if (chosen === null || !open[chosen]) expect(open.blue || open.green).toBe(false);
				if (chosen !== null) expect(split[chosen]).toBeGreaterThan(0);
			}
		},
	);

	plain('answers nobody while nobody has traffic', () => {
		expect(createBalancer({ blue: 0, green: 0 }).next(bothUp)).toBeNull();
	});

	plain('a new split holds from the next request on', () => {
		const balancer = createBalancer({ blue: 100, green: 0 });
		expect(balancer.next(bothUp)).toBe('blue');
		balancer.setWeights({ blue: 0, green: 100 });
		expect(balancer.next(bothUp)).toBe('green');
	});
});

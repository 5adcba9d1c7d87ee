import { expect, test } from 'vitest';
import type { FactSource } from '../delivery-ports.ts';
import { projectOf } from '../testing/test-delivery.ts';
import { deliverySetup } from './setup.ts';

function source(kind: string): FactSource {
	return {
		...{ id: kind, kind, label: kind, tells: ['deployment', 'incident'] },
		async *pull() {},
		close: async () => undefined,
	};
}

const isConnected = (kind: string, incidentsByHand = false, hasNoted = false) =>
	deliverySetup([projectOf([source(kind)], { incidentsByHand })], hasNoted).services[0]?.sources.incidents;

test.each([
	['a source that tells incidents', 'pagerduty', true],
	// None in it means only that nobody wrote one into it.
	['a file that might tell some', 'file', false],
])('%s', (_name, kind, connected) => {
	expect(isConnected(kind)).toBe(connected);
});

test('people who note incidents here are a source', () => {
	expect(isConnected('file', true)).toBe(true);
	expect(isConnected('file', false, true)).toBe(true);
});

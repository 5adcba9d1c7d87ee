import { expect, test } from 'vitest';
import { fakeFlight } from '../../dev/fake-flight.ts';
import { placeOf, shareOrState, shippingTitle } from './shipping-title.ts';

const flight = fakeFlight(0, { service: 'shop' });
const undecided = fakeFlight(0, { service: 'cart', undecided: true });

test('one: its share and place', () => {
	expect(shippingTitle([flight])).toMatch(/^25\s% · shop production$/);
	expect(placeOf(flight)).toBe('shop production');
});

test('one that waits: why', () => {
	expect(shippingTitle([undecided])).toBe('inconclusive · cart production');
});

test('several: how many', () => {
	expect(shippingTitle([flight, undecided])).toBe('2 shipping');
});

test('none: nothing', () => {
	expect(shippingTitle([])).toBe('');
});

test('one that has ended: how', () => {
	const ended = { ...flight, deployment: { ...flight.deployment, state: 'rolled-back' as const } };
	expect(shareOrState(ended)).toBe('rolled back');
});

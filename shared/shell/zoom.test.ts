import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { shellSettings } from './settings.ts';
import { nextZoom } from './zoom.ts';

test.each([
	[1, 'in', 1.1],
	[1, 'out', 0.9],
	[1.1, 'out', 1],
	[0.7, 'in', 0.8],
	[2.9, 'in', 3],
	[3, 'in', 3],
	[0.5, 'out', 0.5],
	[1.25, 'in', 1.3],
	[1.25, 'out', 1.2],
] as const)('from %d %s is %d', (zoom, direction, expected) => expect(nextZoom(zoom, direction)).toBe(expected));

property.prop([fc.double({ min: 0.5, max: 3, noNaN: true }), fc.constantFrom('in', 'out')])(
	'is always a size that settings take, and never goes the other way',
	(zoom, direction) => {
		const next = nextZoom(zoom, direction);
		expect(shellSettings.shape.zoom.unwrap().safeParse(next).success).toBe(true);
		expect(direction === 'in' ? next >= zoom : next <= zoom).toBe(true);
	},
);

test('ten steps up and ten down come back exactly', () => {
	let zoom = 1;
	for (let step = 0; step < 10; step++) zoom = nextZoom(zoom, 'in');
	expect(zoom).toBe(2);
	for (let step = 0; step < 10; step++) zoom = nextZoom(zoom, 'out');
	expect(zoom).toBe(1);
});

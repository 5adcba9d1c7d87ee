/** What random worlds are drawn from. */
import { fc } from '@fast-check/vitest';
import { hour } from './facts.ts';

/** Friday before the clocks of Berlin go forward; those of New York did three weeks before. */
export const start = Date.UTC(2026, 2, 27);

/** Hours, so that ties happen; some instants between them, so that the window's edge is met from both sides. */
export const instant = (hours: number) =>
	fc
		.tuple(fc.integer({ min: 0, max: hours }), fc.constantFrom(0, 0, 0, 1, -1))
		.map(([at, off]) => start + at * hour + off);

export const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
export const mostly = <T>(value: T, other: fc.Arbitrary<T>) =>
	fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });

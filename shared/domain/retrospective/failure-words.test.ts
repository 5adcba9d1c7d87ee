import { expect, test } from 'vitest';
import { recoveryText } from './failure-words.ts';

const hour = 3_600_000;

test.each([
	[{ brokenAt: 0, recoveredAt: null, standing: 'counted' }, 'open for 5 h'],
	[{ brokenAt: 0, recoveredAt: 2 * hour, standing: 'counted' }, 'after 2 h'],
	[{ brokenAt: 0, recoveredAt: 0, standing: 'counted' }, 'after 0 ms'],
	// Its source knows only when it was over: its beginning and its end are one instant.
	[{ brokenAt: hour, recoveredAt: hour, standing: 'taken-back' }, 'how long is not known'],
	[{ brokenAt: hour, recoveredAt: 0, standing: 'counted' }, 'its end lies before its beginning'],
] as const)('%j is told as %s', (failure, words) => {
	expect(recoveryText(failure, 5 * hour)).toBe(words);
});

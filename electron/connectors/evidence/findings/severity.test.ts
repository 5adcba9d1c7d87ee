import { expect, test } from 'vitest';
import { baseScoreOf } from './cvss.ts';
import { severityOfScore, severityOfWord } from './severity.ts';

/** Scores of the examples of FIRST (https://www.first.org/cvss/v3-1/examples) and of published advisories. */
test.each([
	['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
	['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
	['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
	['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
	['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
	['CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2],
	['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', 5.3],
	['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
	['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O', 9.8],
	['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H', null],
	['CVSS:3.1/AV:N/AC:L/PR:X/UI:N/S:U/C:H/I:H/A:H', null],
	['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', null],
	['AV:N/AC:L/Au:N/C:N/I:N/A:C', null],
	['', null],
])('%s scores %s', (vector, expected) => {
	expect(baseScoreOf(vector)).toBe(expected);
});

test.each([
	[10, 'critical'],
	[9, 'critical'],
	[8.9, 'high'],
	[7, 'high'],
	[6.9, 'medium'],
	[4, 'medium'],
	[3.9, 'low'],
	[0.1, 'low'],
	[0, 'info'],
	[-1, 'unknown'],
	[10.1, 'unknown'],
	[Number.NaN, 'unknown'],
])('%s is %s', (score, severity) => {
	expect(severityOfScore(score)).toBe(severity);
});

test('a word that is not known is unknown, and so always counts', () => {
	expect(['CRITICAL', 'moderate', 'negligible', 'terrible', '', null].map(severityOfWord)).toStrictEqual([
		'critical',
		'medium',
		'low',
		'unknown',
		'unknown',
		'unknown',
	]);
});

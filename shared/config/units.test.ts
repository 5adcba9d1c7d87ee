import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatRatio, parseBytes, parseDuration, parseFactor, parsePercent } from './units.ts';

describe('figures', () => {
	it.each([
		['30s', 30_000],
		['15m', 900_000],
		['2h', 7_200_000],
		['1h30m', 5_400_000],
		['1.5s', 1_500],
		['500ms', 500],
		['7d', 604_800_000],
		['0', 0],
		['30', null],
		['', null],
		['s', null],
		['-5s', null],
		['5 s', null],
		['5S', null],
		['1e3s', null],
		['99999999999999999d', null],
	])('reads the duration %j as %j ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

	it.each([
		['5%', 5],
		['0.5%', 0.5],
		['100 %', 100],
		['5', null],
		['0.05', null],
		['%', null],
		['-1%', null],
	])('reads the share %j as %j', (text, percent) => expect(parsePercent(text)).toBe(percent));

	it.each([
		['2x', 2],
		['1.5x', 1.5],
		['2', null],
		['x', null],
	])('reads the factor %j as %j', (text, factor) => expect(parseFactor(text)).toBe(factor));

	it.each([
		['256MB', 256_000_000],
		['512MiB', 536_870_912],
		['1.5GB', 1_500_000_000],
		['12B', 12],
		['256', null],
		['256mb', null],
		['1BiB', null],
	])('reads the size %j as %j bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

	test.prop([fc.integer({ min: 0, max: 10_000_000_000 })])('writes durations as it reads them', (ms) => {
		expect(parseDuration(formatDuration(ms))).toBe(ms);
	});

	test.prop([fc.integer({ min: 0, max: 10_000 })])('writes ratios as it reads them', (tenThousandths) => {
		const ratio = tenThousandths / 10_000;
		expect((parsePercent(formatRatio(ratio)) ?? Number.NaN) / 100).toBeCloseTo(ratio, 10);
	});
});

/** Values, differences and margins of the evidence as short texts. */
import { formatCount, formatMs, formatNumber, formatPercent, formatRate } from '../../format.ts';
import type { Estimate, EvidenceUnit, MetricEvidence } from './model.ts';

/** A value of a metric with its unit. Numbers without one keep four digits that count. */
export function formatValue(unit: EvidenceUnit, value: number): string {
	switch (unit) {
		case 'ratio':
			return formatPercent(value);
		case 'ms':
			return formatMs(value);
		case 'requests/s':
			return formatRate(value);
		case 'count':
			return formatCount(value);
		case 'number':
			return formatNumber(value, Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 1 ? 2 : 4);
	}
}

/** Number and unit of a difference apart, so that two bounds can share one unit: "12 to 31 %". */
export interface SizeText {
	readonly number: string;
	readonly unit: string;
}

function scaleOf(kind: Estimate['kind'], unit: EvidenceUnit): { readonly factor: number; readonly unit: string } {
	if (kind === 'ratio') return { factor: 100, unit: ' %' };
	switch (unit) {
		case 'ratio':
			return { factor: 100, unit: ' percentage points' };
		case 'ms':
			return { factor: 1, unit: ' ms' };
		case 'requests/s':
			return { factor: 1, unit: ' requests/s' };
		case 'count':
		case 'number':
			return { factor: 1, unit: '' };
	}
}

function decimalsOf(size: number): number {
	if (size === 0 || size >= 10) return 0;
	if (size >= 1) return 1;
	return size >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(size)));
}

/** How a bound is rounded: an interval is told wider than it is, never narrower. */
export type Rounding = 'down' | 'up' | 'nearest';

function roundedTo(size: number, decimals: number, rounding: Rounding): number {
	const scaled = size * 10 ** decimals;
	// What floating point adds to 0.12 * 100 is no reason to say 13.
	const near = Math.round(scaled);
	if (rounding === 'nearest' || Math.abs(scaled - near) < 1e-6) return near / 10 ** decimals;
	return (rounding === 'up' ? Math.ceil(scaled) : Math.floor(scaled)) / 10 ** decimals;
}

/** From here on a ratio is told as a factor: canary/stable - 1 of 4 is five times as much. */
const tellAsTimes = 4;

/** The size of a difference (its sign is dropped) in the unit it is told in. */
export function sizeText(kind: Estimate['kind'], unit: EvidenceUnit, value: number, rounding: Rounding): SizeText {
	// "1 611 % higher" is read twice; "17 times" is not.
	if (kind === 'ratio' && value >= tellAsTimes && Number.isFinite(value)) {
		const times = 1 + value;
		const digits = times >= 10 ? 0 : 1;
		return { number: formatNumber(roundedTo(times, digits, rounding), digits), unit: ' times' };
	}
	const scale = scaleOf(kind, unit);
	const size = Math.abs(value) * scale.factor;
	if (!Number.isFinite(size)) return { number: 'any number of', unit: scale.unit };
	const decimals = decimalsOf(size);
	return { number: formatNumber(roundedTo(size, decimals, rounding), decimals), unit: scale.unit };
}

/** "10 %", "12 ms", "1.2 percentage points". */
export function formatSize(kind: Estimate['kind'], unit: EvidenceUnit, value: number): string {
	const text = sizeText(kind, unit, value, 'nearest');
	return `${text.number}${text.unit}`;
}

/** "+12 %", "-4 ms", "0 %": a difference with its sign, for tables and axes. */
export function formatSigned(kind: Estimate['kind'], unit: EvidenceUnit, value: number): string {
	const text = formatSize(kind, unit, value);
	const isZero = !/[1-9]/.test(text);
	return isZero ? text : `${value < 0 ? '-' : '+'}${text}`;
}

/** What the samples of a metric are called: by the evidence itself, else by what such a metric counts. */
export function sampleNoun(evidence: Omit<MetricEvidence, 'words'>): string {
	if (evidence.samplesAre !== undefined) return evidence.samplesAre;
	if (evidence.judge === 'kayenta') return 'point';
	if (evidence.judge === 'analysis') return 'measurement';
	if (evidence.metric === 'memory' || evidence.unit === 'number' || evidence.unit === 'count') return 'sample';
	return 'request';
}

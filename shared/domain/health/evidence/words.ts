/**
 * A finding as one plain sentence: what is so, the limit it was held against, how much was seen, and how easily
 * chance alone would show the same.
 */
import { formatCount, formatCounted } from '../../format.ts';
import type { Estimate, EvidenceUnit, MetricEvidence, Strength } from './model.ts';
import { formatSize, type Rounding, sampleNoun, sizeText } from './values.ts';

/** Evidence before it was put into words. */
export type Wordless = Omit<MetricEvidence, 'words'>;

/** Beyond this nobody can check the claim; it is said as "less than once in 1 000 000". */
const largestOdds = 1_000_000;

/** Two digits that count, rounded down: 2 345 is told as 2 300. */
function roundedDown(value: number): number {
	const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
	return Math.floor(value / step) * step;
}

/**
 * How seldom chance alone shows this much, or null where the number does not say so (a score).
 *
 * An e-value e bounds the chance over ALL looks of a deployment: P(e is ever >= x) <= 1/x without harm (Ville 1939;
 * Ramdas, Grunwald, Vovk, Shafer 2023, "Game-theoretic statistics and safe anytime-valid inference", section 2).
 * A p-value holds for one look only, so it is told by the look: repeated looks would make it more likely than that.
 * Rounded down, so that nothing is claimed that the number does not carry.
 */
export function chanceWords(strength: Strength): string | null {
	if (strength.kind === 'score') return null;
	const odds = strength.kind === 'e-value' ? strength.value : 1 / strength.value;
	const among = strength.kind === 'e-value' ? 'deployments' : 'such looks';
	if (Number.isNaN(odds) || odds < 0) return null;
	if (odds < 2) return 'could well be chance';
	const told = roundedDown(Math.min(largestOdds, odds));
	return `would be this large by chance ${told < odds ? 'less than' : 'at most'} once in ${formatCount(told)} ${among}`;
}

function isSpeed({ label, unit }: Pick<Wordless, 'label' | 'unit'>): boolean {
	return unit === 'ms' && /^p\d|latency|time|duration|delay/i.test(label);
}

/** The word for a difference to the given side. */
function comparative(evidence: Wordless, isMore: boolean): string {
	if (isSpeed(evidence)) return isMore ? 'slower' : 'faster';
	return isMore ? 'higher' : 'lower';
}

interface Side {
	readonly kind: Estimate['kind'];
	readonly unit: EvidenceUnit;
	readonly evidence: Wordless;
}

function one(side: Side, value: number, rounding: Rounding): string {
	const { number, unit } = sizeText(side.kind, side.unit, value, rounding);
	return `${number}${unit} ${comparative(side.evidence, value > 0)}`;
}

/** Both bounds on the same side of zero: "12 to 31 % slower". `near` is the bound nearer to zero. */
function sameSide(side: Side, near: number, far: number): string {
	const low = sizeText(side.kind, side.unit, near, 'down');
	const high = sizeText(side.kind, side.unit, far, 'up');
	const word = comparative(side.evidence, far > 0);
	if (low.number === high.number) return `${high.number}${high.unit} ${word}`;
	if (!/[1-9]/.test(low.number)) return `up to ${high.number}${high.unit} ${word}`;
	return `${low.number}${low.unit === high.unit ? '' : low.unit} to ${high.number}${high.unit} ${word}`;
}

function openInterval(side: Side, low: number | null, high: number | null): string | null {
	if (low !== null) {
		return low > 0 ? `at least ${one(side, low, 'down')}` : `at most ${one(side, -Math.abs(low), 'up')}`;
	}
	if (high === null) return null;
	return high < 0 ? `at least ${one(side, high, 'down')}` : `at most ${one(side, Math.abs(high), 'up')}`;
}

/**
 * Where the difference lies, as the end of a sentence: "12 to 31 % slower", "between 4 % lower and 61 % higher",
 * "at least 12 % slower". Null where nothing is known. Bounds are rounded outwards.
 */
export function intervalWords(evidence: Wordless): string | null {
	const { estimate, unit } = evidence;
	if (estimate === null) return null;
	const { low, high, value, kind } = estimate;
	const side: Side = { kind, unit, evidence };
	if (low === null && high === null) {
		if (value === null) return null;
		return value === 0 ? 'the same' : `about ${one(side, value, 'nearest')}`;
	}
	if (low === null || high === null) return openInterval(side, low, high);
	if (low === 0 && high === 0) return 'the same';
	if (low >= 0) return sameSide(side, low, high);
	if (high <= 0) return sameSide(side, high, low);
	return `between ${one(side, low, 'up')} and ${one(side, high, 'up')}`;
}

/** A margin in the unit of the estimate, or null where there is none or any worsening counts. */
export function marginText(evidence: Wordless, margin: number | null): string | null {
	if (margin === null || margin === 0) return null;
	return formatSize(evidence.estimate?.kind ?? 'ratio', evidence.unit, margin);
}

/** "8 400 requests", or "40 of the 100 requests it needs". */
export function samplesWords(evidence: Wordless): string {
	const { samples, minimumSamples } = evidence;
	const noun = sampleNoun(evidence);
	if (samples.canary >= minimumSamples) return formatCounted(samples.canary, noun);
	return `${formatCount(samples.canary)} of the ${formatCounted(minimumSamples, noun)} it needs`;
}

function harmFound(evidence: Wordless): string {
	const interval = intervalWords(evidence);
	const limit = marginText(evidence, evidence.harmMargin);
	return [
		interval === null ? `${evidence.label} is worse` : `${evidence.label} is ${interval}`,
		limit === null ? null : `limit ${limit}`,
		samplesWords(evidence),
		evidence.harm === null ? null : chanceWords(evidence.harm),
	]
		.filter((part) => part !== null)
		.join('; ');
}

/** The largest worsening that is not excluded: its bound in the direction of harm, as "up to 38 % higher". */
function worstLeft(evidence: Wordless): string | null {
	const { estimate, direction = 'increase' } = evidence;
	if (estimate === null) return null;
	const bound = direction === 'decrease' ? estimate.low : estimate.high;
	if (bound === null || direction === 'either') return null;
	const isWorse = direction === 'decrease' ? bound < 0 : bound > 0;
	return isWorse ? `may be up to ${one({ kind: estimate.kind, unit: evidence.unit, evidence }, bound, 'up')}` : null;
}

function noWorse(evidence: Wordless): string {
	const margin = marginText(evidence, evidence.promoteMargin);
	const interval = intervalWords(evidence);
	const found = worstLeft(evidence) ?? (interval === null ? null : `is ${interval}`);
	const held = margin === null ? '' : `, margin ${margin}`;
	const samples = samplesWords(evidence);
	if (found === null) return `${evidence.label} is no worse${held}; ${samples}`;
	return `${evidence.label} ${found}${held}: no worse; ${samples}`;
}

function stillLooking(evidence: Wordless): string {
	const parts = [intervalWords(evidence), samplesWords(evidence)].filter((part) => part !== null);
	return `still looking at ${evidence.label}: ${parts.join(', ')}`;
}

function notJudged(evidence: Wordless): string {
	const isShort = evidence.samples.canary < evidence.minimumSamples;
	return isShort ? `${evidence.label} is not judged yet: ${samplesWords(evidence)}` : `${evidence.label} is not judged`;
}

/**
 * The finding of one metric, for a release manager, as in "p95 is 12 to 31 % slower; limit 10 %; 8 400 requests; would
 * be this large by chance less than once in 2 000 deployments". Lower case at the beginning, no full stop.
 */
export function describeFinding(evidence: Wordless): string {
	switch (evidence.answer) {
		case 'roll-back':
			return harmFound(evidence);
		case 'promote':
			return noWorse(evidence);
		case 'keep-looking':
			return stillLooking(evidence);
		case 'not-judged':
			return notJudged(evidence);
		case 'unknown':
			return `${evidence.label} could not be judged: it is not known`;
	}
}

/**
 * Numbers as people read them. No `Intl` and no locale: the same number gives the same text in the journal,
 * in a replay and on every machine. Digits are grouped by a thin no-break space (SI brochure, 5.4.4).
 */

/** U+202F: keeps `4 210` on one line and is narrower than a space. */
export const thinSpace = '\u202f';

const notANumber = 'not a number';

function groupDigits(digits: string): string {
	return digits.replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/** At most `decimals` decimals, without trailing zeros, digits grouped. */
export function formatNumber(value: number, decimals = 0): string {
	if (!Number.isFinite(value)) return notANumber;
	const [whole = '0', fraction = ''] = Math.abs(value).toFixed(decimals).split('.');
	// Above 1e21 `toFixed` turns to exponents, which cannot be grouped.
	if (whole.includes('e')) return `${value < 0 ? '-' : ''}${whole}`;
	const kept = fraction.replace(/0+$/, '');
	const text = kept === '' ? groupDigits(whole) : `${groupDigits(whole)}.${kept}`;
	return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** A count of things: `4 210`. */
export function formatCount(count: number): string {
	return formatNumber(count, 0);
}

/** A count with its noun: `1 request`, `4 210 requests`. */
export function formatCounted(count: number, noun: string): string {
	const text = formatCount(count);
	return `${text} ${text === '1' ? noun : `${noun}s`}`;
}

/** A ratio (0..1) in per cent, about three digits that count: `0.12 %`, `41.5 %`, `120 %`. */
export function formatPercent(ratio: number): string {
	if (!Number.isFinite(ratio)) return notANumber;
	const percent = ratio * 100;
	const size = Math.abs(percent);
	return `${formatNumber(percent, size < 10 ? 2 : size < 100 ? 1 : 0)} %`;
}

/** A latency in milliseconds: `4.2 ms`, `812 ms`, `1 250 ms`, `12.5 s`. */
export function formatMs(ms: number): string {
	if (!Number.isFinite(ms)) return notANumber;
	if (Math.abs(ms) >= 10_000) return `${formatNumber(ms / 1000, 1)} s`;
	return `${formatNumber(ms, Math.abs(ms) < 10 ? 1 : 0)} ms`;
}

/** Requests per second: `0.25 requests/s`, `132 requests/s`. */
export function formatRate(perSecond: number): string {
	if (!Number.isFinite(perSecond)) return notANumber;
	const size = Math.abs(perSecond);
	return `${formatNumber(perSecond, size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0)} requests/s`;
}

/** How many times one thing is another: `2.1 times`. */
export function formatTimes(factor: number): string {
	if (!Number.isFinite(factor)) return notANumber;
	return `${formatNumber(factor, Math.abs(factor) < 10 ? 2 : Math.abs(factor) < 100 ? 1 : 0)} times`;
}

const units = [
	{ name: 'd', ms: 86_400_000 },
	{ name: 'h', ms: 3_600_000 },
	{ name: 'min', ms: 60_000 },
	{ name: 's', ms: 1000 },
] as const;

/** A span of time in its two largest units: `850 ms`, `12 s`, `1 min 30 s`, `15 min`, `2 d 3 h`. Cut, never rounded up. */
export function formatDuration(ms: number): string {
	if (!Number.isFinite(ms)) return notANumber;
	if (ms < 0) return `-${formatDuration(-ms)}`;
	const first = units.findIndex((unit) => ms >= unit.ms);
	const large = units[first];
	if (large === undefined) return `${Math.floor(ms)} ms`;
	const head = `${formatCount(Math.floor(ms / large.ms))} ${large.name}`;
	const small = units[first + 1];
	const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
	return small === undefined || rest === 0 ? head : `${head} ${rest} ${small.name}`;
}

/** How long ago: `just now` (also for instants that lie ahead because two clocks differ), `12 s ago`. */
export function formatAge(ms: number): string {
	if (!Number.isFinite(ms)) return 'at an unknown time';
	return ms < 1000 ? 'just now' : `${formatDuration(ms)} ago`;
}

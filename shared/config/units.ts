/**
 * How figures are written in `signalbox.yaml`. One rule each, so that no number can be misread:
 * durations and sizes carry their unit, shares carry the percent sign, factors carry an x.
 */

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const unitBytes: Readonly<Record<string, number>> = {
	B: 1,
	kB: 1e3,
	KB: 1e3,
	MB: 1e6,
	GB: 1e9,
	TB: 1e12,
	KiB: 2 ** 10,
	MiB: 2 ** 20,
	GiB: 2 ** 30,
	TiB: 2 ** 40,
};

/** Reads "500ms", "30s", "1h30m" as milliseconds; null when it is none. A number without a unit is none, but for 0. */
export function parseDuration(text: string): number | null {
	if (text === '0') return 0;
	if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
	let total = 0;
	for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
		total += Number(amount) * (unitMs[unit] ?? Number.NaN);
	}
	const rounded = Math.round(total);
	return Number.isSafeInteger(rounded) ? rounded : null;
}

/** Writes milliseconds as `parseDuration` reads them: 5 400 000 is "1h30m". */
export function formatDuration(ms: number): string {
	if (ms === 0) return '0';
	let rest = Math.round(ms);
	let text = '';
	for (const unit of ['d', 'h', 'm', 's', 'ms']) {
		const size = unitMs[unit] ?? 1;
		const count = Math.floor(rest / size);
		if (count > 0) text += `${count}${unit}`;
		rest -= count * size;
	}
	return text;
}

/** Reads "5%" or "0.5%" as per cent (5, 0.5); null without the sign. */
export function parsePercent(text: string): number | null {
	const match = /^(\d+(?:\.\d+)?) ?%$/.exec(text);
	return match?.[1] === undefined ? null : Number(match[1]);
}

/** Writes a ratio as per cent: 0.01 is "1%". */
export function formatRatio(ratio: number): string {
	return `${Number((ratio * 100).toPrecision(12))}%`;
}

/** Reads "1.5x" as 1.5; null without the x. */
export function parseFactor(text: string): number | null {
	const match = /^(\d+(?:\.\d+)?) ?x$/.exec(text);
	return match?.[1] === undefined ? null : Number(match[1]);
}

/** How much worse a metric may be, as it is written: a share of the stable slot's value, or an amount with its unit. */
export interface WrittenMargin {
	readonly unit: 'share' | 'ms' | 'points' | 'number';
	/** Shares and percentage points as ratios, times in ms. */
	readonly value: number;
}

/**
 * Reads "20%" (a share of the stable slot's value), "30ms" or "1.5s" (a time), "10pp" (percentage points of a ratio such
 * as memory) or "12" (in the metric's own unit). Null for anything else.
 */
export function parseMargin(text: string): WrittenMargin | null {
	const share = parsePercent(text);
	if (share !== null) return { unit: 'share', value: Number((share / 100).toPrecision(12)) };
	const points = /^(\d+(?:\.\d+)?) ?pp$/.exec(text);
	if (points?.[1] !== undefined) return { unit: 'points', value: Number((Number(points[1]) / 100).toPrecision(12)) };
	if (/^\d{1,12}(\.\d{1,12})?$/.test(text)) return { unit: 'number', value: Number(text) };
	const ms = parseDuration(text);
	return ms === null ? null : { unit: 'ms', value: ms };
}

/** Reads "256MB" (powers of 1000) or "256MiB" (powers of 1024) as bytes; null without a unit. */
export function parseBytes(text: string): number | null {
	const match = /^(\d+(?:\.\d+)?) ?([kKMGT]i?B|B)$/.exec(text);
	const size = unitBytes[match?.[2] ?? ''];
	if (match?.[1] === undefined || size === undefined) return null;
	const bytes = Math.round(Number(match[1]) * size);
	return Number.isSafeInteger(bytes) ? bytes : null;
}

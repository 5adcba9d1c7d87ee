/** Shares compared as they are, covered against total, in whole numbers: 79.996 % is not 80 %. */
import { formatNumber } from '../format.ts';
import type { Share } from './evidence.ts';

/** A fraction of whole numbers; the lower one is above zero. */
export interface Fraction {
	readonly over: bigint;
	readonly under: bigint;
}

/** Null where the two are no counts, or nothing was there to cover. */
export function fractionOf({ covered, total }: Share): Fraction | null {
	const areCounts = Number.isSafeInteger(covered) && Number.isSafeInteger(total) && covered >= 0 && covered <= total;
	return areCounts && total > 0 ? { over: BigInt(covered), under: BigInt(total) } : null;
}

/** A limit exactly as it was written: 0.8 is 8/10, although no float is. */
export function fractionOfDecimal(value: number): Fraction {
	const [mantissa = '0', exponent = '0'] = value.toString().split('e');
	const [whole = '0', decimals = ''] = mantissa.split('.');
	const shift = Number(exponent) - decimals.length;
	const digits = BigInt(`${whole}${decimals}`);
	return shift >= 0
		? { over: digits * 10n ** BigInt(shift), under: 1n }
		: { over: digits, under: 10n ** BigInt(-shift) };
}

export function isBelow(a: Fraction, b: Fraction): boolean {
	return a.over * b.under < b.over * a.under;
}

/** In per cent, cut after `decimals` and never rounded up. */
function percentCut({ over, under }: Fraction, decimals: number): string {
	const steps = 10n ** BigInt(decimals);
	return `${formatNumber(Number((over * 100n * steps) / under) / Number(steps), decimals)} %`;
}

const mostDecimals = 6;

/** A share and what it is held against, with as many decimals as tell them apart: `79.99 %` and `80 %`. */
export function percentsApart(share: Fraction, others: readonly Fraction[]): readonly [string, ...string[]] {
	for (let decimals = 1; ; decimals += 1) {
		const own = percentCut(share, decimals);
		const rest = others.map((other) => percentCut(other, decimals));
		const isTold = others.every(
			(other, index) => own !== rest[index] || (!isBelow(share, other) && !isBelow(other, share)),
		);
		if (isTold || decimals === mostDecimals) return [own, ...rest];
	}
}

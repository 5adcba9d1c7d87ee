/** The one number of an answer, or the named gap. */
import type { QueryData } from './client.ts';

/** Prometheus prints numbers as text: decimals, exponents, `NaN`, `+Inf`, `-Inf`. */
export function parseSampleValue(text: string): number {
	if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
	if (text === '-Inf') return Number.NEGATIVE_INFINITY;
	return text.trim() === '' ? Number.NaN : Number(text);
}

export type Single =
	| { readonly ok: true; readonly value: number }
	| { readonly ok: false; readonly state: 'missing' | 'not-a-number' | 'failed'; readonly detail: string };

const lie = (state: 'missing' | 'not-a-number' | 'failed', detail: string): Single => ({ ok: false, state, detail });

/** A finite number, or what kind of none. */
export function finiteValue(text: string): Single {
	const value = parseSampleValue(text);
	return Number.isFinite(value) ? { ok: true, value } : lie('not-a-number', `the query answered ${text}`);
}

/** A query for a metric must answer exactly one number. */
export function singleValue(data: QueryData): Single {
	switch (data.resultType) {
		case 'scalar':
			return finiteValue(data.result[1]);
		case 'string':
			return lie('failed', 'the query answered a text, a number expected');
		case 'matrix':
			return lie('failed', 'the query answered a range, one value expected; wrap it in rate() or increase()');
		case 'vector': {
			const [series, ...others] = data.result;
			if (series === undefined) return lie('missing', 'no series matched');
			if (others.length > 0) {
				const count = data.result.length;
				return lie('failed', `the query answered ${count} series, one expected; aggregate with sum()`);
			}
			if (series.value === undefined) return lie('failed', 'the query answered a native histogram, a number expected');
			return finiteValue(series.value[1]);
		}
	}
}

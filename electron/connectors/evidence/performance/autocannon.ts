/** autocannon's JSON (`autocannon --json`). It measures p50, p97.5 and p99; there is no p95, and none is made up. */
import { z } from 'zod';
import type { PerformanceFacts } from '../../../../shared/domain/gates/evidence.ts';
import { readWholeJson } from '../json/read-json.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { withoutNulls } from './metrics.ts';

const figure = z.number().nullish();
const count = z.number().min(0).nullish();
const schema = z.looseObject({
	requests: z.looseObject({ total: z.number().min(0), average: figure }),
	latency: z.looseObject({ p50: figure, p95: figure, p99: figure, average: figure, mean: figure }),
	duration: figure,
	errors: count,
	non2xx: count,
	mismatches: count,
	finish: z.string().nullish(),
});

export const parseAutocannon: ReportParser = async (bytes, { limits }) => {
	const { requests, latency, duration, errors, non2xx, mismatches, finish } = await readWholeJson(
		bytes,
		schema,
		limits,
	);
	// Requests that got no answer (errors, time-outs among them) are not in the total.
	const sent = requests.total + (errors ?? 0);
	if (sent === 0) throw new Refusal('measured no request', null, 'Check that the address was reachable.');
	const failed = (errors ?? 0) + (non2xx ?? 0) + (mismatches ?? 0);
	const hasAnswers = requests.total > 0;
	const facts: PerformanceFacts = {
		kind: 'performance',
		metrics: withoutNulls({
			// Without an answer its latencies are zeros, which would pass any limit.
			p50: hasAnswers ? (latency.p50 ?? null) : null,
			p95: hasAnswers ? (latency.p95 ?? null) : null,
			p99: hasAnswers ? (latency.p99 ?? null) : null,
			mean: hasAnswers ? (latency.average ?? latency.mean ?? null) : null,
			throughput: requests.average ?? null,
			'error-rate': Math.min(1, failed / sent),
		}),
		requests: requests.total,
		durationMs: duration == null ? null : Math.round(duration * 1000),
		thresholds: [],
	};
	return { facts, tool: 'autocannon', writtenAt: instantOf(finish) };
};

/** Evidence for tests and for the pictures of the screens. */
import type { MetricEvidence } from './model.ts';
import { describeFinding, type Wordless } from './words.ts';

const base: Wordless = {
	metric: 'errors',
	label: 'error rate',
	judge: 'sequential',
	role: 'decide',
	criticality: 'roll-back',
	answer: 'keep-looking',
	unit: 'ratio',
	canary: 0.0118,
	stable: 0.0104,
	estimate: { kind: 'ratio', value: 0.13, low: -0.04, high: 0.61, confidence: 0.95 },
	harmMargin: 0,
	promoteMargin: 0.5,
	samples: { canary: 1200, stable: 3600 },
	minimumSamples: 100,
	harm: { kind: 'e-value', value: 1.6, line: 20 },
	nonInferior: { kind: 'e-value', value: 3.2, line: 10 },
	assumption: null,
	source: 'Prometheus',
	query: 'sum(http_requests_total{slot="green",code=~"5.."})',
	at: Date.UTC(2026, 10, 23, 14, 20),
};

/** Evidence like `base` with some of it changed, put into words. */
export function evidenceOf(changes: Partial<Wordless> = {}): MetricEvidence {
	const evidence = { ...base, ...changes };
	return { ...evidence, words: describeFinding(evidence) };
}

/** p95 that has become slower beyond its limit. */
export const slowerP95: Partial<Wordless> = {
	metric: 'p95',
	label: 'p95',
	unit: 'ms',
	answer: 'roll-back',
	canary: 466,
	stable: 383,
	estimate: { kind: 'ratio', value: 0.217, low: 0.123, high: 0.308, confidence: 0.95 },
	harmMargin: 0.1,
	promoteMargin: 0.2,
	samples: { canary: 8400, stable: 25_200 },
	harm: { kind: 'e-value', value: 2043, line: 60 },
	nonInferior: { kind: 'e-value', value: 0.1, line: 10 },
};

/** The one number of a gate that can be followed over releases. */
import { countViolations } from './accessibility-rule.ts';
import { coverageOf } from './coverage-rule.ts';
import type { Evidence, PerformanceMetric } from './evidence.ts';
import { countFindings } from './findings-rule.ts';
import { countErrors } from './lint-rule.ts';
import { worstMeasure } from './measure-rule.ts';
import type { GateRule, GateTrend } from './model.ts';
import { worstFigure } from './performance-rule.ts';
import { ofKind, sumOf } from './ruling.ts';

/** Null where the reports do not tell it, and for gates without a number. A share is 0..1 and not rounded. */
export function gateFigure(rule: GateRule, evidence: readonly Evidence[]): number | null {
	if (evidence.length === 0) return null;
	switch (rule.kind) {
		case 'tests':
			return sumOf(ofKind(evidence, 'tests'), ({ facts }) => facts.passed);
		case 'coverage': {
			const share = coverageOf(rule.of, ofKind(evidence, 'coverage'));
			return share === null || share.total === 0 ? null : share.covered / share.total;
		}
		case 'findings': {
			const scans = ofKind(evidence, 'findings');
			return scans.some(({ facts }) => facts.invalid !== null) ? null : countFindings(rule.from, scans);
		}
		case 'complexity':
		case 'function-length':
			return worstMeasure(rule.kind, ofKind(evidence, 'lint'))?.value ?? null;
		case 'lint':
			return countErrors(ofKind(evidence, 'lint'));
		case 'jobs':
			return null;
		case 'contracts':
			return sumOf(ofKind(evidence, 'contracts'), ({ facts }) => facts.passed);
		case 'performance': {
			const [first] = rule.limits;
			return first === undefined ? null : worstFigure(first, ofKind(evidence, 'performance'));
		}
		case 'accessibility':
			return countViolations(rule.from, ofKind(evidence, 'accessibility'));
	}
}

type Unit = Pick<GateTrend, 'unit' | 'higherIsBetter'>;

function unitOfMetric(metric: PerformanceMetric | undefined): Unit {
	if (metric === 'throughput') return { unit: 'per-second', higherIsBetter: true };
	return { unit: metric === 'error-rate' ? 'share' : 'ms', higherIsBetter: false };
}

function unitOf(rule: GateRule): Unit {
	switch (rule.kind) {
		case 'coverage':
			return { unit: 'share', higherIsBetter: true };
		case 'tests':
		case 'contracts':
			return { unit: 'count', higherIsBetter: true };
		case 'function-length':
			return { unit: 'lines', higherIsBetter: false };
		case 'performance':
			return unitOfMetric(rule.limits[0]?.metric);
		default:
			return { unit: 'count', higherIsBetter: false };
	}
}

export const mostTrendValues = 20;

/** Null for gates without a number. `earlier`: figures of earlier runs, oldest first; this run's comes last. */
export function trendOf(figures: {
	readonly rule: GateRule;
	readonly value: number | null;
	readonly before: GateTrend['before'];
	readonly earlier: readonly (number | null)[];
}): GateTrend | null {
	const { rule, value, before, earlier } = figures;
	if (rule.kind === 'jobs') return null;
	return { ...unitOf(rule), value, before, values: [...earlier, value].slice(-mostTrendValues) };
}

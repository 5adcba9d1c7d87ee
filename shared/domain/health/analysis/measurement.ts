/** What one answer to a query means, as Argo Rollouts v1.8 has it (argoproj/argo-rollouts, utils/evaluate/evaluate.go). */
import type { Measurement } from '../totals.ts';
import { evaluateExpression, type Value } from './evaluate.ts';
import { type Expression, parseExpression } from './expression.ts';
import type { AnalysisMetric, AnalysisPhase } from './model.ts';

/** How one measurement ended. */
export type MeasuredPhase = Extract<AnalysisPhase, 'Successful' | 'Failed' | 'Inconclusive' | 'Error'>;

export interface AssessedMeasurement {
	readonly phase: MeasuredPhase;
	/** The result as Argo writes it: `0.99`, `[0.99,1]`, `[]`. */
	readonly value: string;
	/** Why it is an error; empty otherwise. */
	readonly message: string;
}

function numberOf(value: Measurement['values'][number]): number {
	if (typeof value === 'number') return value;
	return value === 'NaN' ? Number.NaN : value === '+Inf' ? Infinity : -Infinity;
}

/** What a condition sees as `result`: a number, a list of numbers, or nil where a single number is absent. */
export function resultOf(measurement: Measurement): Value {
	const numbers = measurement.state === 'measured' ? measurement.values.map(numberOf) : [];
	return measurement.shape === 'vector' ? numbers : (numbers[0] ?? null);
}

/** True when a condition speaks of absent data: `len(result) == 0`, `isNil`, `default`, `??`, `nil`. */
function speaksOfNoData(node: Expression): boolean {
	switch (node.kind) {
		case 'literal':
			return node.value === null;
		case 'list':
			return node.items.some(speaksOfNoData);
		case 'index':
			return speaksOfNoData(node.of) || speaksOfNoData(node.index);
		case 'unary':
			return speaksOfNoData(node.operand);
		case 'binary':
			return node.operator === '??' || speaksOfNoData(node.left) || speaksOfNoData(node.right);
		case 'choice':
			return [node.test, node.yes, node.no].some(speaksOfNoData);
		case 'call':
			return ['len', 'isNil', 'default', 'count'].includes(node.name) || node.arguments.some(speaksOfNoData);
		default:
			return false;
	}
}

type Holding =
	| { readonly ok: true; readonly holds: boolean | null; readonly speaks: boolean }
	| { ok: false; why: string };

/** Whether a condition holds; `holds` is null where there is none. */
function holding(name: string, source: string | null, result: Value): Holding {
	if (source === null || source.trim() === '') return { ok: true, holds: null, speaks: false };
	const parsed = parseExpression(source);
	const told = (message: string, at: number) => ({ ok: false as const, why: `${name} at ${at + 1}: ${message}` });
	if (!parsed.ok) return told(parsed.problem.message, parsed.problem.at);
	const evaluated = evaluateExpression(parsed.expression, result);
	if (!evaluated.ok) return told(evaluated.problem.message, evaluated.problem.at);
	if (typeof evaluated.value !== 'boolean') return told('it must be true or false', parsed.expression.at);
	return { ok: true, holds: evaluated.value, speaks: speaksOfNoData(parsed.expression) };
}

function phaseOf(success: boolean | null, failure: boolean | null): MeasuredPhase {
	// Without one condition its absence is the negation of the other; without both every answer is a success (evaluate.go).
	const isFailed = failure ?? (success === null ? false : !success);
	const isSuccessful = success ?? !isFailed;
	return isFailed ? 'Failed' : isSuccessful ? 'Successful' : 'Inconclusive';
}

/**
 * How one measurement ended. No data is an error, unless a condition speaks of it in so many words; Argo would let a
 * condition over all items of an empty list pass.
 */
export function assessMeasurement(
	conditions: Pick<AnalysisMetric, 'successCondition' | 'failureCondition'>,
	measurement: Measurement,
): AssessedMeasurement {
	const value = measurement.shape === 'vector' ? `[${measurement.values.join(',')}]` : `${measurement.values[0] ?? ''}`;
	const wrong = (message: string): AssessedMeasurement => ({ phase: 'Error', value, message });
	if (measurement.state === 'failed') return wrong(measurement.detail ?? 'the query failed');
	const result = resultOf(measurement);
	const success = holding('successCondition', conditions.successCondition, result);
	const failure = holding('failureCondition', conditions.failureCondition, result);
	if (!success.ok) return wrong(success.why);
	if (!failure.ok) return wrong(failure.why);
	const isEmpty = result === null || (Array.isArray(result) && result.length === 0);
	if (isEmpty && !success.speaks && !failure.speaks) {
		return wrong(measurement.detail ?? 'the query answered no data');
	}
	return { phase: phaseOf(success.holds, failure.holds), value, message: '' };
}

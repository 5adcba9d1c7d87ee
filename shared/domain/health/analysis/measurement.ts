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

/** What a condition says in so many words of an answer without a number. */
interface Spoken {
	/** Of a vector without a series: `len(result)`. */
	readonly ofNone: boolean;
	/** Of a number that is absent: `isNil`, `default`, `??`, `nil`. */
	readonly ofNil: boolean;
	/** Of NaN: `isNaN`. */
	readonly ofNaN: boolean;
}

const nothing = { ofNone: false, ofNil: false, ofNaN: false } satisfies Spoken;

function partsOf(node: Expression): readonly Expression[] {
	switch (node.kind) {
		case 'list':
			return node.items;
		case 'index':
			return [node.of, node.index];
		case 'unary':
			return [node.operand];
		case 'binary':
			return [node.left, node.right];
		case 'choice':
			return [node.test, node.yes, node.no];
		case 'call':
			return node.arguments;
		default:
			return [];
	}
}

/** A length of what is left of the result (`len(filter(result, ...))`) is 0 for other reasons too, and says nothing. */
function spokenBy(node: Expression): Spoken {
	const isNil =
		(node.kind === 'literal' && node.value === null) ||
		(node.kind === 'binary' && node.operator === '??') ||
		(node.kind === 'call' && (node.name === 'isNil' || node.name === 'default'));
	const own: Spoken = {
		ofNone: node.kind === 'call' && node.name === 'len' && node.arguments[0]?.kind === 'result',
		ofNil: isNil,
		ofNaN: node.kind === 'call' && node.name === 'isNaN',
	};
	return partsOf(node).reduce((sum, part) => either(sum, spokenBy(part)), own);
}

function either(one: Spoken, other: Spoken): Spoken {
	return {
		ofNone: one.ofNone || other.ofNone,
		ofNil: one.ofNil || other.ofNil,
		ofNaN: one.ofNaN || other.ofNaN,
	};
}

type Holding =
	| { readonly ok: true; readonly holds: boolean | null; readonly says: Spoken }
	| { ok: false; why: string };

/** Whether a condition holds; `holds` is null where there is none. */
function holding(name: string, source: string | null, result: Value): Holding {
	if (source === null || source.trim() === '') return { ok: true, holds: null, says: nothing };
	const parsed = parseExpression(source);
	const told = (message: string, at: number) => ({ ok: false as const, why: `${name} at ${at + 1}: ${message}` });
	if (!parsed.ok) return told(parsed.problem.message, parsed.problem.at);
	const evaluated = evaluateExpression(parsed.expression, result);
	if (!evaluated.ok) return told(evaluated.problem.message, evaluated.problem.at);
	if (typeof evaluated.value !== 'boolean') return told('it must be true or false', parsed.expression.at);
	return { ok: true, holds: evaluated.value, says: spokenBy(parsed.expression) };
}

function phaseOf(success: boolean | null, failure: boolean | null): MeasuredPhase {
	// Without one condition its absence is the negation of the other; without both every answer is a success (evaluate.go).
	const isFailed = failure ?? (success === null ? false : !success);
	const isSuccessful = success ?? !isFailed;
	return isFailed ? 'Failed' : isSuccessful ? 'Successful' : 'Inconclusive';
}

/** No number but NaN: what a share of no requests at all is. */
function isNoNumber(result: Value): boolean {
	const values = Array.isArray(result) ? result : [result];
	return values.some((value) => Number.isNaN(value));
}

/**
 * How one measurement ended. No data is an error, unless a condition speaks of it in so many words; Argo would let a
 * condition over all items of an empty list pass. NaN is above no limit: where only a failure is defined Argo calls it a
 * success, and here it is inconclusive, unless the condition speaks of NaN.
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
	const isEmpty = result === null || (Array.isArray(result) && result.length === 0);
	// Where there is nothing, a condition that stumbles over it is not what is wrong.
	const nothingFound = isEmpty ? measurement.detail : null;
	if (!success.ok) return wrong(nothingFound ?? success.why);
	if (!failure.ok) return wrong(nothingFound ?? failure.why);
	const says = either(success.says, failure.says);
	if (isEmpty && !(result === null ? says.ofNil : says.ofNone))
		return wrong(measurement.detail ?? 'the query answered no data');
	const phase = phaseOf(success.holds, failure.holds);
	const isUnknown =
		phase === 'Successful' && success.holds === null && failure.holds !== null && isNoNumber(result) && !says.ofNaN;
	return { phase: isUnknown ? 'Inconclusive' : phase, value, message: '' };
}

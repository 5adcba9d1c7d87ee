/** Evaluates conditions of Argo Rollouts on a result. No `eval`: a walk over the parsed expression in a bounded number of steps. */
import { closureNames, type Expression, parseExpression } from './expression.ts';
import { callFunction } from './functions.ts';
import { ExpressionError, type ExpressionProblem } from './tokens.ts';
import * as values from './values.ts';
import { type Value, asBoolean, asList, asNumber, asText } from './values.ts';

export type { Value } from './values.ts';

export type Evaluated<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly problem: ExpressionProblem };

const maximumSteps = 20_000;
/** A pattern walks its text several times over. */
const matchCost = 1_000;

/** What `#` and `#index` stand for. */
interface Item {
	readonly value: Value;
	readonly index: number;
}

function createEvaluator(result: Value) {
	let steps = 0;

	function walk(node: Expression, item: Item | null): Value {
		steps += 1;
		if (steps > maximumSteps) throw new ExpressionError('the condition takes too many steps', node.at);
		switch (node.kind) {
			case 'literal':
				return node.value;
			case 'result':
				return result;
			case 'pointer':
				return item === null ? null : node.which === 'index' ? item.index : item.value;
			case 'list':
				return node.items.map((one) => walk(one, item));
			case 'index': {
				const of = walk(node.of, item);
				return of === null && node.optional ? null : values.itemOf(of, walk(node.index, item), node.at);
			}
			case 'unary':
				return unary(node, item);
			case 'binary':
				return binary(node, item);
			case 'choice':
				return walk(asBoolean(walk(node.test, item), node.at, '"?"') ? node.yes : node.no, item);
			case 'call':
				return call(node, item);
		}
	}

	function unary({ operator, operand, at }: Extract<Expression, { kind: 'unary' }>, item: Item | null): Value {
		const value = walk(operand, item);
		if (operator === 'not') return !asBoolean(value, at, '"not"');
		const number = asNumber(value, at, `"${operator}"`);
		return operator === '-' ? -number : number;
	}

	function binary({ operator, left, right, at }: Extract<Expression, { kind: 'binary' }>, item: Item | null): Value {
		const first = walk(left, item);
		if (operator === 'and' || operator === 'or') {
			const isSettled = asBoolean(first, left.at, `"${operator}"`) === (operator === 'or');
			return isSettled ? operator === 'or' : asBoolean(walk(right, item), right.at, `"${operator}"`);
		}
		if (operator === '??') return first ?? walk(right, item);
		const second = walk(right, item);
		const text = (value: Value) => asText(value, at, `"${operator}"`);
		switch (operator) {
			case '==':
				return values.isEqual(first, second, at);
			case '!=':
				return !values.isEqual(first, second, at);
			case '<':
			case '<=':
			case '>':
			case '>=':
				return values.isOrdered(operator, first, second, at);
			case 'in':
				return values.isIn(first, second, at);
			case 'contains':
				return text(first).includes(text(second));
			case 'startsWith':
				return text(first).startsWith(text(second));
			case 'endsWith':
				return text(first).endsWith(text(second));
			case 'matches':
				steps += matchCost;
				return values.isMatch(text(first), text(second), at);
			default:
				return values.calculate(operator, first, second, at);
		}
	}

	function call(node: Extract<Expression, { kind: 'call' }>, item: Item | null): Value {
		const [first, body] = node.arguments;
		if (first === undefined || !closureNames.some((name) => name === node.name)) {
			return callFunction(
				node.name,
				node.arguments.map((one) => walk(one, item)),
				node.at,
			);
		}
		const list = asList(walk(first, item), node.at, `${node.name}()`);
		const each = (value: Value, index: number) => (body === undefined ? value : walk(body, { value, index }));
		if (node.name === 'map') return list.map(each);
		const holds = (value: Value, index: number) =>
			asBoolean(each(value, index), node.at, `the inside of ${node.name}()`);
		switch (node.name) {
			case 'all':
				return list.every(holds);
			case 'any':
				return list.some(holds);
			case 'none':
				return !list.some(holds);
			case 'filter':
				return list.filter(holds);
			case 'one':
				return list.filter(holds).length === 1;
			default:
				return list.filter(holds).length;
		}
	}

	return { walk };
}

/** The value of a parsed expression for a result. Never throws. */
export function evaluateExpression(expression: Expression, result: Value): Evaluated<Value> {
	try {
		return { ok: true, value: createEvaluator(result).walk(expression, null) };
	} catch (error) {
		if (error instanceof ExpressionError) return { ok: false, problem: error.problem };
		throw error;
	}
}

/** Whether a condition holds for a result. A condition that is not true or false is a problem, as in Argo. Never throws. */
export function evaluateCondition(source: string, result: Value): Evaluated<boolean> {
	const parsed = parseExpression(source);
	if (!parsed.ok) return parsed;
	const evaluated = evaluateExpression(parsed.expression, result);
	if (!evaluated.ok) return evaluated;
	const { value } = evaluated;
	if (typeof value === 'boolean') return { ok: true, value };
	const message = `the condition must be true or false, found ${values.kindOf(value)}`;
	return { ok: false, problem: { message, at: parsed.expression.at } };
}

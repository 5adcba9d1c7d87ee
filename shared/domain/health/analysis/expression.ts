/**
 * Parser of the conditions of Argo Rollouts: the part of github.com/expr-lang/expr that conditions are written in, by the
 * precedence of its `parser/operator`. No variables, no assignment, no calls but to the functions named here.
 */
import { ExpressionError, type ExpressionProblem, type Token, tokenise } from './tokens.ts';

export type { ExpressionProblem } from './tokens.ts';

export type Expression = { readonly at: number } & (
	| { readonly kind: 'literal'; readonly value: number | string | boolean | null }
	| { readonly kind: 'result' }
	| { readonly kind: 'pointer'; readonly which: 'item' | 'index' }
	| { readonly kind: 'list'; readonly items: readonly Expression[] }
	| { readonly kind: 'index'; readonly of: Expression; readonly index: Expression; readonly optional: boolean }
	| { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly operand: Expression }
	| { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
	| { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
	| { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
);

export type ParsedExpression =
	| { readonly ok: true; readonly expression: Expression }
	| { readonly ok: false; readonly problem: ExpressionProblem };

/** Functions whose last argument is looked at for every item of the first. */
export const closureNames = ['all', 'any', 'none', 'one', 'filter', 'map', 'count'] as const;
/** Functions of plain values with how many they take. Argo's own: asInt, asFloat, isNaN, isInf, isNil, default. */
export const functionArity: Readonly<Record<string, readonly [least: number, most: number]>> = {
	asInt: [1, 1],
	asFloat: [1, 1],
	isNaN: [1, 1],
	isInf: [1, 1],
	isNil: [1, 1],
	default: [2, 2],
	len: [1, 1],
	int: [1, 1],
	float: [1, 1],
	abs: [1, 1],
	ceil: [1, 1],
	floor: [1, 1],
	round: [1, 1],
	min: [1, 20],
	max: [1, 20],
	sum: [1, 1],
	mean: [1, 1],
	median: [1, 1],
	first: [1, 1],
	last: [1, 1],
};

const strength: Readonly<Record<string, number>> = {
	...{ or: 10, '||': 10, and: 15, '&&': 15 },
	...{ '==': 20, '!=': 20, '<': 20, '>': 20, '<=': 20, '>=': 20 },
	...{ in: 20, matches: 20, contains: 20, startsWith: 20, endsWith: 20 },
	...{ '+': 30, '-': 30, '*': 60, '/': 60, '%': 60, '**': 100, '^': 100, '??': 500 },
};
const negatable = ['in', 'matches', 'contains', 'startsWith', 'endsWith'];
const sameOperator: Readonly<Record<string, string>> = { '||': 'or', '&&': 'and', '^': '**' };
const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, nil: null };
const maximumDepth = 50;

function createParser(tokens: readonly Token[]) {
	let position = 0;
	let depth = 0;
	let closures = 0;
	const end: Token = { kind: 'end', value: '', at: 0 };
	const peek = (ahead = 0): Token => tokens[position + ahead] ?? tokens.at(-1) ?? end;
	const take = (): Token => {
		const token = peek();
		position += 1;
		return token;
	};
	const isOperator = (value: string) => peek().kind === 'operator' && peek().value === value;
	const told = (token: Token) =>
		token.kind === 'end' ? 'the condition ends too early' : `unexpected "${token.value}"`;
	const refuse = (token: Token, message = told(token)): never => {
		throw new ExpressionError(message, token.at);
	};
	function expect(value: string): void {
		if (!isOperator(value)) refuse(peek(), `${told(peek())}; "${value}" is expected`);
		take();
	}

	/** The binary operator that stands next, with the `not` of `not in`. */
	function nextBinary(): { readonly operator: string; readonly negated: boolean; readonly size: number } | null {
		const token = peek();
		if (token.kind !== 'operator' && token.kind !== 'name') return null;
		if (token.value === 'not' && token.kind === 'name') {
			const after = peek(1);
			return after.kind === 'name' && negatable.includes(after.value)
				? { operator: after.value, negated: true, size: 2 }
				: null;
		}
		return Object.hasOwn(strength, token.value) ? { operator: token.value, negated: false, size: 1 } : null;
	}

	function parse(least = 0): Expression {
		depth += 1;
		if (depth > maximumDepth) refuse(peek(), 'the condition is nested too deeply');
		let left = parseUnary();
		for (let next = nextBinary(); next !== null; next = nextBinary()) {
			const power = strength[next.operator] ?? 0;
			if (power < least) break;
			const { at } = peek();
			position += next.size;
			const operator = sameOperator[next.operator] ?? next.operator;
			const right = parse(operator === '**' ? power : power + 1);
			const binary: Expression = { kind: 'binary', operator, left, right, at };
			left = next.negated ? { kind: 'unary', operator: 'not', operand: binary, at } : binary;
		}
		if (least === 0 && isOperator('?')) left = parseChoice(left);
		depth -= 1;
		return left;
	}

	function parseChoice(test: Expression): Expression {
		const { at } = take();
		const yes = parse();
		expect(':');
		return { kind: 'choice', test, yes, no: parse(), at };
	}

	function parseUnary(): Expression {
		const token = peek();
		const isNot =
			(token.kind === 'operator' && token.value === '!') || (token.kind === 'name' && token.value === 'not');
		if (isNot) {
			take();
			return { kind: 'unary', operator: 'not', operand: parse(50), at: token.at };
		}
		if (token.kind === 'operator' && (token.value === '-' || token.value === '+')) {
			take();
			return { kind: 'unary', operator: token.value, operand: parse(90), at: token.at };
		}
		return parsePostfix(parsePrimary());
	}

	function parsePostfix(start: Expression): Expression {
		let value = start;
		for (;;) {
			const { at } = peek();
			if (isOperator('.') || isOperator('?.')) {
				const optional = take().value === '?.';
				value = { kind: 'index', of: value, index: parseMember(), optional, at };
			} else if (isOperator('[')) {
				take();
				const index = parse();
				expect(']');
				value = { kind: 'index', of: value, index, optional: false, at };
			} else if (isOperator('(')) {
				refuse(peek(), 'a value cannot be called');
			} else return value;
		}
	}

	function parseMember(): Expression {
		const token = take();
		if (token.kind !== 'name') refuse(token, `${told(token)}; the name of a field is expected`);
		return { kind: 'literal', value: token.value, at: token.at };
	}

	function parsePrimary(): Expression {
		const token = take();
		if (token.kind === 'number' || token.kind === 'string') {
			return { kind: 'literal', value: token.value, at: token.at };
		}
		if (token.kind === 'pointer') return parsePointer(token);
		if (token.kind === 'name') return parseName(token);
		if (token.value === '(') {
			const inner = parse();
			expect(')');
			return inner;
		}
		if (token.value === '[') return { kind: 'list', items: parseItems(']'), at: token.at };
		if (token.value === '.' && closures > 0) {
			const of: Expression = { kind: 'pointer', which: 'item', at: token.at };
			return { kind: 'index', of, index: parseMember(), optional: false, at: token.at };
		}
		return refuse(token);
	}

	function parsePointer(token: Token): Expression {
		if (closures === 0) refuse(token, '"#" stands for an item only within all, any, filter and the like');
		if (token.value === '#acc') refuse(token, '"#acc" is not supported');
		return { kind: 'pointer', which: token.value === '#index' ? 'index' : 'item', at: token.at };
	}

	function parseItems(closing: string): readonly Expression[] {
		const items: Expression[] = [];
		while (!isOperator(closing)) {
			items.push(parse());
			if (!isOperator(closing)) expect(',');
		}
		take();
		return items;
	}

	function parseName(token: Token & { readonly value: string | number }): Expression {
		const name = String(token.value);
		const { at } = token;
		if (isOperator('(')) return parseCall(name, at);
		if (name === 'result') return { kind: 'result', at };
		const value = Object.hasOwn(constants, name) ? constants[name] : undefined;
		return value === undefined
			? refuse(token, `unknown name "${name}"; a condition knows "result"`)
			: { kind: 'literal', value, at };
	}

	function parseCall(name: string, at: number): Expression {
		take();
		if (closureNames.some((known) => known === name)) return parseClosureCall(name, at);
		const arity = Object.hasOwn(functionArity, name) ? functionArity[name] : undefined;
		if (arity === undefined) throw new ExpressionError(`unknown function "${name}"`, at);
		const items = parseItems(')');
		if (items.length < arity[0] || items.length > arity[1]) {
			throw new ExpressionError(`"${name}" takes ${arity[0]} ${arity[0] === 1 ? 'value' : 'values'}`, at);
		}
		return { kind: 'call', name, arguments: items, at };
	}

	function parseClosureCall(name: string, at: number): Expression {
		const list = parse();
		if (name === 'count' && isOperator(')')) {
			take();
			return { kind: 'call', name, arguments: [list], at };
		}
		expect(',');
		closures += 1;
		const isBraced = isOperator('{');
		if (isBraced) take();
		const body = parse();
		if (isBraced) expect('}');
		closures -= 1;
		expect(')');
		return { kind: 'call', name, arguments: [list, body], at };
	}

	return {
		all(): Expression {
			const expression = parse();
			if (peek().kind !== 'end') refuse(peek());
			return expression;
		},
	};
}

/** Reads a condition. Never throws; a name or function that is not known is a problem at once, as in Argo. */
export function parseExpression(source: string): ParsedExpression {
	try {
		return { ok: true, expression: createParser(tokenise(source)).all() };
	} catch (error) {
		if (error instanceof ExpressionError) return { ok: false, problem: error.problem };
		throw error;
	}
}

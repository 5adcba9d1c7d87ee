/** Words of the expression language of Argo Rollouts' conditions (github.com/expr-lang/expr, docs/language-definition.md). */

/** What is wrong with an expression or its evaluation; `at` is an offset into the text, from 0. */
export interface ExpressionProblem {
	readonly message: string;
	readonly at: number;
}

/** Carries a problem out of the depth of parser and evaluator; caught by their public functions. */
export class ExpressionError extends Error {
	readonly problem: ExpressionProblem;
	constructor(message: string, at: number) {
		super(message);
		this.problem = { message, at };
	}
}

export type Token =
	| { readonly kind: 'number'; readonly value: number; readonly at: number }
	| { readonly kind: 'string'; readonly value: string; readonly at: number }
	| { readonly kind: 'name' | 'operator' | 'pointer' | 'end'; readonly value: string; readonly at: number };

/** Characters a condition may have; longer ones are a mistake or an attack. */
export const maximumExpressionLength = 2_000;

const space = /\s+|\/\/[^\n]*|\/\*[^]*?\*\//y;
const number = /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.(?!\.)\d[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const name = /[A-Za-z_$][A-Za-z0-9_$]*/y;
const pointer = /#(?:index\b|acc\b)?/y;
const operator = /\?\?|\?\.|&&|\|\||==|!=|<=|>=|\*\*|\.\.|[-+*/%^<>!?:.,()[\]{}|;=]/y;
const escapes: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	'\\': '\\',
	'"': '"',
	"'": "'",
	'`': '`',
};

function matchAt(pattern: RegExp, text: string, at: number): string | null {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? null;
}

function readString(text: string, start: number): { readonly value: string; readonly end: number } {
	const quote = text.charAt(start);
	let value = '';
	for (let at = start + 1; at < text.length; at += 1) {
		const character = text.charAt(at);
		if (character === quote) return { value, end: at + 1 };
		if (character !== '\\' || quote === '`') {
			value += character;
			continue;
		}
		const escaped = escapes[text.charAt(at + 1)];
		if (escaped === undefined) throw new ExpressionError('a backslash starts an unknown escape', at);
		value += escaped;
		at += 1;
	}
	throw new ExpressionError('the text in quotes does not end', start);
}

/** Where one token ends; the numbers of `1..3` keep away from the dots. */
function readToken(text: string, at: number): { readonly token: Token; readonly end: number } {
	if (/["'`]/.test(text.charAt(at))) {
		const { value, end } = readString(text, at);
		return { token: { kind: 'string', value, at }, end };
	}
	const digits = matchAt(number, text, at);
	if (digits !== null) {
		const value = Number(digits.replaceAll('_', ''));
		const end = at + digits.length;
		if (!Number.isFinite(value)) throw new ExpressionError('the number is too large', at);
		if (matchAt(name, text, end) !== null) throw new ExpressionError('the number runs into a word', end);
		return { token: { kind: 'number', value, at }, end };
	}
	for (const [kind, pattern] of [
		['name', name],
		['pointer', pointer],
		['operator', operator],
	] as const) {
		const value = matchAt(pattern, text, at);
		if (value !== null) return { token: { kind, value, at }, end: at + value.length };
	}
	throw new ExpressionError(`"${text.charAt(at)}" has no meaning here`, at);
}

/** Parts a condition into words. Throws `ExpressionError`. */
export function tokenise(text: string): readonly Token[] {
	if (text.length > maximumExpressionLength) {
		throw new ExpressionError(`the condition is longer than ${maximumExpressionLength} characters`, 0);
	}
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		const blank = matchAt(space, text, at);
		if (blank !== null && blank !== '') {
			at += blank.length;
			continue;
		}
		const { token, end } = readToken(text, at);
		tokens.push(token);
		at = end;
	}
	tokens.push({ kind: 'end', value: '', at: text.length });
	return tokens;
}

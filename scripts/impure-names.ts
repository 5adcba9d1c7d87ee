/** Finds where a program reaches for time, chance, network or process by itself. */

const globals = new Set([
	'fetch',
	'process',
	'setTimeout',
	'setInterval',
	'setImmediate',
	'performance',
	'window',
	'document',
	'localStorage',
	'WebSocket',
	'XMLHttpRequest',
	'require',
	'Buffer',
	'console',
]);
const members = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'Temporal.Now']);

export interface ImpureName {
	readonly name: string;
	readonly start: number;
}

interface SyntaxNode {
	readonly type: string;
	readonly start: number;
	readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
	return (
		typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
	);
}

function nameOf(value: unknown): string | null {
	return isNode(value) && value.type === 'Identifier' && typeof value['name'] === 'string' ? value['name'] : null;
}

/** Names in expressions only: types, fields and properties may be called anything. */
export function impureNames(program: unknown): readonly ImpureName[] {
	const found: ImpureName[] = [];
	const locals = new Set<string>();
	const visit = (node: SyntaxNode, key: string, parent: SyntaxNode | null): void => {
		if (node.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull)/.test(node.type)) return;
		const name = nameOf(node);
		if (name !== null && globals.has(name) && isReference(key, parent)) found.push({ name, start: node.start });
		if (name !== null && parent !== null && isDeclaration(key, parent)) locals.add(name);
		if (node.type === 'MemberExpression' && node['computed'] !== true) {
			const member = `${nameOf(node['object'])}.${nameOf(node['property'])}`;
			if (members.has(member)) found.push({ name: member, start: node.start });
		}
		const isNow =
			(node.type === 'NewExpression' || node.type === 'CallExpression') && nameOf(node['callee']) === 'Date';
		if (
			isNow &&
			Array.isArray(node['arguments']) &&
			(node['arguments'].length === 0 || node.type === 'CallExpression')
		) {
			found.push({ name: node.type === 'NewExpression' ? 'new Date()' : 'Date()', start: node.start });
		}
		for (const [childKey, value] of Object.entries(node)) {
			for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, childKey, node);
		}
	};
	if (isNode(program)) visit(program, '', null);
	return found.filter(({ name }) => !locals.has(name));
}

function isReference(key: string, parent: SyntaxNode | null): boolean {
	if (parent === null || isDeclaration(key, parent)) return false;
	if (parent.type === 'MemberExpression') return key === 'object' || parent['computed'] === true;
	if (key === 'key') return parent['computed'] === true;
	return !parent.type.startsWith('Import') && !parent.type.startsWith('Export');
}

/** A parameter or variable of that name is ours, wherever it stands in the file. */
function isDeclaration(key: string, parent: SyntaxNode): boolean {
	if (key === 'params' || (key === 'id' && parent.type === 'VariableDeclarator')) return true;
	if (key === 'id' && parent.type === 'FunctionDeclaration') return true;
	return parent.type === 'ImportSpecifier' && key === 'local';
}

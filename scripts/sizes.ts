/** Sizes of files and functions: what reviewers judge is the tail. `node scripts/sizes.ts` prints the report. */
import path from 'node:path';
import { parseSync } from 'vite';
import { isTestFile, readSourceFiles, type SourceFile } from './source-files.ts';

/** Lines that a file and a function should stay within, and the length that fails the check. */
export const budgets = { file: 300, function: 60, failing: 400 } as const;

export interface Sized {
	readonly name: string;
	readonly lines: number;
}

export interface SizeReport {
	readonly files: readonly Sized[];
	/** Of our own code; a `describe` of a test is no function to be judged by its length. */
	readonly functions: readonly Sized[];
}

/** Lines of each file and of each function, longest first. */
export function measure(files: readonly SourceFile[]): SizeReport {
	const longestFirst = (left: Sized, right: Sized) => right.lines - left.lines;
	return {
		files: files.map(({ path: name, text }) => ({ name, lines: text.trimEnd().split('\n').length })).sort(longestFirst),
		functions: files
			.filter(({ path: name }) => !isTestFile(name))
			.flatMap(functionsOf)
			.sort(longestFirst),
	};
}

function functionsOf(file: SourceFile): readonly Sized[] {
	const found: Sized[] = [];
	const lineStarts = [0, ...[...file.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	const lineOf = (offset: number) => lineStarts.findLastIndex((start) => start <= offset) + 1;
	const visit = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		if (Array.isArray(value)) {
			for (const item of value) visit(item);
			return;
		}
		const node: Readonly<Record<string, unknown>> = { ...value };
		const { type, start, end } = node;
		if (
			typeof type === 'string' &&
			/Function/.test(type) &&
			!type.startsWith('TS') &&
			typeof start === 'number' &&
			typeof end === 'number'
		) {
			const first = lineOf(start);
			found.push({ name: `${file.path}:${first}`, lines: lineOf(end) - first + 1 });
		}
		for (const child of Object.values(node)) if (typeof child === 'object') visit(child);
	};
	visit(parseSync(file.path, file.text).program);
	return found;
}

/** One line of a table: how many, the middle, the long tail, and how many are over the budget. */
export function summarise(name: string, sized: readonly Sized[], budget: number): string {
	const at = (share: number) => sized[Math.floor((1 - share) * (sized.length - 1))]?.lines ?? 0;
	const over = sized.filter(({ lines }) => lines > budget).length;
	return `${name}: ${sized.length}, p50 ${at(0.5)}, p90 ${at(0.9)}, longest ${sized[0]?.lines ?? 0} lines, ${over} over ${budget}`;
}

if (import.meta.main) {
	const report = measure(readSourceFiles(path.resolve(import.meta.dirname, '..')));
	process.stdout.write(`${summarise('files', report.files, budgets.file)}\n`);
	process.stdout.write(`${summarise('functions', report.functions, budgets.function)}\n`);
	const over = [
		...report.files.filter(({ lines }) => lines > budgets.file),
		...report.functions.filter(({ lines }) => lines > budgets.function),
	];
	for (const { name, lines } of over) process.stdout.write(`  ${lines} lines: ${name}\n`);
	if (report.files.length === 0 || [...report.files, ...report.functions].some(({ lines }) => lines > budgets.failing))
		process.exitCode = 1;
}

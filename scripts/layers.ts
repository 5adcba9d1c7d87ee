/** The layer test: holds every import against the table in `layer-table.ts`. `node scripts/layers.ts` prints what does not fit. */
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync } from 'vite';
import { impureNames } from './impure-names.ts';
import { electronPlaces, type Layer, layers } from './layer-table.ts';
import { isTestFile, readSourceFiles, type SourceFile } from './source-files.ts';

export interface Violation {
	readonly file: string;
	readonly line: number;
	/** What does not fit, and what the rule is. */
	readonly text: string;
}

interface Import {
	readonly name: string;
	readonly line: number;
	readonly isTypeOnly: boolean;
}

/** Everything in these files that the table does not allow. */
export function findViolations(files: readonly SourceFile[]): readonly Violation[] {
	return files.flatMap((file) => {
		const layer = layers.find(({ at }) => file.path.startsWith(at));
		if (layer === undefined) return [{ file: file.path, line: 1, text: 'lies in no known folder' }];
		const parsed = parseSync(file.path, file.text);
		const error = parsed.errors[0];
		if (error !== undefined) return [{ file: file.path, line: 1, text: `cannot be read: ${error.message}` }];
		const lineOf = (offset: number) => file.text.slice(0, offset).split('\n').length;
		const imports = importsOf(parsed, file.text, lineOf);
		const found = imports.flatMap((one) => {
			const text = judgeImport(file.path, layer, one);
			return text === null ? [] : [{ file: file.path, line: one.line, text }];
		});
		if (layer.pure !== true || isTestFile(file.path)) return found;
		const impure = impureNames(parsed.program).map(({ name, start }) => ({
			file: file.path,
			line: lineOf(start),
			text: `uses ${name}; time, chance, network and process are passed in`,
		}));
		return [...found, ...impure];
	});
}

function importsOf(
	parsed: ReturnType<typeof parseSync>,
	text: string,
	lineOf: (offset: number) => number,
): readonly Import[] {
	const { staticImports, staticExports, dynamicImports } = parsed.module;
	return [
		...staticImports.map((one) => ({
			name: one.moduleRequest.value,
			line: lineOf(one.start),
			isTypeOnly: one.entries.length > 0 && one.entries.every(({ isType }) => isType),
		})),
		...staticExports.flatMap((one) => {
			const from = one.entries.find(({ moduleRequest }) => moduleRequest !== null)?.moduleRequest;
			if (from === null || from === undefined) return [];
			return [{ name: from.value, line: lineOf(one.start), isTypeOnly: one.entries.every(({ isType }) => isType) }];
		}),
		...dynamicImports.flatMap(({ moduleRequest, start }) => {
			const quoted = /^['"`](.*)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
			return quoted?.[1] === undefined ? [] : [{ name: quoted[1], line: lineOf(start), isTypeOnly: false }];
		}),
	];
}

function judgeImport(file: string, layer: Layer, one: Import): string | null {
	if (one.name === 'electron' || one.name.startsWith('electron/')) {
		if (electronPlaces.some((place) => file.startsWith(place))) return null;
		return 'imports "electron", which only electron/desktop may';
	}
	if (one.name.startsWith('.')) return judgeOwn(file, layer, one);
	if (isTestFile(file)) return null;
	if (isBuiltin(one.name)) return layer.node ? null : `imports ${one.name}, but ${layer.at} must run without Node`;
	const name = one.name
		.split('/')
		.slice(0, one.name.startsWith('@') ? 2 : 1)
		.join('/');
	if (layer.packages === 'any' || layer.packages.includes(name)) return null;
	return `imports the package ${name}, which is not in the list of ${layer.at}`;
}

function judgeOwn(file: string, layer: Layer, one: Import): string | null {
	const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), one.name.replace(/\?.*$/, '')));
	const isTest = isTestFile(file);
	if (!isTest && isTestFile(target)) return `imports ${target}, which is there for tests`;
	const home = layers.find(({ at }) => target.startsWith(at));
	if (home === undefined)
		return file.startsWith('e2e/') || file.startsWith('scripts/') || isTest
			? null
			: `imports ${target}, which lies outside`;
	// An integration test puts both ends of a wire together.
	if (home === layer || /\.integration\.test\.tsx?$/.test(file)) return null;
	const allowed = [...layer.may, ...(one.isTypeOnly ? (layer.mayTypes ?? []) : [])];
	if (allowed.some((start) => reaches(start, target, home))) return null;
	// A test may set up what its subject is given at run time, but stays on its side of the process border.
	if (isTest && target.split('/')[0] !== 'renderer' && !file.startsWith('renderer/')) return null;
	if (isTest && (target.startsWith('shared/') || target.startsWith('renderer/')) && file.startsWith('renderer/'))
		return null;
	return `imports ${target}; ${layer.at} may import ${allowed.join(', ') || 'nothing of ours'}`;
}

/** `electron/connectors/*` means files that lie right there, in no folder of their own. */
function reaches(start: string, target: string, home: Layer): boolean {
	return start.endsWith('*') ? home.at === start.slice(0, -1) : target.startsWith(start);
}

if (import.meta.main) {
	const files = readSourceFiles(path.resolve(import.meta.dirname, '..'));
	const violations = findViolations(files);
	for (const { file, line, text } of violations) process.stdout.write(`${file}:${line} ${text}\n`);
	process.stdout.write(`${files.length} files, ${violations.length} imports against the table\n`);
	if (violations.length > 0 || files.length === 0) process.exitCode = 1;
}

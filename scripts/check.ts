/**
 * `npm run check`: types, lint, format, unused code, layers and sizes, side by side, in seconds.
 * `node scripts/check.ts lint types` runs only those.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { sourceFolders } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

interface Step {
	readonly name: string;
	readonly script: string;
	readonly args: readonly string[];
	/** True when what it prints is worth showing although it passed. */
	readonly isReport?: boolean;
}

interface Outcome {
	readonly step: Step;
	readonly code: number;
	readonly ms: number;
	readonly output: string;
}

/** The script behind a package's command: run by this very Node, on every system, without a shell. */
function commandOf(packageName: string, command: string): string {
	const file = packageFile(packageName);
	const { bin }: { bin: string | Readonly<Record<string, string>> } = require(file);
	const script = typeof bin === 'string' ? bin : bin[command];
	if (script === undefined) throw new Error(`${packageName} has no command ${command}`);
	return path.join(path.dirname(file), script);
}

function packageFile(packageName: string): string {
	const file = path.join(root, 'node_modules', packageName, 'package.json');
	if (!existsSync(file)) throw new Error(`${packageName} is not installed; run "npm ci".`);
	return file;
}

function allSteps(): readonly Step[] {
	const folders = sourceFolders.filter((folder) => existsSync(path.join(root, folder)));
	return [
		{ name: 'types', script: commandOf('typescript', 'tsc'), args: ['--noEmit'] },
		// Folders are always named: without them the type-aware linter reads node_modules and crashes.
		{
			name: 'lint',
			script: commandOf('oxlint', 'oxlint'),
			args: ['--deny-warnings', '--report-unused-disable-directives', ...folders],
		},
		{ name: 'format', script: commandOf('@biomejs/biome', 'biome'), args: ['format', '.'] },
		{ name: 'unused', script: commandOf('knip', 'knip'), args: ['--no-progress'] },
		{ name: 'layers', script: path.join(root, 'scripts', 'layers.ts'), args: [] },
		{ name: 'sizes', script: path.join(root, 'scripts', 'sizes.ts'), args: [], isReport: true },
	];
}

function run(step: Step): Promise<Outcome> {
	return new Promise((resolve) => {
		const begun = performance.now();
		// The tools look for one another (tsgolint, workers) by PATH.
		const bin = path.join(root, 'node_modules', '.bin');
		const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, FORCE_COLOR: '0' };
		const child = spawn(process.execPath, [step.script, ...step.args], {
			cwd: root,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				output += text;
			});
		}
		const end = (code: number) => resolve({ step, code, ms: performance.now() - begun, output: output.trim() });
		child.once('error', (error) => {
			output += error.message;
			end(127);
		});
		child.once('close', (code) => end(code ?? 1));
	});
}

function print(outcomes: readonly Outcome[], ms: number): void {
	for (const { step, code, output } of outcomes) {
		if (code !== 0) process.stdout.write(`\n── ${step.name} ──\n${output}\n`);
	}
	process.stdout.write('\n');
	for (const { step, code, ms: took, output } of outcomes) {
		const word = code === 0 ? 'ok' : 'FAILED';
		process.stdout.write(`${step.name.padEnd(8)}${word.padEnd(8)}${(took / 1_000).toFixed(1).padStart(5)} s\n`);
		if (code === 0 && step.isReport === true) process.stdout.write(`${output.replaceAll(/^/gm, '        ')}\n`);
	}
	process.stdout.write(`${'all'.padEnd(16)}${(ms / 1_000).toFixed(1).padStart(5)} s\n`);
}

const steps = allSteps();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
	process.stderr.write(
		`There is no check named ${unknown.join(', ')}; there are ${steps.map(({ name }) => name).join(', ')}.\n`,
	);
	process.exitCode = 2;
} else {
	const begun = performance.now();
	const outcomes = await Promise.all(steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).map(run));
	print(outcomes, performance.now() - begun);
	process.exitCode = outcomes.some(({ code }) => code !== 0) ? 1 : 0;
}

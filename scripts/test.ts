/**
 * `npm test`: builds what is stale, runs the unit and integration tests, then the specs in Chromium,
 * and ends with one line of counts. Arguments are names of files, given to both:
 * `npm test -- shared/config` runs what matches. `--unit` and `--e2e` leave the other half out.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addCounts, closingLine, noTests, playwrightCounts, type TestCounts, vitestCounts } from './count-tests.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Run {
	readonly code: number;
	readonly counts: TestCounts;
}

/** Runs one of our tools under the Node that runs this, and passes on an interruption. */
function runNode(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [script, ...args], {
			cwd: root,
			stdio: 'inherit',
			env: { ...process.env, ...env },
		});
		const pass = (signal: NodeJS.Signals) => child.kill(signal);
		process.on('SIGINT', pass).on('SIGTERM', pass);
		const end = (code: number) => {
			process.off('SIGINT', pass).off('SIGTERM', pass);
			resolve(code);
		};
		child.once('error', () => end(127)).once('exit', (code) => end(code ?? 1));
	});
}

/** The script behind a command of a package, so that it needs neither a shell nor `.cmd` files. */
function commandOf(packageName: string, file: string): string {
	const require = createRequire(import.meta.url);
	return path.join(path.dirname(require.resolve(`${packageName}/package.json`)), file);
}

async function readReport(file: string): Promise<unknown> {
	return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : null;
}

async function runUnits(folder: string, args: readonly string[]): Promise<Run> {
	const report = path.join(folder, 'vitest.json');
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const code = await runNode(commandOf('vitest', 'vitest.mjs'), ['run', ...reporters, '--passWithNoTests', ...args]);
	return { code, counts: vitestCounts(await readReport(report)) };
}

async function runSpecs(folder: string, args: readonly string[]): Promise<Run> {
	const report = path.join(folder, 'playwright.json');
	const config = path.join(root, 'e2e', 'playwright.config.ts');
	const code = await runNode(
		commandOf('playwright', 'cli.js'),
		['test', '--config', config, '--pass-with-no-tests', ...args],
		{ SIGNALBOX_E2E_REPORT: report },
	);
	return { code, counts: playwrightCounts(await readReport(report)) };
}

async function runAll(args: readonly string[], folder: string): Promise<number> {
	const only = args.find((arg) => arg === '--unit' || arg === '--e2e') ?? null;
	const rest = args.filter((arg) => arg !== '--unit' && arg !== '--e2e');
	const hasSpecs = globSync('e2e/specs/**/*.spec.ts', { cwd: root }).length > 0;
	const built = await runNode(path.join(root, 'scripts', 'build.ts'), []);
	const canOpen = hasSpecs && built === 0;
	// A build that fails is a failure of its own; what needs no build is tested all the same.
	let counts: TestCounts = built === 0 ? noTests : { ...noTests, failed: 1 };
	let code = built;
	const halves = [only === '--e2e' ? null : runUnits, only === '--unit' || !canOpen ? null : runSpecs];
	for (const half of halves) {
		if (half === null) continue;
		const run = await half(folder, rest);
		counts = addCounts(counts, run.counts);
		code ||= run.code;
	}
	if (counts.passed + counts.failed === 0) process.stdout.write('No test ran, which counts as a failure.\n');
	if (built !== 0) process.stdout.write('The build failed (see the top), so no spec was run.\n');
	process.stdout.write(`\n${closingLine(counts)}\n`);
	return code !== 0 ? code : counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-test-'));
try {
	process.exitCode = await runAll(process.argv.slice(2), folder);
} finally {
	await rm(folder, { recursive: true, force: true });
}

/**
 * Changes one byte within the packed code, in a comment, and expects the app to refuse to start (design/security.md 16):
 * `node scripts/tamper.ts`, after `npm run package -- --dir`. Electron checks app.asar on macOS and Windows.
 */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findPackedPrograms } from './fuses.ts';
import { executableName, outputFolder, productName } from './package-config.ts';
import { tamperWith } from './tamper-with.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Starts the app for its help, which needs no window: 0 when its code ran. */
function start(program: string): number | null {
	const file = program.endsWith('.app') ? path.join(program, 'Contents', 'MacOS', productName) : program;
	return spawnSync(file, ['--help'], { stdio: 'inherit', timeout: 60_000 }).status;
}

function archiveOf(program: string): string {
	const folder = program.endsWith('.app')
		? path.join(program, 'Contents', 'Resources')
		: path.join(program, '..', 'resources');
	return path.join(folder, 'app.asar');
}

async function check(program: string): Promise<string | null> {
	if (start(program) !== 0) return 'it does not start, even as it was packed';
	const archive = archiveOf(program);
	const whole = await readFile(archive);
	await writeFile(archive, tamperWith(whole));
	try {
		return start(program) === 0 ? 'it ran code that was changed after packing' : null;
	} finally {
		await writeFile(archive, whole);
	}
}

const names = { executable: executableName, product: productName };
const all = await findPackedPrograms(path.join(root, outputFolder), names);
// What was packed for another processor cannot be started here.
const programs = all.filter((program) => (process.arch === 'arm64') === /arm64/.test(path.relative(root, program)));
if (programs.length === 0) {
	process.stderr.write('There is nothing that could be started here. Run "npm run package -- --dir" first.\n');
	process.exitCode = 1;
}
for (const program of programs) {
	const problem = await check(program);
	if (problem !== null) process.exitCode = 1;
	process.stdout.write(`${path.relative(root, program)}: ${problem ?? 'refused to run changed code'}\n`);
}

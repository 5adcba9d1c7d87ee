/**
 * Reads the fuses of what was packed and compares them with the table: `node scripts/read-fuses.ts [program...]`.
 * Without words it reads every unpacked app that electron-builder left, and fails when there is none.
 */
import path from 'node:path';
import { findPackedPrograms, readFuseDifferences } from './fuses.ts';
import { executableName, outputFolder, productName } from './package-config.ts';

const root = path.resolve(import.meta.dirname, '..');
const named = process.argv.slice(2);
const names = { executable: executableName, product: productName };
const programs = named.length > 0 ? named : await findPackedPrograms(path.join(root, outputFolder), names);
if (programs.length === 0) {
	process.stderr.write('There is nothing whose fuses could be read. Run "npm run package" first.\n');
	process.exitCode = 1;
}
for (const program of programs) {
	const differences = await readFuseDifferences(program);
	if (differences.length > 0) process.exitCode = 1;
	const lines = differences.length === 0 ? ['all nine fuses are as they must be'] : differences;
	for (const line of lines) process.stdout.write(`${path.relative(root, program)}: ${line}\n`);
}

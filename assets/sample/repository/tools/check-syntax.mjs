/** Asks Node to read every script without running it. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const files = globSync(['src/**/*.mjs', 'checks/**/*.mjs', 'tools/**/*.mjs']);
let broken = 0;
for (const file of files) {
	const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
	console.log(`${status === 0 ? '\u001b[32mok\u001b[0m  ' : '\u001b[31mbad\u001b[0m '} ${file}`);
	if (status !== 0) {
		console.error(stderr);
		broken += 1;
	}
}
console.log(`${files.length} files, ${broken} that Node cannot read`);
process.exit(broken === 0 ? 0 : 1);

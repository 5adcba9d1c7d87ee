// A job that does what a test writes into its control file, line by line.
import { closeSync, existsSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [folder = '', name = ''] = process.argv.slice(2);
const { SIGNALBOX_RUN: run, SIGNALBOX_ATTEMPT: attempt } = process.env;
const file = join(folder, `${run}-${attempt}-${name}.jsonl`);
let offset = 0;
let rest = '';

function linesSoFar() {
	if (!existsSync(file)) return [];
	const handle = openSync(file, 'r');
	const buffer = Buffer.alloc(8_000_000);
	const read = readSync(handle, buffer, 0, buffer.length, offset);
	closeSync(handle);
	offset += read;
	const lines = (rest + buffer.toString('latin1', 0, read)).split('\n');
	rest = lines.pop() ?? '';
	return lines.map((line) => JSON.parse(Buffer.from(line, 'latin1').toString('utf8')));
}

function look() {
	for (const order of linesSoFar()) {
		if (order.append !== undefined) process.stdout.write(order.append);
		for (const [path, text] of Object.entries(order.files ?? {})) {
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
		}
		if (order.finish !== undefined) {
			process.exitCode = order.finish === 'passed' ? 0 : 1;
			return;
		}
	}
	setTimeout(look, 15);
}

look();

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-quit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A desktop reduced to its end: the settings are open, and closing takes a moment. */
const program = `
import { EventEmitter } from 'node:events';
import Conf from ${JSON.stringify(pathToFileURL(path.join(root, 'node_modules', 'conf', 'dist', 'source', 'index.js')).href)};
import { closeBeforeQuit } from ${JSON.stringify(pathToFileURL(path.join(root, 'electron', 'desktop', 'quit.ts')).href)};
new Conf({ cwd: import.meta.dirname, projectName: 'test' });
const app = Object.assign(new EventEmitter(), {
	quit: () => app.emit('will-quit', { preventDefault() {} }),
	exit: (code) => process.exit(code),
});
let times = 0;
closeBeforeQuit(app, async () => {
	times += 1;
	await new Promise((resolve) => setTimeout(resolve, 100));
	process.stdout.write('closed ' + times);
}, { error: () => {} });
setInterval(() => {}, 1_000);
process.stdout.write('ready ');
`;

// The settings (conf, atomically, when-exit) listen for signals and send each again, which ends a process that does not.
test.runIf(process.platform !== 'win32').each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
	'%s lets the room be closed, once',
	async (signal) => {
		const script = path.join(folder, 'desktop.mjs');
		writeFileSync(script, program);
		const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
		let said = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			if (text.startsWith('ready')) child.kill(signal);
		});
		const [code, endedBy] = await once(child, 'close');
		expect([said, code, endedBy]).toEqual(['ready closed 1', 0, null]);
	},
);

/** Many routers that find the same stale lock at once: one gets it. Real processes, because the race is between processes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { statePaths } from './paths.ts';

const contender = `
import { takeLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
import { statePaths } from ${JSON.stringify(new URL('./paths.ts', import.meta.url).href)};
import { startOf } from ${JSON.stringify(new URL('../../process-identity.ts', import.meta.url).href)};
const self = { pid: process.pid, startedAs: startOf(process.pid) };
process.stdout.write('ready\\n');
process.stdin.once('data', () => {
	process.stdout.write(takeLock(statePaths(process.argv[1]), self) ? 'taken\\n' : 'refused\\n');
});
`;

function contend(folder: string) {
	const child = spawn(process.execPath, ['--input-type=module', '-e', contender, folder], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const lines: string[] = [];
	child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trim().split('\n')));
	const said = (count: number) =>
		new Promise<void>((resolve) => {
			const look = () => lines.length >= count && resolve();
			child.stdout.on('data', look);
			look();
		});
	return { child, said, verdict: () => lines[1] };
}

test('of many that find the same stale lock at once, exactly one takes it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'signalbox-lock-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (let round = 0; round < 3; round += 1) {
		writeFileSync(statePaths(folder).lockFile, JSON.stringify({ pid: 1, startedAs: 'another boot:1' }));
		const all = Array.from({ length: 8 }, () => contend(folder));
		await Promise.all(all.map((one) => one.said(1)));
		for (const one of all) one.child.stdin.write('go');
		await Promise.all(all.map((one) => one.said(2)));
		expect(all.filter((one) => one.verdict() === 'taken')).toHaveLength(1);
		for (const one of all) one.child.kill('SIGKILL');
	}
});

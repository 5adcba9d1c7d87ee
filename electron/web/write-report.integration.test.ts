/** The built host without any screen: from facts in a file to the month's report in a folder. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const main = path.resolve(import.meta.dirname, '..', '..', 'dist', 'web', 'main.js');
let folder = '';

const project = `version: 1
name: shop
delivery: { services: [billing], sources: [{ kind: file, path: facts.csv }] }
services:
  - name: checkout
    releases: [1.0.0]
    environments:
      production:
        target: { kind: haproxy, api: "127.0.0.1:9", backend: app, slots: { blue: [{ server: b }], green: [{ server: g }] } }
`;

const facts = `service,version,finishedAt,hotfix
billing,1.0.0,2026-03-02T10:00:00Z,no
billing,1.1.0,2026-03-09T10:00:00Z,no
billing,1.1.1,2026-03-09T12:00:00Z,yes
billing,1.2.0,2026-04-02T10:00:00Z,no
`;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'signalbox-report-'));
	await writeFile(path.join(folder, 'signalbox.yaml'), project);
	await writeFile(path.join(folder, 'facts.csv'), facts);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function report(...words: readonly string[]) {
	const place = ['--project', folder, '--data', path.join(folder, 'data')];
	return run(process.execPath, [main, ...place, ...words], { cwd: folder, env: { ...process.env, INIT_CWD: folder } });
}

test('a month is written into a folder that is made, and never over a file that is there', async () => {
	const words = ['--report', '2026-03', '--out', 'reports', '--format', 'json,markdown'];
	const first = await report(...words);
	const files = first.stdout.trim().split('\n');
	expect(files).toHaveLength(2);
	const json = files.find((file) => file.endsWith('.json')) ?? '';
	expect(path.dirname(json)).toBe(path.join(folder, 'reports'));
	const written: unknown = JSON.parse(await readFile(json, 'utf8'));
	const shown = { month: '2026-03', shippedTotal: 3, services: expect.arrayContaining(['billing']) };
	expect(written).toMatchObject({ report: shown });
	const again = await report(...words);
	expect(
		again.stdout
			.trim()
			.split('\n')
			.filter((file) => files.includes(file)),
	).toHaveLength(0);
});

test('what cannot be done is said in one sentence, with a code', async () => {
	await expect(report('--report', '2099-01', '--out', 'reports')).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringContaining('2099-01 has not begun.'),
	});
	await expect(report('--report', 'March', '--out', 'reports')).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringContaining('--report takes a month such as 2026-10'),
	});
});

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCounters } from './counters.ts';
import { keepLogShort, lastLines, readState, readStateOrStartOver, writeWhole } from './files.ts';
import { takeLock } from './lock.ts';
import { emptyState } from './model.ts';
import { statePaths } from './paths.ts';
import { isSameProcess, startOf } from '../../process-identity.ts';
import { restartDelay } from './restarter.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sbx-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('state file', () => {
	test('reads back what was written, and leaves no drafts', () => {
		const file = join(folder, 'state.json');
		writeWhole(file, JSON.stringify({ ...emptyState, fence: 7 }));
		expect(readState(file)).toEqual({ ok: true, value: { ...emptyState, fence: 7 } });
		expect(readdirSync(folder)).toEqual(['state.json']);
	});

	test('none yet is no failure', () => {
		expect(readState(join(folder, 'state.json'))).toEqual({ ok: true, value: null });
	});

	test.for(['', '{"format":1', '{"format":2}', '[]'])('damaged notes %j are put aside and kept', (text) => {
		const file = join(folder, 'state.json');
		writeFileSync(file, text);
		const said: string[] = [];
		expect(readStateOrStartOver(file, (line) => said.push(line))).toEqual(emptyState);
		expect(said).toHaveLength(1);
		const [aside] = readdirSync(folder);
		expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(text);
	});
});

describe('logs', () => {
	test('a log that grew too long keeps its end', () => {
		const file = join(folder, 'a.log');
		writeFileSync(file, `${'x'.repeat(5_000)}\nthe end\n`);
		keepLogShort(file, 1_000);
		expect(statSync(file).size).toBe(0);
		expect(statSync(`${file}.1`).size).toBe(1_000);
		expect(lastLines(`${file}.1`, 0)).toContain('the end');
	});

	test('tells only the last lines, and only those since the start', () => {
		const file = join(folder, 'a.log');
		writeFileSync(file, 'before\n');
		const offset = statSync(file).size;
		appendFileSync(file, Array.from({ length: 50 }, (_, index) => `line ${index}\n`).join(''));
		expect(lastLines(file, offset, 2)).toEqual(['line 48', 'line 49']);
		expect(lastLines(file, offset, 100)).not.toContain('before');
		expect(lastLines(join(folder, 'none.log'), 0)).toEqual([]);
	});

	test('tells no secret, also where it is cut', () => {
		const file = join(folder, 'a.log');
		const secret = 'c4n4ry'.repeat(60);
		const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;
		writeFileSync(file, `API_TOKEN=${secret}\n${key}\nboot failed\n`);
		expect(lastLines(file, 0)).toEqual(['API_TOKEN=[hidden]', '[hidden]-----END PRIVATE KEY-----', 'boot failed']);
		writeFileSync(file, `API_TOKEN=${secret}\n${'x'.repeat(16_384 - 20)}\n`);
		expect(lastLines(file, 0).join('\n')).not.toContain('c4n4ry');
	});
});

describe('paths', () => {
	test('a long folder gets a short socket, the same each time', () => {
		const long = join(folder, 'x'.repeat(90));
		expect(Buffer.byteLength(statePaths(long).socket)).toBeLessThanOrEqual(100);
		expect(statePaths(long).socket).toBe(statePaths(long).socket);
		expect(statePaths(long).socket).not.toBe(statePaths(`${long}y`).socket);
	});

	test('Windows gets a pipe and no folder for it', () => {
		expect(statePaths(folder, 'win32')).toMatchObject({ socketFolder: null });
		expect(statePaths(folder, 'win32').socket).toMatch(/^\\\\\.\\pipe\\signalbox-/);
	});
});

describe('lock', () => {
	test('a live holder keeps it, a stale or damaged one loses it', () => {
		const paths = statePaths(folder);
		const self = { pid: process.pid, startedAs: startOf(process.pid) };
		expect(takeLock(paths, self)).toBe(true);
		expect(takeLock(paths, { pid: 1, startedAs: 'other' })).toBe(false);
		writeFileSync(paths.lockFile, JSON.stringify({ pid: process.pid, startedAs: 'an earlier life' }));
		expect(takeLock(paths, self)).toBe(process.platform !== 'win32');
		writeFileSync(paths.lockFile, '{');
		expect(takeLock(paths, self)).toBe(true);
	});
});

test('a process id that was used again is not the same process', () => {
	expect(isSameProcess({ pid: process.pid, startedAs: startOf(process.pid) })).toBe(true);
	expect(isSameProcess({ pid: process.pid, startedAs: 'another time' })).toBe(false);
});

test('counts requests and errors, and puts times into their buckets', () => {
	const counters = createCounters();
	for (const [ms, failed] of [
		[4, false],
		[5, false],
		[30, true],
		[60_000, true],
	] as const)
		counters.count(ms, failed);
	expect(counters.totals()).toEqual({ requests: 4, errors: 2 });
	const latency = new Map(counters.latency().map((bucket) => [bucket.leMs, bucket.count]));
	expect([latency.get(5), latency.get(25), latency.get(50), latency.get(10_000), latency.get(null)]).toEqual([
		2, 2, 3, 3, 4,
	]);
});

test('restarts wait ever longer, up to half a minute', () => {
	const delays = [0, 1, 2, 3, 10, 1_000].map(restartDelay);
	expect(delays).toEqual([250, 500, 1_000, 2_000, 30_000, 30_000]);
});

/** Reports that a real tool writes here and now: Node's own test runner. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultLimits } from './limits.ts';
import { parseReport } from './parse-report.ts';
import { createStillClock } from './test-kit.ts';

const shop = `exports.price = (net, vat) => {
	if (net < 0) {
		throw new Error('negative');
	}
	return vat ? net * 1.2 : net;
};
exports.unused = () => 1;
`;
const tests = `const { test, describe, it } = require('node:test');
const assert = require('node:assert');
const { price } = require('./shop.js');
test('adds VAT', () => assert.strictEqual(price(10, true), 12));
describe('prices', () => {
	it('stay net <&"> without VAT', () => assert.strictEqual(price(10, false), 10));
	it('fail on purpose', () => assert.strictEqual(price(10, false), 11));
	it('are left out', { skip: 'not now' }, () => {});
	it('are to be done, and fail until then', { todo: true }, () => assert.fail());
});
describe('with a broken hook', () => {
	require('node:test').before(() => { throw new Error('before'); });
	it('never runs', () => {});
});
`;

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'signalbox-real-tools-'));
	await writeFile(path.join(folder, 'shop.js'), shop);
	await writeFile(path.join(folder, 'shop.test.js'), tests);
	await writeFile(path.join(folder, 'broken.test.js'), 'this is no JavaScript(');
	const reporters = ['junit', 'lcov'].flatMap((name) => [
		`--test-reporter=${name}`,
		`--test-reporter-destination=${path.join(folder, name)}`,
	]);
	// Vitest marks its children for V8; Node's runner would write its own coverage there.
	const env = { NODE_V8_COVERAGE: undefined, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
	await execa(
		process.execPath,
		['--test', '--experimental-test-coverage', ...reporters, 'shop.test.js', 'broken.test.js'],
		{
			cwd: folder,
			env,
			reject: false,
		},
	);
});
afterAll(async () => {
	await rm(folder, { recursive: true, force: true });
});

async function read(name: string) {
	const bytes = createReadStream(path.join(folder, name));
	const report = await parseReport(
		{ file: name, bytes, format: null, about: null },
		{ clock: createStillClock(), limits: defaultLimits },
	);
	if (!report.ok) throw new Error(report.problem.message);
	return report.value;
}

test('JUnit of node --test: cases that failed, were cancelled, did not load, are to be done', async () => {
	const { format, facts, writtenAt } = await read('junit');
	expect(format).toBe('junit');
	expect(facts).toMatchObject({ kind: 'tests', total: 7, passed: 2, failed: 3, skipped: 2 });
	expect(facts.kind === 'tests' && facts.failures.map(({ name }) => name).toSorted()).toStrictEqual([
		'broken.test.js',
		'fail on purpose',
		'never runs',
	]);
	expect(writtenAt).toBeGreaterThan(0);
});

test('lcov of node --test', async () => {
	const { format, facts } = await read('lcov');
	expect(format).toBe('lcov');
	expect(facts).toMatchObject({ kind: 'coverage', functions: { covered: 1, total: 2 } });
	const lines = facts.kind === 'coverage' ? facts.lines : null;
	expect(lines?.total).toBe(7);
	expect(lines?.covered).toBeLessThan(7);
});

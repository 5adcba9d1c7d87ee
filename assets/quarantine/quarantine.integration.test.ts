/** The adapters that people copy, each run by its real test runner. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../electron/connectors/evidence/limits.ts';
import { parseReport } from '../../electron/connectors/evidence/parse-report.ts';
import { createTestBasket } from '../../electron/connectors/evidence/test-results/case-basket.ts';
import { createStillClock, pieces } from '../../electron/connectors/evidence/test-kit.ts';
import { createQuarantineWriter } from '../../electron/connectors/quarantine/quarantine-writer.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const day = 86_400_000;

let base = '';
beforeAll(async () => {
	base = await mkdtemp(path.join(tmpdir(), 'signalbox-quarantined-'));
	await symlink(path.join(repository, 'node_modules'), path.join(base, 'node_modules'));
});
afterAll(async () => {
	await rm(base, { recursive: true, force: true });
});

interface Run {
	readonly code: number;
	readonly output: string;
	readonly folder: string;
}

interface Suite {
	readonly files: Readonly<Record<string, string>>;
	/** `~` stands for an entry that has ended. */
	readonly quarantined: readonly string[];
	readonly program: string;
	readonly args: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
}

let nth = 0;

/** Lays a project with the adapters in it, has the writer write its quarantine, and runs its tests. */
async function run({ files, quarantined, program, args, environment = {} }: Suite): Promise<Run> {
	nth += 1;
	const folder = path.join(base, `project-${nth}`);
	await cp(import.meta.dirname, path.join(folder, 'quarantine'), { recursive: true });
	for (const [name, content] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
		await writeFile(path.join(folder, name), content);
	}
	await writeQuarantine(folder, quarantined);
	const { PATH, HOME } = process.env;
	const env = { PATH, HOME, ...environment };
	return new Promise((resolve) => {
		execFile(program, args, { cwd: folder, env, timeout: 50_000 }, (error, stdout, stderr) => {
			const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
			resolve({ code, output: `${stdout}${stderr}`, folder });
		});
	});
}

async function writeQuarantine(folder: string, tests: readonly string[]): Promise<void> {
	const at = Date.now();
	// An entry ends only after it was written: the writer leaves out what has ended, and the adapters must do so as well.
	const writer = createQuarantineWriter({ folder, now: () => at - 2 * day });
	const entries = tests.map((name) => ({
		...{ service: 'shop', file: null, owner: 'ada', reason: 'waits for {a "clock"}', ticket: null, by: 'bob' },
		test: name.replace(/^~/, ''),
		at: at - 3 * day,
		expiresAt: name.startsWith('~') ? at - day : at + day,
	}));
	expect(await writer.write('.signalbox/quarantine.json', entries)).toStrictEqual({ ok: true, value: null });
}

/** Outcomes of the report that the run left, by the names that Signalbox knows its tests by. */
async function outcomes({ folder }: Run): Promise<Readonly<Record<string, string>>> {
	const basket = createTestBasket();
	const cases = basket.open('unit');
	const bytes = pieces(await readFile(path.join(folder, 'junit.xml')), 65_536);
	const read = await parseReport(
		{ file: 'junit.xml', bytes, format: 'junit', about: null, onCase: cases.add },
		{ clock: createStillClock(), limits: defaultLimits },
	);
	cases.keep(read.ok ? read.value.tool : null);
	return Object.fromEntries(basket.collected().results.map((one) => [one.test, one.outcome]));
}

const refusals = {
	ended: 'an entry that has ended counts again',
	bad: 'another test that fails fails the run',
	unloadable: 'what cannot be loaded fails the run',
} as const;

interface Runner {
	readonly name: string;
	/** Why it is not tried on this machine; null where it is. */
	readonly absent: string | null;
	readonly test: string;
	readonly other: string;
	/** What is tried of it beside the one thing that is forgiven: each is a process of its own. */
	readonly refusals: readonly (keyof typeof refusals)[];
	/** `bad`: a second test fails as well. */
	suite(kind: 'flaky' | 'bad' | 'unloadable'): Omit<Suite, 'quarantined'>;
}

const vitest: Runner = {
	name: 'Vitest',
	absent: null,
	refusals: ['ended', 'bad', 'unloadable'],
	test: 'src/price.test.js > prices > waits for a clock',
	other: 'src/price.test.js > adds',
	suite: (kind) => ({
		program: process.execPath,
		args: ['../node_modules/vitest/vitest.mjs', 'run'],
		files: {
			'vitest.config.mjs': `import { VitestQuarantine } from './quarantine/vitest-quarantine.mjs';
export default { test: { include: ['src/*.test.js'], reporters: ['default', 'junit', new VitestQuarantine()], outputFile: { junit: 'junit.xml' } } };`,
			'src/price.test.js': `import { describe, expect, test } from 'vitest';
test('adds', () => expect(1).toBe(${kind === 'bad' ? 2 : 1}));
describe('prices', () => test('waits for a clock', () => expect(1).toBe(2)));`,
			...(kind === 'unloadable' ? { 'src/other.test.js': "import './nowhere.js';" } : {}),
		},
	}),
};

const playwright: Runner = {
	name: 'Playwright',
	absent: null,
	refusals: ['ended', 'unloadable'],
	test: 'price.spec.ts > prices › waits for a clock',
	other: 'price.spec.ts > adds',
	suite: (kind) => ({
		program: process.execPath,
		args: ['../node_modules/playwright/cli.js', 'test'],
		files: {
			'playwright.config.ts': `export default { testDir: 'src', reporter: [['line'], ['junit', { outputFile: 'junit.xml' }], ['./quarantine/playwright-quarantine.mjs']] };`,
			'src/price.spec.ts': `import { expect, test } from 'playwright/test';
test('adds', () => expect(1).toBe(${kind === 'bad' ? 2 : 1}));
test.describe('prices', () => { test('waits for a clock', () => expect(1).toBe(2)); });`,
			...(kind === 'unloadable' ? { 'src/other.spec.ts': "import './nowhere.js';" } : {}),
		},
	}),
};

const pytest: Runner = {
	name: 'pytest',
	absent: await absence('pytest', ['--version']),
	refusals: ['ended', 'unloadable'],
	test: 'tests.test_price.TestPrices > test_waits[a-b]',
	other: 'tests.test_price > test_adds',
	suite: (kind) => ({
		program: 'pytest',
		args: ['--junitxml=junit.xml', '-p', 'no:cacheprovider', '--continue-on-collection-errors'],
		environment: { PYTHONPATH: 'quarantine', PYTHONDONTWRITEBYTECODE: '1', PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' },
		files: {
			'conftest.py': 'pytest_plugins = ["quarantine_pytest"]\n',
			'tests/test_price.py': `import pytest

def test_adds():
    assert 1 == ${kind === 'bad' ? 2 : 1}

class TestPrices:
    @pytest.mark.parametrize("a", ["a-b"])
    def test_waits(self, a):
        assert 1 == 2
`,
			...(kind === 'unloadable' ? { 'tests/test_other.py': 'import nowhere\n' } : {}),
		},
	}),
};

/** Reports as Surefire writes them: Maven itself is not needed to decide about them. */
const java: Runner = {
	name: 'Java, over the reports of Surefire',
	absent: await absence('java', ['-version']),
	refusals: ['ended', 'bad'],
	test: 'shop.PriceTest > waits("{a=b}")[1]',
	other: 'shop.PriceTest > adds',
	suite: (kind) => ({
		program: 'java',
		// Quick to start rather than quick to run.
		args: ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', 'quarantine/QuarantineCheck.java', '.'],
		files: {
			'junit.xml': `<?xml version="1.0"?><testsuite name="shop.PriceTest">
<testcase classname="shop.PriceTest" name="adds">${kind === 'bad' ? '<error/>' : ''}</testcase>
<testcase classname="shop.PriceTest" name="waits(&quot;{a=b}&quot;)[1]"><failure message="1"/></testcase></testsuite>`,
		},
	}),
};

async function absence(program: string, args: readonly string[]): Promise<string | null> {
	return new Promise((resolve) => {
		execFile(program, args, (error) => resolve(error === null ? null : `${program} is not on this machine`));
	});
}

describe.each([vitest, playwright, pytest, java])('$name', (runner) => {
	const name = (what: string) => (runner.absent === null ? what : `${what} (not run: ${runner.absent})`);
	const tried = test.skipIf(runner.absent !== null);

	tried(name('a quarantined test runs, reports its failure, and does not fail the run'), async () => {
		const done = await run({ ...runner.suite('flaky'), quarantined: [runner.test] });
		expect(done.output).toContain('do not fail this run (1)');
		expect(done.output).toContain('ada');
		expect(done.code).toBe(0);
		expect(await outcomes(done)).toStrictEqual({ [runner.test]: 'failed', [runner.other]: 'passed' });
	});

	tried.each(runner.refusals.map((kind) => [refusals[kind], kind] as const))(name('%s'), async (_what, kind) => {
		const isEnded = kind === 'ended';
		const suite = runner.suite(isEnded ? 'flaky' : kind);
		const done = await run({ ...suite, quarantined: [isEnded ? `~${runner.test}` : runner.test] });
		expect({ ...done, isFailed: done.code > 0 }).toMatchObject({ isFailed: true });
	});
});

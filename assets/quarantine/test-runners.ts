/** The test runners that have an adapter, each with a small project of two tests, set up as `docs/quarantine.md` says it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** `flaky`: only the test that may be in quarantine fails. `bad`: a second one as well. */
export type ProjectKind = 'flaky' | 'bad' | 'unloadable' | 'panicking';

export interface Project {
	readonly program: string;
	readonly args: readonly string[];
	readonly files: Readonly<Record<string, string>>;
	readonly environment?: Readonly<Record<string, string>>;
	/** Folder of its `node_modules`; left out: those of this repository. */
	readonly modules?: string;
	/** Makes `junit.xml` of what the run left, where the run writes none itself. */
	readonly report?: { readonly program: string; readonly args: readonly string[] };
}

export interface Runner {
	readonly name: string;
	/** Why it is not tried on this machine; null where it is. */
	readonly absent: string | null;
	readonly test: string;
	readonly other: string;
	/** Other tests that the report has, which fail with the one in quarantine. */
	readonly alsoFailed?: readonly string[];
	/** What is tried of it beside the one thing that is forgiven: each is a process of its own. */
	readonly refusals: readonly ('ended' | 'stopped' | Exclude<ProjectKind, 'flaky'>)[];
	/** Makes it stop at its first failure. */
	readonly stopping?: readonly string[];
	project(kind: ProjectKind): Project;
}

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/quarantine.md'), 'utf8');

/** The code under a title of the page, block by block: what is tried here is what people copy. */
function shown(title: string, index = 0): string {
	const section = page.split(`\n### ${title}\n`)[1]?.split('\n## ')[0]?.split('\n### ')[0] ?? '';
	const block = [...section.matchAll(/```\w+\n(.*?)```/gsu)][index]?.[1];
	if (block === undefined) throw new Error(`docs/quarantine.md shows no block ${index + 1} under "${title}"`);
	return block;
}

const vitest: Runner = {
	name: 'Vitest',
	absent: null,
	refusals: ['ended', 'bad', 'unloadable', 'stopped'],
	stopping: ['--bail=1'],
	test: 'src/price.test.js > prices > waits for a clock',
	other: 'src/price.test.js > adds',
	project: (kind) => ({
		program: process.execPath,
		args: ['node_modules/vitest/vitest.mjs', 'run'],
		files: {
			'vitest.config.ts': shown('Vitest'),
			'src/price.test.js': `import { describe, expect, test } from 'vitest';
test('adds', () => expect(1).toBe(${kind === 'bad' ? 2 : 1}));
describe('prices', () => test('waits for a clock', () => expect(1).toBe(2)));`,
			...(kind === 'unloadable' ? { 'src/other.test.js': "import './nowhere.js';" } : {}),
		},
	}),
};

/** The root of the run is not that of the project: reports name files from the former. */
const vitestProjects: Runner = {
	...vitest,
	name: 'Vitest with projects',
	refusals: [],
	test: 'packages/a/src/price.test.js > prices > waits for a clock',
	other: 'packages/a/src/price.test.js > adds',
	project(kind) {
		const whole = vitest.project(kind);
		return {
			...whole,
			files: {
				'vitest.config.ts': shown('Vitest').replace('test: {', "test: { projects: ['packages/*'],"),
				'packages/a/vitest.config.ts': "export default { test: { name: 'a' } };",
				'packages/a/src/price.test.js': whole.files['src/price.test.js'] ?? '',
			},
		};
	},
};

const jestFolder = process.env['SIGNALBOX_JEST'];

const jest: Runner = {
	name: 'Jest',
	absent: jestFolder === undefined ? 'SIGNALBOX_JEST names no folder with jest and jest-junit' : null,
	refusals: ['ended', 'bad', 'unloadable', 'stopped'],
	stopping: ['--bail'],
	test: 'src/price.test.js > prices waits for a clock',
	other: 'src/price.test.js > adds',
	project: (kind) => ({
		program: process.execPath,
		args: ['node_modules/jest/bin/jest.js', '--ci'],
		modules: path.join(jestFolder ?? '', 'node_modules'),
		files: {
			'jest.config.mjs': shown('Jest'),
			// A snapshot fails a run apart from the test that it fails in.
			'src/price.test.js': `test('adds', () => expect(1).toBe(${kind === 'bad' ? 2 : 1}));
describe('prices', () => test('waits for a clock', () => expect(1).toMatchSnapshot()));`,
			'src/__snapshots__/price.test.js.snap':
				'// Jest Snapshot v1, https://jestjs.io/docs/snapshot-testing\n\nexports[`prices waits for a clock 1`] = `2`;\n',
			...(kind === 'unloadable' ? { 'src/other.test.js': "require('./nowhere.js');" } : {}),
		},
	}),
};

const playwright: Runner = {
	name: 'Playwright',
	absent: null,
	refusals: ['ended', 'unloadable', 'stopped'],
	stopping: ['-x'],
	test: 'price.spec.ts > prices › waits for a clock',
	other: 'price.spec.ts > adds',
	project: (kind) => ({
		program: process.execPath,
		args: ['node_modules/playwright/cli.js', 'test'],
		files: {
			// The same module under the name that it has in this repository.
			'playwright.config.ts': shown('Playwright').replace('@playwright/test', 'playwright/test'),
			'src/price.spec.ts': `import { expect, test } from 'playwright/test';
test('adds', () => expect(1).toBe(${kind === 'bad' ? 2 : 1}));
test.describe('prices', () => { test('waits for a clock', () => expect(1).toBe(2)); });
test('subtracts', () => {});`,
			...(kind === 'unloadable' ? { 'src/other.spec.ts': "import './nowhere.js';" } : {}),
		},
	}),
};

const pytest: Runner = {
	name: 'pytest',
	absent: await absence('pytest', ['--version']),
	refusals: ['ended', 'unloadable', 'stopped'],
	stopping: ['-x'],
	test: 'tests.test_price.TestPrices > test_waits[a-b]',
	other: 'tests.test_price > test_adds',
	project: (kind) => ({
		program: 'pytest',
		args: ['--junitxml=junit.xml', '-p', 'no:cacheprovider', '--continue-on-collection-errors'],
		environment: { PYTHONPATH: 'quarantine', PYTHONDONTWRITEBYTECODE: '1', PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' },
		files: {
			'conftest.py': shown('pytest'),
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
	refusals: ['ended', 'bad', 'unloadable'],
	test: 'shop.PriceTest > waits("{a=b}")[1]',
	other: 'shop.PriceTest > adds',
	project: (kind) => ({
		program: 'java',
		// Quick to start rather than quick to run.
		args: ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', 'quarantine/QuarantineCheck.java', '.'],
		files: {
			'junit.xml': `<?xml version="1.0"?><testsuite name="shop.PriceTest">${kind === 'unloadable' ? '<error message="no database"/>' : ''}
<testcase classname="shop.PriceTest" name="adds">${kind === 'bad' ? '<error/>' : ''}</testcase>
<testcase classname="shop.PriceTest" name="waits(&quot;{a=b}&quot;)[1]"><failure message="1"/></testcase></testsuite>`,
		},
	}),
};

const go: Runner = {
	name: 'Go',
	absent: (await absence('go', ['version'])) ?? (await absence('gotestsum', ['--version'])),
	refusals: ['ended', 'bad', 'unloadable', 'panicking'],
	test: 'example.org/shop/price > TestWaits/a/b',
	other: 'example.org/shop/price > TestAdds',
	alsoFailed: ['example.org/shop/price > TestWaits'],
	project: (kind) => ({
		program: 'sh',
		args: ['-c', shown('Go')],
		environment: { GOFLAGS: '-mod=mod', GOPROXY: 'off' },
		report: { program: 'sh', args: ['-c', shown('Go', 1)] },
		files: {
			'go.mod': 'module example.org/shop\n\ngo 1.19\n',
			'price/price_test.go': `package price

import "testing"

func TestAdds(t *testing.T) {
	if ${kind === 'bad'} {
		t.Fatal("1 is not 2")
	}
}

func TestWaits(t *testing.T) {
	t.Run("a/b", func(t *testing.T) {
		if ${kind === 'panicking'} {
			panic("no clock")
		}
		t.Fatal("1 is not 2")
	})
}
`,
			...(kind === 'unloadable'
				? { 'other/other_test.go': 'package other\n\nimport "testing"\n\nfunc TestOther(t *testing.T) { nowhere() }\n' }
				: {}),
		},
	}),
};

export const runners: readonly Runner[] = [vitest, vitestProjects, jest, playwright, pytest, java, go];

async function absence(program: string, args: readonly string[]): Promise<string | null> {
	return new Promise((resolve) => {
		execFile(program, args, (error) => resolve(error === null ? null : `${program} is not on this machine`));
	});
}

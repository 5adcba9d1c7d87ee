/** The adapters that people copy, each run by its real test runner, set up as `docs/quarantine.md` says it. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../electron/connectors/evidence/limits.ts';
import { parseReport } from '../../electron/connectors/evidence/parse-report.ts';
import { createTestBasket } from '../../electron/connectors/evidence/test-results/case-basket.ts';
import type { JunitCase } from '../../electron/connectors/evidence/test-results/junit-tally.ts';
import { createStillClock, pieces } from '../../electron/connectors/evidence/test-kit.ts';
import { createQuarantineWriter } from '../../electron/connectors/quarantine/quarantine-writer.ts';
import { type Project, runners } from './test-runners.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const day = 86_400_000;

let base = '';
beforeAll(async () => {
	base = await mkdtemp(path.join(tmpdir(), 'signalbox-quarantined-'));
});
afterAll(async () => {
	await rm(base, { recursive: true, force: true });
});

interface Run {
	readonly code: number;
	readonly output: string;
	readonly folder: string;
}

let nth = 0;

/** Lays a project with the adapters in it, has the writer write its quarantine, and runs its tests. `~`: an entry that has ended. */
async function run(project: Project, quarantined: readonly string[], more: readonly string[] = []): Promise<Run> {
	nth += 1;
	const folder = path.join(base, `project-${nth}`);
	// Our own tests of them are none of the project's.
	const filter = (from: string) => !from.endsWith('.ts');
	await cp(import.meta.dirname, path.join(folder, 'quarantine'), { recursive: true, filter });
	await symlink(project.modules ?? path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
	for (const [name, content] of Object.entries(project.files)) {
		await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
		await writeFile(path.join(folder, name), content);
	}
	await writeQuarantine(folder, quarantined);
	const done = await execute(project, folder, more);
	if (project.report !== undefined) await execute({ ...project, ...project.report }, folder, []);
	return { ...done, folder };
}

function execute({ program, args, environment = {} }: Project, cwd: string, more: readonly string[]) {
	const { PATH, HOME } = process.env;
	const env = { PATH, HOME, ...environment };
	return new Promise<Omit<Run, 'folder'>>((resolve) => {
		execFile(program, [...args, ...more], { cwd, env, timeout: 50_000 }, (error, stdout, stderr) => {
			const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
			resolve({ code, output: `${stdout}${stderr}` });
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

/** Tests that failed in reports of all tools, as Signalbox calls them. */
async function failedIn(folder: string): Promise<readonly string[]> {
	const named = (await readdir(folder)).filter((file) => file.startsWith('junit-')).toSorted();
	const failed: string[] = [];
	for (const file of named) {
		const request = {
			file,
			bytes: pieces(await readFile(path.join(folder, file))),
			format: 'junit',
			about: null,
		} as const;
		const onCase = (one: JunitCase) => {
			// Without a class a case is no test that could be in quarantine there: a file that was not collected (pytest).
			if (one.outcome === 'failed' && one.className !== null) failed.push(one.test);
		};
		await parseReport({ ...request, onCase }, { clock: createStillClock(), limits: defaultLimits });
	}
	return failed;
}

const refusals = {
	ended: 'an entry that has ended counts again',
	bad: 'another test that fails fails the run',
	unloadable: 'what cannot be loaded fails the run',
	panicking: 'a quarantined test that ends the whole program fails the run',
	stopped: 'a run that stopped at the failure is not taken for one that passed',
} as const;

describe.each(runners)('$name', (runner) => {
	const name = (what: string) => (runner.absent === null ? what : `${what} (not run: ${runner.absent})`);
	const tried = test.skipIf(runner.absent !== null);

	tried(name('a quarantined test runs, reports its failure, and does not fail the run'), async () => {
		const done = await run(runner.project('flaky'), [runner.test]);
		expect(done.output).toContain('do not fail this run (1)');
		expect(done.output).toContain('ada');
		expect(done.code).toBe(0);
		const { [runner.test]: outcome, [runner.other]: other, ...more } = await outcomes(done);
		expect({ outcome, other }).toStrictEqual({ outcome: 'failed', other: 'passed' });
		expect(Object.keys(more).filter((one) => more[one] === 'failed')).toStrictEqual(runner.alsoFailed ?? []);
	});

	tried.each(runner.refusals.map((kind) => [refusals[kind], kind] as const))(name('%s'), async (_what, kind) => {
		const project = runner.project(kind === 'ended' || kind === 'stopped' ? 'flaky' : kind);
		const quarantined = kind === 'ended' ? `~${runner.test}` : runner.test;
		const done = await run(project, [quarantined], kind === 'stopped' ? (runner.stopping ?? []) : []);
		expect({ ...done, isFailed: done.code > 0 }).toMatchObject({ isFailed: true });
	});
});

const java = runners.find(({ name }) => name.startsWith('Java'));

test.skipIf(java?.absent !== null)(
	'Java names what failed in the reports of other tools as Signalbox does (not run where java is not on this machine)',
	async () => {
		const reports = path.join(repository, 'electron/connectors/evidence/fixtures');
		const copies = path.join(base, 'reports');
		// One file without a class for any of its tests: only reports whose cases have one are promised.
		const filter = (from: string) => !from.endsWith('junit-node.xml');
		await cp(reports, copies, { recursive: true, filter });
		const check = path.join(import.meta.dirname, 'QuarantineCheck.java');
		const files = (await readdir(copies))
			.filter((file) => file.startsWith('junit-'))
			.map((file) => path.join(copies, file));
		const done = await execute({ program: 'java', args: [check, ...files.toSorted()], files: {} }, base, []);
		const said = done.output
			.split('Tests that failed')[1]
			?.split('\n')
			.slice(1)
			.map((line) => line.trim());
		const failed = await failedIn(copies);
		expect(failed).toHaveLength(10);
		expect(said).toStrictEqual(expect.arrayContaining([...failed]));
		expect(done.code).toBe(1);
	},
);

/** The desktop over the emulator: from its process to the first paint, and what it costs while nobody does anything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmulatorRun, startEmulator, whyNotEmulated } from '../../support/desktop-emulated.ts';
import { buildProduct } from '../kit/build.ts';
import { median, percentile } from '../kit/percentile.ts';
import { type BenchReport, ms, round } from '../kit/report.ts';
import { endAll, sleep } from '../kit/until.ts';
import type { BenchOptions } from '../run.ts';
import { costsOf, sumOf } from './process-costs.ts';

/** When a page began and when it painted, both from the start of the process, ms. */
interface Start {
	readonly beginsMs: number;
	readonly paintsMs: number;
}

interface Idle {
	readonly seconds: number;
	/** Share of one core, %. */
	readonly mainPct: number;
	readonly pagesPct: number;
	readonly othersPct: number;
	readonly mainMb: number;
	readonly pagesMb: number;
	readonly allMb: number;
}

export async function benchShell({ quick }: BenchOptions): Promise<BenchReport> {
	const reason = whyNotEmulated();
	if (reason !== null) throw new Error(`The bench needs the emulator: ${reason}.`);
	if (process.platform !== 'linux') throw new Error('The bench reads /proc, so it runs on Linux alone.');
	await buildProduct();
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const folder = await mkdtemp(path.join(tmpdir(), 'sb-bench-'));
		ends.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
		const starts: Start[] = [];
		for (let count = 0; count < (quick ? 2 : 10); count += 1) {
			const { run, start } = await startOnce(folder);
			starts.push(start);
			await run.quit();
		}
		const { run } = await startOnce(folder);
		ends.push(() => run.quit());
		const idle = await measureIdle(run.child.pid, quick ? { settle: 2, watch: 10 } : { settle: 10, watch: 60 });
		return reportOf(starts, idle);
	} finally {
		await endAll(ends);
	}
}

/** The data folder is kept from start to start, as a person's is. */
async function startOnce(folder: string): Promise<{ readonly run: EmulatorRun; readonly start: Start }> {
	const startedAt = Date.now();
	const run = await startEmulator({
		args: ['--data', path.join(folder, 'data')],
		commandArgs: [],
		cwd: folder,
		env: { XDG_CONFIG_HOME: path.join(folder, 'config'), INIT_CWD: folder },
	});
	if (run.exit !== undefined) throw new Error(`The desktop ended at once. It said:\n${run.output}`);
	const page = await run.page();
	const painted = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";
	const paintedAt = Number(await page.until(painted, 30_000));
	const begins = Number(await page.eval('performance.timeOrigin')) - startedAt;
	// The room itself, not only its frame: the heading of the first screen.
	await page.until("document.querySelector('main h1, main h2') !== null", 30_000);
	page.close();
	return { run, start: { beginsMs: begins, paintsMs: begins + paintedAt } };
}

async function measureIdle(
	pid: number,
	{ settle, watch }: { readonly settle: number; readonly watch: number },
): Promise<Idle> {
	await sleep(settle * 1_000);
	const before = costsOf(pid);
	const from = performance.now();
	await sleep(watch * 1_000);
	const after = costsOf(pid);
	const seconds = (performance.now() - from) / 1_000;
	const share = (part: 'main' | 'page' | 'other') =>
		((sumOf(after, 'cpuSeconds', part) - sumOf(before, 'cpuSeconds', part)) / seconds) * 100;
	return {
		seconds,
		mainPct: share('main'),
		pagesPct: share('page'),
		othersPct: share('other'),
		mainMb: sumOf(after, 'rssMb', 'main'),
		pagesMb: sumOf(after, 'rssMb', 'page'),
		allMb: sumOf(after, 'rssMb'),
	};
}

function reportOf(starts: readonly Start[], idle: Idle): BenchReport {
	const paints = starts.map(({ paintsMs }) => paintsMs);
	const percent = (value: number) => `${round(value, 2)} %`;
	const mb = (value: number) => `${round(value, 1)} MB`;
	const idlePct = idle.mainPct + idle.pagesPct;
	return {
		title: 'shell: the desktop over the emulator, without the sample',
		notes: [
			`${starts.length} starts with data of the start before; idle watched for ${round(idle.seconds, 0)} s with one window open`,
			'the emulator is Node with a Chromium of this machine beside it: the figures of Electron itself will differ',
			'rss_mb is the resident memory of the main process (the app, Node and the emulator); idle_cpu_pct is main and pages',
		],
		rows: [
			{ what: 'the page begins (median)', value: ms(median(starts.map(({ beginsMs }) => beginsMs))) },
			{ what: 'first paint (median)', value: ms(median(paints)) },
			{ what: 'first paint (p95)', value: ms(percentile(paints, 0.95)) },
			{ what: 'idle CPU, main process', value: percent(idle.mainPct) },
			{ what: 'idle CPU, pages', value: percent(idle.pagesPct) },
			{ what: 'idle CPU, the rest of Chromium', value: percent(idle.othersPct) },
			{ what: 'resident memory, main process', value: mb(idle.mainMb) },
			{ what: 'resident memory, pages', value: mb(idle.pagesMb) },
			{ what: 'resident memory, all (shared pages counted twice)', value: mb(idle.allMb) },
		],
		result: {
			first_paint_ms: round(median(paints), 0),
			idle_cpu_pct: round(idlePct, 2),
			rss_mb: round(idle.mainMb, 1),
		},
	};
}

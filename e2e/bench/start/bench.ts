/** A cold start of the browser host: from its process to a board of 50 services on screen, with a past of 10,000 entries. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { buildProduct, root } from '../kit/build.ts';
import { launchChromium } from '../kit/chromium.ts';
import { endChild } from '../kit/helper.ts';
import { median } from '../kit/percentile.ts';
import { type BenchReport, ms, round } from '../kit/report.ts';
import { endAll, sleep } from '../kit/until.ts';
import type { BenchOptions } from '../run.ts';
import { writeHistory } from './history.ts';
import { projectYaml } from './project.ts';

const serviceCount = 50;
const entryCount = 10_000;

interface Start {
	readonly listensMs: number;
	readonly readyMs: number;
	readonly rssMb: number;
}

export async function benchStart({ quick }: BenchOptions): Promise<BenchReport> {
	await buildProduct();
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const folder = await mkdtemp(path.join(tmpdir(), 'sb-bench-'));
		ends.push(() => rm(folder, { recursive: true, force: true }));
		const services = Array.from({ length: serviceCount }, (_, index) => `service-${index + 1}`);
		const file = path.join(folder, 'signalbox.yaml');
		await writeFile(file, projectYaml(services));
		await mkdir(path.join(folder, 'data'), { mode: 0o700 });
		const entries = await writeHistory(path.join(folder, 'data', 'signalbox.db'), services, entryCount);
		const browser = await launchChromium();
		ends.push(() => browser.close());
		const starts: Start[] = [];
		for (let count = 0; count < (quick ? 1 : 5); count += 1) starts.push(await startOnce(folder, browser));
		return reportOf(starts, entries);
	} finally {
		await endAll(ends);
	}
}

async function startOnce(folder: string, browser: Browser): Promise<Start> {
	// An open page, as a browser that is running has one; a context of its own, so that nothing is cached.
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
	const page = await context.newPage();
	const from = performance.now();
	const script = path.join(root, 'dist', 'web', 'main.js');
	const words = ['--no-open', '--data', path.join(folder, 'data'), '--project', folder, '--allow-actions'];
	const host = spawn(process.execPath, [script, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
	try {
		const address = await printedAddress(host);
		const listensMs = performance.now() - from;
		await page.goto(address, { waitUntil: 'commit' });
		await page.waitForFunction((rows) => document.querySelectorAll('[data-row]').length >= rows, serviceCount, {
			timeout: 30_000,
		});
		// A page that is still busy answers this late: then nobody could click either.
		await page
			.locator('[data-row]')
			.first()
			.click({ trial: true, position: { x: 4, y: 4 } });
		const readyMs = performance.now() - from;
		await sleep(200);
		return { listensMs, readyMs, rssMb: await residentMb(host.pid ?? 0) };
	} finally {
		await endChild(host);
		await context.close();
	}
}

function printedAddress(host: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = '';
		host.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${said}`)));
		host.stdout?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			const address = /Signalbox is at (\S+)\n/.exec(said)?.[1];
			if (address !== undefined) resolve(address);
		});
	});
}

/** Resident memory as Linux tells it; 0 where it does not. */
async function residentMb(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}

function reportOf(starts: readonly Start[], entries: number): BenchReport {
	const of = (what: keyof Start) => starts.map((start) => start[what]);
	const all = (values: readonly number[]) => values.map((value) => Math.round(value)).join(', ');
	return {
		title: 'start: from the process of the browser host to an interactive board',
		notes: [
			`${serviceCount} services, ${entries} journal entries, targets that cannot be reached; median of ${starts.length}`,
			`ready ${all(of('readyMs'))} ms; resident ${all(of('rssMb'))} MB`,
		],
		rows: [
			{ what: 'the host listens', value: ms(median(of('listensMs'))) },
			{ what: 'the board is ready', value: ms(median(of('readyMs'))), reach: '<= 1500 ms' },
			{ what: 'resident memory of the host', value: `${round(median(of('rssMb')), 1)} MB`, reach: '<= 160 MB' },
		],
		result: { ready_ms: round(median(of('readyMs')), 0), rss_mb: round(median(of('rssMb')), 1) },
	};
}

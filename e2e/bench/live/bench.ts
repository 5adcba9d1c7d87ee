/** What the Live screen costs while it runs: script per update, long tasks, and memory over ten minutes of samples. */
import type { CDPSession, Page } from 'playwright';
import { addresses } from '../../../renderer/store/address.ts';
import { openBenchPage } from '../kit/bench-page.ts';
import { buildProduct } from '../kit/build.ts';
import { longTasksOf, watchLongTasks } from '../kit/long-tasks.ts';
import { percentile } from '../kit/percentile.ts';
import { type BenchReport, ms, round } from '../kit/report.ts';
import { endAll, sleep } from '../kit/until.ts';
import type { BenchOptions } from '../run.ts';
import { createFeed, type Feed } from './feed.ts';

/** Two updates a second. */
const updateMs = 500;
const chartCount = 4;
/** Ten minutes of updates, sent twenty times as fast for the memory. */
const memoryUpdates = 1_200;
const hurriedMs = 25;
/** Until here compiled code and caches grow; after it 1,200 and 3,600 updates end at the same size. */
const warmUpdates = 300;

/** A word after the name is the file that a picture of the screen goes to. */
export async function benchLive({ quick, words }: BenchOptions): Promise<BenchReport> {
	await buildProduct();
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const updates = quick ? 8 : 60;
		const hurried = quick ? 120 : memoryUpdates;
		// The hurried part ends where the part in real time begins, so that no sample lies in the future.
		let at = Date.now() - (hurried + warmUpdates) * updateMs;
		const feed = await createFeed(at, updateMs);
		const page = await openLive(feed, ends);
		const cdp = await page.context().newCDPSession(page);
		// Processor time of the page's thread: what other programs do at the same time is not the screen's cost.
		await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
		await cdp.send('HeapProfiler.enable');
		const push = () => feed.push((at += updateMs));
		await hurry(push, warmUpdates);
		const heapBefore = await heapMb(cdp);
		await hurry(push, hurried);
		const heapAfter = await heapMb(cdp);
		// Collecting by hand is a long task of our own making.
		await sleep(500);
		await watchLongTasks(page);
		const script = await measureScript(cdp, push, updates);
		const { length: longTasks } = await longTasksOf(page);
		if (words[0] !== undefined) await page.screenshot({ path: words[0] });
		return reportOf({ script, longTasks, heapBefore, heapAfter, hurried });
	} finally {
		await endAll(ends);
	}
}

async function openLive(feed: Feed, ends: (() => Promise<unknown>)[]): Promise<Page> {
	const page = await openBenchPage(feed.api, addresses.deployment(feed.deploymentId), ends);
	await page.waitForFunction((count) => document.querySelectorAll('canvas').length >= count, chartCount, {
		timeout: 15_000,
	});
	await sleep(1_000);
	return page;
}

async function hurry(push: () => void, count: number): Promise<void> {
	for (let index = 0; index < count; index += 1) {
		push();
		await sleep(hurriedMs);
	}
	await sleep(500);
}

async function heapMb(cdp: CDPSession): Promise<number> {
	// Twice: what a finalizer frees is only collected the next time.
	for (let round = 0; round < 2; round += 1) {
		await cdp.send('HeapProfiler.collectGarbage');
		await sleep(100);
	}
	const { usedSize } = await cdp.send('Runtime.getHeapUsage');
	return usedSize / 1_048_576;
}

/** Script of each half second with one update in it: the page's own timers are part of it. */
async function measureScript(cdp: CDPSession, push: () => void, updates: number): Promise<readonly number[]> {
	const took: number[] = [];
	let before = await scriptMs(cdp);
	const from = performance.now();
	for (let index = 0; index < updates; index += 1) {
		push();
		await sleep(Math.max(0, from + (index + 1) * updateMs - performance.now()));
		const after = await scriptMs(cdp);
		took.push(after - before);
		before = after;
	}
	return took;
}

async function scriptMs(cdp: CDPSession): Promise<number> {
	const { metrics } = await cdp.send('Performance.getMetrics');
	return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000;
}

function reportOf(facts: {
	readonly script: readonly number[];
	readonly longTasks: number;
	readonly heapBefore: number;
	readonly heapAfter: number;
	readonly hurried: number;
}): BenchReport {
	const { script, longTasks, heapBefore, heapAfter, hurried } = facts;
	const growth = heapAfter - heapBefore;
	return {
		title: 'live: the Live screen with four charts, two series of 600 points each, 2 updates/s',
		notes: [
			`production build in Chromium; ${script.length} updates in real time`,
			`heap after ${hurried} updates (${round((hurried * updateMs) / 60_000, 1)} min) sent ${updateMs / hurriedMs} times as fast: ${round(heapBefore, 1)} to ${round(heapAfter, 1)} MB`,
		],
		rows: [
			{ what: 'script per update p50', value: ms(percentile(script, 0.5)) },
			{ what: 'script per update p95', value: ms(percentile(script, 0.95)), reach: '<= 6 ms' },
			{ what: 'long tasks', value: String(longTasks), reach: '0' },
			{ what: 'heap growth', value: `${round(growth)} MB`, reach: '~0' },
		],
		result: {
			script_ms_p50: round(percentile(script, 0.5)),
			script_ms_p95: round(percentile(script, 0.95)),
			long_tasks: longTasks,
			heap_growth_mb: round(growth),
		},
	};
}

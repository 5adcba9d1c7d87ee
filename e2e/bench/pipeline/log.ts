/** How many lines a second the log viewer takes without a long task, in Chromium, on the Service screen. */
import type { Page } from 'playwright';
import { pipelineRoom } from '../../../renderer/dev/fake-pipelines.ts';
import { fakeRunDetail } from '../../../renderer/dev/fake-pipelines-run.ts';
import { addresses } from '../../../renderer/store/address.ts';
import type { EngineApi } from '../../../shared/rpc/api.ts';
import { createMessageQueue, type MessageQueue } from '../../../shared/rpc/message-queue.ts';
import type { LogMessage } from '../../../shared/rpc/pipeline-views.ts';
import { createFakeApi } from '../../../shared/rpc/testing/fake-api.ts';
import { openBenchPage } from '../kit/bench-page.ts';
import { buildProduct } from '../kit/build.ts';
import { forgetLongTasks, longTasksOf, watchLongTasks } from '../kit/long-tasks.ts';
import { endAll, sleep } from '../kit/until.ts';

const pieceMs = 50;

export interface LogRate {
	readonly linesPerSecond: number;
	/** Tasks of more than 50 ms while the lines came. */
	readonly longTasks: number;
	readonly longestMs: number;
}

export interface LogCosts {
	readonly rates: readonly LogRate[];
	/** The highest rate without a long task; 0 where every one had some. */
	readonly smooth: number;
	readonly lines: number;
	readonly heapMb: number;
}

interface Feed {
	readonly api: EngineApi;
	push(text: string): void;
}

/** An engine of one service whose unit tests write what they are told to. */
function createFeed(): Feed {
	const queue: MessageQueue<LogMessage> = createMessageQueue<LogMessage>();
	const now = Date.now();
	const { api } = createFakeApi(pipelineRoom(now, 'running'));
	const detail = fakeRunDetail(now, 'checkout', 'running');
	let at = 0;
	return {
		api: {
			...api,
			pipelines: {
				...api.pipelines,
				async *watchRun(_input, signal) {
					yield { number: 1, detail };
					await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
				},
				log: (_input, signal) => queue.read(signal),
			},
		},
		push(text) {
			const fromByte = at;
			at += text.length;
			queue.push({ number: at, fromByte, text, isComplete: false, gap: null, problem: null });
		},
	};
}

/** As tests write them: colours, and about a hundred characters. */
function linesFrom(first: number, count: number): string {
	const lines = Array.from(
		{ length: count },
		(_, index) =>
			`\u001b[32mok\u001b[0m \u001b[1m${first + index}\u001b[0m adds up goods and shipping, refuses what it does not sell \u001b[90m(3 ms)\u001b[0m\n`,
	);
	return lines.join('');
}

/** Each rate for `rateMs`. */
export async function benchLog(rates: readonly number[], rateMs: number): Promise<LogCosts> {
	await buildProduct();
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const feed = createFeed();
		const page = await openLog(feed, ends);
		let sent = 0;
		const send = (count: number) => {
			feed.push(linesFrom(sent, count));
			sent += count;
		};
		// Code is compiled and caches are filled by the first lines.
		await run(page, send, 2_000, 1_500);
		const measured: LogRate[] = [];
		for (const rate of rates) measured.push(await run(page, send, rate, rateMs));
		await page.waitForFunction(
			(lines) => Number(document.querySelector('[data-log-rows]')?.getAttribute('data-log-rows')) >= lines,
			sent,
			{ timeout: 30_000 },
		);
		const heapMb = await page.evaluate(
			() => Number(Reflect.get(Reflect.get(performance, 'memory'), 'usedJSHeapSize')) / 1e6,
		);
		const smooth = Math.max(
			0,
			...measured.filter(({ longTasks }) => longTasks === 0).map((each) => each.linesPerSecond),
		);
		return { rates: measured, smooth, lines: sent, heapMb };
	} finally {
		await endAll(ends);
	}
}

async function openLog(feed: Feed, ends: (() => Promise<unknown>)[]): Promise<Page> {
	const page = await openBenchPage(feed.api, addresses.service('checkout'), ends);
	await page
		.getByRole('button', { name: /unit tests/ })
		.first()
		.click();
	await page.locator('[data-log-rows]').waitFor({ timeout: 15_000 });
	await watchLongTasks(page);
	return page;
}

/** Sends so many lines a second for a while, in pieces as they come over a socket. */
async function run(page: Page, send: (count: number) => void, rate: number, forMs: number): Promise<LogRate> {
	await forgetLongTasks(page);
	const from = performance.now();
	let sent = 0;
	while (performance.now() - from < forMs) {
		const due = Math.round(((performance.now() - from + pieceMs) / 1_000) * rate);
		send(due - sent);
		sent = due;
		await sleep(pieceMs);
	}
	await sleep(500);
	const tasks = await longTasksOf(page);
	return { linesPerSecond: rate, longTasks: tasks.length, longestMs: Math.max(0, ...tasks) };
}

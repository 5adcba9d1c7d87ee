/** A clock that is turned by hand, a logger that keeps quiet, and a web of pages in memory. For tests only. */
import type { ScrapeMetricsConfig } from '../../../shared/config/model.ts';
import type { Clock } from '../../engine/ports.ts';
import type { Fetch } from './http.ts';

export interface TestClock extends Clock {
	/** Lets time pass; what was due in between runs in its order, and the microtasks it started are awaited. */
	advance(ms: number): Promise<void>;
	/** Sets only the wall clock, as a person or NTP would. */
	jump(ms: number): void;
}

/** A turn of the event loop: pending promises of fakes have settled afterwards. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createTestClock(start = 1_760_000_000_000): TestClock {
	let monotonic = 5000;
	let offset = start - monotonic;
	let timers: { readonly at: number; readonly run: () => void }[] = [];
	return {
		now: () => monotonic + offset,
		monotonic: () => monotonic,
		after(delayMs, run) {
			const timer = { at: monotonic + delayMs, run };
			timers.push(timer);
			return () => {
				timers = timers.filter((one) => one !== timer);
			};
		},
		jump(ms) {
			offset += ms;
		},
		async advance(ms) {
			const end = monotonic + ms;
			for (;;) {
				const next = timers.toSorted((left, right) => left.at - right.at)[0];
				if (next === undefined || next.at > end) break;
				monotonic = Math.max(monotonic, next.at);
				timers = timers.filter((one) => one !== next);
				next.run();
				await settle();
			}
			monotonic = end;
			await settle();
		},
	};
}

/** Pages by address; an address without a page refuses the connection. */
export function createPages(): {
	readonly fetch: Fetch;
	readonly pages: Map<string, string | Response | Error>;
	asked: number;
} {
	const pages = new Map<string, string | Response | Error>();
	const web = {
		pages,
		asked: 0,
		fetch: (address: string): Promise<Response> => {
			web.asked += 1;
			const page = pages.get(address) ?? Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
			if (page instanceof Error) return Promise.reject(new TypeError('fetch failed', { cause: page }));
			return Promise.resolve(typeof page === 'string' ? new Response(page) : page.clone());
		},
	};
	return web;
}

/** A source that reads the pages of a service written with the usual names. */
export function scrapeConfig(change: Partial<ScrapeMetricsConfig>, memoryLimitBytes: number): ScrapeMetricsConfig {
	return {
		kind: 'scrape',
		label: 'scrape',
		path: '/metrics',
		intervalMs: 1000,
		staleAfterMs: 5000,
		names: {
			requests: 'http_requests_total',
			errorLabel: 'status',
			errorPattern: '5..',
			latency: 'http_request_duration_seconds',
			latencyUnit: 's',
			memory: 'process_resident_memory_bytes',
			memoryLimit: { bytes: memoryLimitBytes },
		},
		...change,
	};
}

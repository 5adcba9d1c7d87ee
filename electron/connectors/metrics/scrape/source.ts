/**
 * Reads `/metrics` of each slot itself, for services that no Prometheus watches.
 *
 * It scrapes on its own timer while somebody reads: a window is the difference of two pages, so pages must be there
 * from before the look, at a distance that does not depend on who looks how often. The first read starts the timer and
 * waits for the first pages; when nobody reads any more the timer ends by itself.
 */
import type { ScrapeMetricsConfig } from '../../../../shared/config/model.ts';
import { fail } from '../../../../shared/domain/result.ts';
import type { Problem } from '../../../../shared/domain/result.ts';
import type { Clock, Logger, MetricReport, MetricSource } from '../../../engine/ports.ts';
import type { Fetch } from '../http.ts';
import { createScraper } from './scraper.ts';
import { createSlotTracks } from './slot-tracks.ts';
import type { SlotTracks } from './slot-tracks.ts';
import { readSlot } from './slot-readings.ts';
import { createTotals } from './slot-totals.ts';

export interface ScrapeDeps {
	readonly clock: Clock;
	readonly fetch: Fetch;
	readonly logger: Logger;
}

/** Nobody has read for this long: the scraping ends until the next read. */
const idleAfterMs = 120_000;

/** Resolves when `work` does or `signal` aborts, whichever is first. Never rejects. */
async function untilAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
	if (signal === undefined) {
		await work;
		return;
	}
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		const stop = () => resolve();
		signal.addEventListener('abort', stop, { once: true });
		work.then(() => {
			signal.removeEventListener('abort', stop);
			resolve();
		}, stop);
	});
}

function problemOf(tracks: SlotTracks, report: Omit<MetricReport, 'problem'>, label: string): Problem | null {
	const error = tracks.commonError();
	const isBlind = report.readings.every((reading) => reading.state === 'failed' || reading.state === 'stale');
	if (error === null || !isBlind) return null;
	return fail(
		'metrics-unreachable',
		`No instance's metrics page could be read by ${label} (${error}), so the release cannot be judged.`,
		'Check that the instances run and that the path of their metrics page is right.',
		{ retryable: true },
	).problem;
}

/** A source that scrapes the addresses of each slot. Nothing runs before the first read nor after `close`. */
export function createScrapeSource(config: ScrapeMetricsConfig, deps: ScrapeDeps): MetricSource {
	const { clock } = deps;
	const tracks = createSlotTracks(config.intervalMs);
	const scraper = createScraper(config, deps);
	const totals = createTotals(config, clock);
	let stopTimer: (() => void) | null = null;
	let lastReadAt = 0;
	let longestWindowMs = 0;
	let isClosed = false;

	const tick = (): void => {
		stopTimer = null;
		const quiet = clock.monotonic() - lastReadAt;
		if (isClosed || quiet > Math.max(idleAfterMs, 2 * longestWindowMs, 4 * config.intervalMs)) return;
		stopTimer = clock.after(config.intervalMs, tick);
		tracks.forgetBefore(clock.monotonic() - longestWindowMs - 3 * config.intervalMs);
		void Promise.all(tracks.current().map((instance) => scraper.scrape(instance)));
	};

	const readAll = (slots: Parameters<MetricSource['read']>[0]['slots'], windowMs: number) => {
		const times = { now: clock.now(), monotonic: clock.monotonic() };
		const { names, label, staleAfterMs, intervalMs } = config;
		return slots.flatMap(({ slot }) =>
			readSlot({ slot, instances: tracks.of(slot), names, label, staleAfterMs, intervalMs, windowMs, ...times }),
		);
	};

	return {
		kind: 'scrape',
		label: config.label,
		async read({ slots, windowMs }, signal) {
			lastReadAt = clock.monotonic();
			longestWindowMs = Math.max(longestWindowMs, windowMs);
			tracks.place(slots);
			if (!isClosed) {
				stopTimer ??= clock.after(config.intervalMs, tick);
				const due = tracks.current().filter((instance) => scraper.isDue(instance));
				await untilAborted(Promise.all(due.map((instance) => scraper.scrape(instance))), signal);
			}
			const report = { at: clock.now(), readings: readAll(slots, windowMs), warnings: scraper.warnings };
			const counted = totals.of(
				slots.map(({ slot }) => slot),
				tracks,
			);
			return { ...report, totals: counted, problem: problemOf(tracks, report, config.label) };
		},
		close() {
			isClosed = true;
			stopTimer?.();
			stopTimer = null;
			scraper.stop();
			return Promise.resolve();
		},
	};
}

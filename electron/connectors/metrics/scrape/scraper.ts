/** One scrape of one instance: fetch, parse, remember. */
import type { ScrapeEvent, ScrapeMetricsConfig } from '../../../../shared/config/model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Clock, Logger } from '../../../engine/ports.ts';
import { joinUrl } from '../../http.ts';
import { defaultExpositionLimits, parseExposition } from '../exposition.ts';
import type { Exposition } from '../exposition.ts';
import { request } from '../http.ts';
import type { Fetch } from '../http.ts';
import { readPage } from './page.ts';
import type { EventRule } from './page.ts';
import type { Instance } from './slot-tracks.ts';

export interface Scraper {
	/** Scrapes now, or joins the scrape under way. Never rejects: an error is noted in the instance. */
	scrape(instance: Instance): Promise<void>;
	/** True when the instance was never tried, or longer ago than one interval and a half. */
	isDue(instance: Instance): boolean;
	/** What is wrong with the configuration itself. */
	readonly warnings: readonly string[];
	stop(): void;
}

/** A whole match, as Prometheus' own matchers do; null when it is no regular expression. */
export function compileErrorPattern(pattern: string): RegExp | null {
	try {
		return new RegExp(`^(?:${pattern})$`);
	} catch {
		return null;
	}
}

/** A pattern that is no regular expression matches nothing; the check of the configuration found it before. */
function eventRule(name: string, { series, only }: ScrapeEvent): EventRule {
	const pattern = only === null ? null : compileErrorPattern(only.pattern);
	return {
		name,
		series,
		isCounted: (labels) => only === null || (pattern?.test(labels[only.label] ?? '') ?? false),
	};
}

function metricsAddress(address: string, path: string): Result<string> {
	const url = URL.parse(joinUrl(address, path));
	if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return ok(url.href);
	return fail('invalid-config', `${address} is not an http address`, '');
}

export function createScraper(
	config: ScrapeMetricsConfig,
	deps: { readonly clock: Clock; readonly fetch: Fetch; readonly logger: Logger },
): Scraper {
	const { clock, logger } = deps;
	const timeoutMs = Math.min(Math.max(config.intervalMs, 1000), 10_000);
	const stopping = new AbortController();
	const pattern = compileErrorPattern(config.names.errorPattern);
	// Without its label no error is told from the rest, and the error rate becomes `missing` instead of a clean zero.
	const names = pattern === null ? { ...config.names, errorLabel: '' } : config.names;
	const isError = (value: string): boolean => pattern?.test(value) ?? false;
	const events = Object.entries(config.events ?? {}).map(([name, event]) => eventRule(name, event));
	const rules = { names, isError, events, staleAfterMs: config.staleAfterMs };

	const fetchPage = async (instance: Instance): Promise<Result<Exposition>> => {
		const address = metricsAddress(instance.address, config.path);
		if (!address.ok) return address;
		const reply = await request(deps, {
			address: address.value,
			headers: { accept: 'text/plain;version=0.0.4, application/openmetrics-text;q=0.5, */*;q=0.1' },
			timeoutMs,
			maxBytes: defaultExpositionLimits.maxLength,
			signal: stopping.signal,
		});
		if (!reply.ok) return reply;
		const { status, contentType, text } = reply.value;
		if (status !== 200) return fail('metrics-rejected', `it answered with status ${status}`, '');
		return parseExposition(text, { openMetrics: contentType.startsWith('application/openmetrics-text') });
	};

	const scrapeNow = async (instance: Instance): Promise<void> => {
		instance.triedAt = clock.monotonic();
		const page = await fetchPage(instance);
		if (stopping.signal.aborted) return;
		const error = page.ok ? null : `${instance.address}: ${page.problem.message}`;
		// Said once when it begins and once when it ends, not at every scrape.
		if (error !== null && instance.error === null) logger.warn({ error }, 'an instance cannot be scraped');
		if (error === null && instance.error !== null) logger.info({ address: instance.address }, 'scraped again');
		instance.error = error;
		if (page.ok) instance.ring.push(readPage(page.value, rules, clock.now()), clock.monotonic());
	};

	return {
		scrape(instance) {
			instance.inFlight ??= scrapeNow(instance).finally(() => {
				instance.inFlight = null;
			});
			return instance.inFlight;
		},
		isDue: ({ triedAt, inFlight, ring }) =>
			triedAt === null ||
			(inFlight !== null && ring.newest() === null) ||
			clock.monotonic() - triedAt > 1.5 * config.intervalMs,
		warnings: pattern === null ? [`The error pattern ${config.names.errorPattern} is not a regular expression.`] : [],
		stop: () => stopping.abort(),
	};
}

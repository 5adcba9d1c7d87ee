/** Whether what `health:` wants to judge by is measured by the environment's `metrics:` at all. */
import { measuredBy } from './build-health.ts';
import type { FileEnvironment } from './file/schema.ts';
import type { Report } from './issues.ts';

/** Names of the events that the environment counts. */
function countedEvents({ metrics }: FileEnvironment): readonly string[] {
	if (metrics === undefined) return [];
	const own = metrics.kind === 'scrape' ? metrics.events : (metrics.counters?.events ?? {});
	return ['errors', ...Object.keys(own)];
}

/** Values of the instant that every source reads. */
const knownGauges: readonly string[] = ['memory'];

/** What the Kayenta-compatible judge makes points of by itself, beside events. */
const measuredWithoutQuery = /^(memory|p\d{1,2})$/;

/** Tells of metrics that would never be judged, and of queries that nobody answers. */
export function checkHealthSources(environment: FileEnvironment, report: Report): void {
	const { metrics, health } = environment;
	if (metrics === undefined) return;
	const events = countedEvents(environment);
	for (const [name, metric] of Object.entries(health.sequential.metrics)) {
		if (metric === null) continue;
		const measured = measuredBy(name, metric);
		const path = ['health', 'sequential', 'metrics', name];
		if (measured?.kind === 'events' && !events.includes(measured.from)) {
			const place = metrics.kind === 'scrape' ? 'metrics.events' : 'metrics.counters.events';
			report(
				path,
				`nothing counts the event "${measured.from}"`,
				`one of ${events.join(', ')}, or a counter in ${place}`,
			);
		}
		if (measured?.kind === 'gauge' && !knownGauges.includes(measured.from)) {
			report(path, `nothing measures the gauge "${measured.from}"`, `one of ${knownGauges.join(', ')}`);
		}
	}
	for (const [index, { name, query }] of (health.kayenta?.metrics ?? []).entries()) {
		if (query !== undefined || measuredWithoutQuery.test(name) || events.includes(name)) continue;
		const known = [...events, ...knownGauges, 'p95'].join(', ');
		report(
			['health', 'kayenta', 'metrics', index, 'name'],
			`nothing measures "${name}"`,
			`a query, or one of ${known}`,
		);
	}
	if (metrics.kind === 'prometheus') return;
	const unanswered = 'a scraped source answers no queries, so this can never be measured';
	const expected = 'metrics of kind prometheus';
	if (health.analysis !== undefined) report(['health', 'analysis'], unanswered, expected);
	for (const [index, { query }] of (health.kayenta?.metrics ?? []).entries()) {
		if (query !== undefined) report(['health', 'kayenta', 'metrics', index, 'query'], unanswered, expected);
	}
}

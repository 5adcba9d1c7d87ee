/** Questions of the screens, answered by the store of facts once it is whole. */
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import type { Clock } from '../ports.ts';
import { checkPeriods } from './checks.ts';
import { csvHeader, csvRows } from './rows-csv.ts';

export type DeliveryQuestions = Pick<
	DeliveryApi,
	'metrics' | 'rows' | 'rowsCsv' | 'timeline' | 'suspects' | 'unlinked' | 'tests'
>;

/** What could not be linked is listed, and counted on the room, so far back. */
export const unlinkedBackMs = 90 * 86_400_000;
/** An answer of CSV is at most some 500 kB, by characters. */
const csvLength = 400_000;
const csvPage = 500;

export function createQuestions(options: {
	readonly store: DeliveryStore;
	readonly clock: Clock;
	/** Resolves once the configuration holds and decisions are there; fails with why there are no answers. */
	readonly whole: () => Promise<Result<null>>;
}): DeliveryQuestions {
	const { store, clock } = options;

	async function asked<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
		const whole = await options.whole();
		return whole.ok ? work() : whole;
	}

	async function measured<T>(query: MetricsQuery, work: () => Promise<Result<T>>): Promise<Result<T>> {
		return checkPeriods(query) ?? asked(work);
	}

	async function csv({ query, metric, show, cursor }: Parameters<DeliveryApi['rowsCsv']>[0]) {
		const parts = cursor === null ? [csvHeader] : [];
		let next: string | null = cursor;
		let length = 0;
		do {
			const page = await store.rows({ query, metric, show, cursor: next, limit: csvPage, now: clock.now() });
			if (!page.ok) return page;
			const text = csvRows(metric, page.value.rows);
			parts.push(text);
			length += text.length;
			next = page.value.next;
		} while (next !== null && length < csvLength);
		return ok({ text: parts.join(''), next });
	}

	return {
		metrics: (query: MetricsQuery) => measured(query, () => store.metrics(query, clock.now())),
		rows: (request) => measured(request.query, () => store.rows({ ...request, now: clock.now() })),
		rowsCsv: (request) => measured(request.query, () => csv(request)),
		timeline: (request) => asked(() => store.timeline(request)),
		suspects: (request) => asked(() => store.suspects(request)),
		unlinked: ({ scope, limit }) => asked(() => store.unlinked({ scope, limit, from: clock.now() - unlinkedBackMs })),
		tests: (query) => asked(() => store.tests(query, clock.now())),
	};
}

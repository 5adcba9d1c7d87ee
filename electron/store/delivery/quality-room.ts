/** Questions about pipelines and tests of services, answered from columns. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import { answerQuality } from '../../../shared/domain/delivery/answer-quality.ts';
import type { Calendar } from '../../../shared/domain/delivery/calendar.ts';
import type { GatheredQuality } from '../../../shared/domain/delivery/gathered-quality.ts';
import type {
	MetricAnswer,
	MetricRowsPage,
	MetricScope,
	MetricsQuery,
	QualityMetric,
} from '../../../shared/domain/delivery/metrics.ts';
import type { StoreContext } from './context.ts';
import { createServiceFolder, type ServiceFolder } from './fold-service.ts';
import { gatherQuality, type QualityColumns } from './gather-quality.ts';
import type { TestLoader } from './load-tests.ts';
import { createQualityRows } from './quality-rows.ts';
import { readRuns } from './service-runs.ts';
import { readSuites } from './service-tests.ts';
import { serviceFilter } from './units.ts';

export interface QualityRoom {
	readonly folder: ServiceFolder;
	/** Numbers of the services of a scope that are configured or have runs or results of tests, folded as the facts are now. */
	servicesOf(scope: MetricScope): readonly number[];
	/** In the order of `qualityMetrics`. */
	answer(query: MetricsQuery, now: number): readonly MetricAnswer[];
	rows(request: Parameters<DeliveryStore['rows']>[0], metric: QualityMetric): MetricRowsPage;
}

export function createQualityRoom(parts: {
	readonly context: StoreContext;
	readonly loader: TestLoader;
	readonly calendar: () => Calendar;
}): QualityRoom {
	const { context, loader, calendar } = parts;
	const { db, names, setup } = context;
	const known = new Map<number, QualityColumns>();
	const folder = createServiceFolder(context, loader, (service) => known.delete(service));
	context.onStale(() => known.clear());
	const runsOf = db.prepare('select body from service_runs where service = ?');
	const testsOf = db.prepare('select numbers from service_tests where service = ?');
	const all = db.prepare('select service from service_runs union select service from service_tests');
	const rows = createQualityRows({ context, loader, calendar });

	function look(service: number): QualityColumns {
		const before = known.get(service);
		if (before !== undefined) return before;
		const runs = runsOf.get(service)?.['body'];
		const suites = testsOf.get(service)?.['numbers'];
		const found = {
			runs: readRuns(runs instanceof Uint8Array ? runs : new Uint8Array(0)),
			suites: readSuites(suites instanceof Uint8Array ? suites : new Uint8Array(8)),
		};
		known.set(service, found);
		return found;
	}
	function servicesOf(scope: MetricScope): readonly number[] {
		const isAsked = serviceFilter(context, scope);
		const isWanted = (service: number) => isAsked(names.textOf(service));
		folder.catchUp(isWanted);
		const told = all.all().map((row) => Number(row['service']));
		const configured = setup().services.flatMap(({ name }) => names.find(name) ?? []);
		return [...new Set([...configured, ...told])].filter(isWanted);
	}
	return {
		folder,
		servicesOf,
		answer(query, now) {
			const services = servicesOf(query.scope);
			const columns = services.map(look);
			const gathered: GatheredQuality = gatherQuality({
				...{ columns, query, now, calendar: calendar() },
				sources: sourcesOf(context, services, columns),
			});
			return answerQuality(gathered, query, { calendar: calendar(), now });
		},
		rows: (request, metric) => rows(request, metric, servicesOf(request.query.scope)),
	};
}

function sourcesOf(
	{ names, setup }: StoreContext,
	services: readonly number[],
	columns: readonly QualityColumns[],
): GatheredQuality['sources'] {
	const asked = new Set(services.map((service) => names.textOf(service)));
	const configured = setup().services.filter(({ name }) => asked.has(name));
	const least = (values: readonly number[]) => (values.length === 0 ? null : Math.min(...values));
	return {
		services: services.length,
		withRuns: configured.filter(({ sources }) => sources.runs).length,
		withTests: configured.filter(({ sources }) => sources.tests).length,
		runsFrom: least(columns.flatMap(({ runs }) => runs.at[0] ?? [])),
		testsFrom: least(columns.flatMap(({ suites }) => suites.at[0] ?? [])),
	};
}

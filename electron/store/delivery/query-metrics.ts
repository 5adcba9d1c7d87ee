/** The dashboard's question. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import { answerDora, completenessOf } from '../../../shared/domain/delivery/answer.ts';
import type { MetricsAnswer, MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { comparedPeriod } from '../../../shared/domain/delivery/periods.ts';
import { definitionsVersion } from '../../../shared/domain/delivery/policy.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { StoreContext } from './context.ts';
import type { EngineRoom } from './engine-room.ts';
import { gatherColumns } from './gather-columns.ts';
import type { QualityRoom } from './quality-room.ts';

export interface QueryParts {
	readonly context: StoreContext;
	readonly room: EngineRoom;
	readonly quality: QualityRoom;
}

export function createMetricsQuery(parts: QueryParts): Pick<DeliveryStore, 'metrics'> {
	return {
		metrics: (query, now) => parts.context.read('answer the delivery metrics', () => ok(answer(parts, query, now))),
	};
}

/** Throws what SQLite throws. */
export function answer({ context, room, quality }: QueryParts, query: MetricsQuery, now: number): MetricsAnswer {
	const units = room.unitsOf(query.scope);
	const calendar = room.calendar();
	const sources = room.sourcesOf(units);
	const gathered = gatherColumns({ units, query, sources, calendar, now, cache: room.columns });
	const { policy } = context.setup();
	return {
		query,
		compared: comparedPeriod(query),
		zone: policy.zone,
		definitionsVersion,
		dataAsOf: room.dataAsOf(),
		units: units.length,
		dora: answerDora(gathered, query, { calendar, now, benchmarks: policy.benchmarks }),
		quality: quality.answer(query, now),
		completeness: completenessOf(gathered),
	};
}

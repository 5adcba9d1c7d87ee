/** The mix of dashboard questions: 55 % one service, 25 % a group of ten, 15 % all for a month or quarter, 5 % all for a year. */
import type { MetricsQuery, Period } from '../../../shared/domain/delivery/metrics.ts';
import { serviceName, type WorldSize } from './world.ts';

export type QuestionKind = 'one service' | 'ten services' | 'all, month or quarter' | 'all, year';

export interface Question {
	readonly kind: QuestionKind;
	readonly query: MetricsQuery;
}

/** As many as asked for, spread evenly over kinds, services and months; each with comparison and weekly trend. */
export function makeQuestions(size: WorldSize, count: number): readonly Question[] {
	const groups = Math.ceil(size.services / 10);
	return Array.from({ length: count }, (_, index): Question => {
		const place = (index * 20) % 100;
		const share = (place + ((index * 7) % 20)) % 100;
		const spread = (index * 37) % 997;
		if (share < 55) {
			const services = [serviceName(spread % size.services)];
			return { kind: 'one service', query: queryOf({ services, group: null }, periodAt(spread, index % 3)) };
		}
		if (share < 80) {
			const group = `team-${(spread % groups) + 1}`;
			return { kind: 'ten services', query: queryOf({ services: [], group }, periodAt(spread, index % 3)) };
		}
		const all = { services: [], group: null };
		if (share < 95) return { kind: 'all, month or quarter', query: queryOf(all, periodAt(spread, index % 2)) };
		return { kind: 'all, year', query: queryOf(all, periodAt(spread, 2)) };
	});
}

function queryOf(scope: Omit<MetricsQuery['scope'], 'environments'>, period: Period): MetricsQuery {
	return { scope: { ...scope, environments: [] }, period, compareWith: null, bucket: 'week', withBots: false };
}

/** A month, a quarter or a year that ends in the years 2023 to 2026. */
function periodAt(spread: number, length: number): Period {
	const months = [1, 3, 12][length] ?? 1;
	const end = 2023 * 12 + 11 + (spread % 34);
	return { from: firstOf(end - months), to: firstOf(end) };
}

function firstOf(month: number): string {
	return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

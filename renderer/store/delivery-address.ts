/**
 * What is asked of the delivery metrics, as a part of an address: `service.checkout~month.2026-10~by.week`. A link then shows
 * the same numbers to whoever opens it. Pure. Local days of the reporting zone are `YYYY-MM-DD`.
 */
import type { BucketSize, MetricsQuery, Period } from '../../shared/domain/delivery/metrics.ts';
import { bucketSizes } from '../../shared/domain/delivery/metrics.ts';
import { addDays, countDays, monthPeriod } from '../../shared/domain/delivery/periods.ts';
import { isDay, isMonth, monthOfPeriod } from './local-days.ts';

/** The last days up to and with today, or fixed days. */
export type PeriodAsk = { readonly last: number } | Period;

export interface DeliveryAsk {
	readonly services: readonly string[];
	readonly group: string | null;
	/** Empty: production. */
	readonly environments: readonly string[];
	readonly period: PeriodAsk;
	/** Null: what comes right before. */
	readonly against: Period | null;
	/** Null: what fits the length of the period. */
	readonly by: BucketSize | null;
	readonly withBots: boolean;
	/** Of the timeline: the incident that is looked into. */
	readonly incident: string | null;
}

export const usualAsk: DeliveryAsk = {
	services: [],
	group: null,
	environments: [],
	period: { last: 90 },
	against: null,
	by: null,
	withBots: false,
	incident: null,
};

/** Escapes so that neither `~` nor `%` is left: browsers and routers decode those at their own discretion. */
function written(value: string): string {
	return encodeURIComponent(value).replaceAll('!', '%21').replaceAll('~', '%7E').replaceAll('%', '!');
}

function read(text: string): string | null {
	try {
		return decodeURIComponent(text.replaceAll('!', '%'));
	} catch {
		return null;
	}
}

function periodFields(period: PeriodAsk): readonly string[] {
	if ('last' in period) return period.last === 90 ? [] : [`last.${period.last}`];
	const month = monthOfPeriod(period);
	return [month === null ? `days.${period.from}_${period.to}` : `month.${month}`];
}

/** The part of the address; empty when nothing was chosen. */
export function writeAsk(ask: DeliveryAsk): string {
	return [
		...ask.services.map((name) => `service.${written(name)}`),
		...(ask.group === null ? [] : [`group.${written(ask.group)}`]),
		...ask.environments.map((name) => `env.${written(name)}`),
		...periodFields(ask.period),
		...(ask.against === null ? [] : [`against.${ask.against.from}_${ask.against.to}`]),
		...(ask.by === null ? [] : [`by.${ask.by}`]),
		...(ask.withBots ? ['bots'] : []),
		...(ask.incident === null ? [] : [`incident.${written(ask.incident)}`]),
	].join('~');
}

function readDays(value: string): Period | null {
	const [from = '', to = '', more] = value.split('_');
	return more === undefined && isDay(from) && isDay(to) && from < to ? { from, to } : null;
}

function withField(ask: DeliveryAsk, key: string, value: string): DeliveryAsk {
	switch (key) {
		case 'service':
			return { ...ask, services: [...ask.services, value] };
		case 'group':
			return { ...ask, group: value };
		case 'env':
			return { ...ask, environments: [...ask.environments, value] };
		case 'last':
			return /^[1-9]\d{0,3}$/.test(value) ? { ...ask, period: { last: Number(value) } } : ask;
		case 'month':
			return isMonth(value) ? { ...ask, period: monthPeriod(value) } : ask;
		case 'days':
			return { ...ask, period: readDays(value) ?? ask.period };
		case 'against':
			return { ...ask, against: readDays(value) };
		case 'by':
			return { ...ask, by: bucketSizes.find((size) => size === value) ?? null };
		case 'incident':
			return { ...ask, incident: value };
		default:
			return ask;
	}
}

/** Reads the part of an address; what is damaged or unknown is passed over, so that a cut link still opens. */
export function readAsk(text: string): DeliveryAsk {
	let ask = usualAsk;
	for (const field of text.split('~')) {
		const dot = field.indexOf('.');
		const value = read(dot === -1 ? '' : field.slice(dot + 1));
		if (field === 'bots') ask = { ...ask, withBots: true };
		else if (dot !== -1 && value !== null && value !== '') ask = withField(ask, field.slice(0, dot), value);
	}
	return ask;
}

/** The days that are asked about. `today` is part of "the last 30 days". */
export function periodOf(ask: DeliveryAsk, today: string): Period {
	if (!('last' in ask.period)) return ask.period;
	const to = addDays(today, 1);
	return { from: addDays(to, -ask.period.last), to };
}

/** Some 4 to 31 buckets, so that each has something to tell. */
export function bucketFor(period: Period): BucketSize {
	const days = countDays(period);
	if (days <= 14) return 'day';
	return days <= 200 ? 'week' : 'month';
}

/** The question as the room is asked it. */
export function queryOf(ask: DeliveryAsk, today: string): MetricsQuery {
	const period = periodOf(ask, today);
	return {
		scope: { services: ask.services, group: ask.group, environments: ask.environments },
		period,
		compareWith: ask.against,
		bucket: ask.by ?? bucketFor(period),
		withBots: ask.withBots,
	};
}

/** The same question with fixed days: what is passed on to others must not move with the calendar. */
export function pinned(ask: DeliveryAsk, today: string): DeliveryAsk {
	return { ...ask, period: periodOf(ask, today) };
}

const overview = 'overview';

/** Address of the delivery screen; `metric` null: all of them side by side. */
export function deliveryAddress(ask: DeliveryAsk, metric: string | null): string {
	const query = writeAsk({ ...ask, incident: null });
	if (query === '') return metric === null ? '#/delivery' : `#/delivery/${metric}`;
	return `#/delivery/${metric ?? overview}/${query}`;
}

export function timelineAddress(ask: DeliveryAsk): string {
	const query = writeAsk(ask);
	return query === '' ? '#/timeline' : `#/timeline/${query}`;
}

/** What is refused before it is written down: decisions that contradict themselves, or are about nothing that is known. */
import type { BucketSize, MetricsQuery, Period } from '../../../shared/domain/delivery/metrics.ts';
import { countDays } from '../../../shared/domain/delivery/periods.ts';
import { fail, type Failure } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';

type Input<M extends keyof DeliveryApi> = Parameters<DeliveryApi[M]>[0];

/** What a decision may be about. */
export interface KnownNames {
	readonly services: readonly string[];
	readonly groups: readonly string[];
	readonly environments: readonly string[];
}

const dayMs = 86_400_000;
/** A quarantine that nobody looks at again for longer is a deleted test. */
export const longestQuarantineMs = 90 * dayMs;
/** Clocks of two machines differ a little. */
const clockSlackMs = 5 * 60_000;

/** Null: it may be written down. */
export function checkService(known: KnownNames, service: string): Failure | null {
	if (known.services.includes(service)) return null;
	return fail(
		'not-found',
		`Nothing is known of a service ${service}.`,
		'Choose one of the services of the open projects, or one that facts name.',
		{ details: { service } },
	);
}

/** `*`, a service or `group:<name>`. */
export function checkScope(known: KnownNames, scope: string): Failure | null {
	if (scope === '*') return null;
	if (!scope.startsWith('group:')) return checkService(known, scope);
	const group = scope.slice('group:'.length);
	if (known.groups.includes(group)) return null;
	return fail('not-found', `There is no group ${group}.`, 'Choose one of the groups of the file, or an owner.');
}

export function checkIncident(input: Input<'noteIncident'>, known: KnownNames, now: number): Failure | null {
	const { service, environment, startedAt, detectedAt, resolvedAt } = input;
	const unknown = checkService(known, service);
	if (unknown !== null) return unknown;
	if (environment !== null && !known.environments.includes(environment)) {
		return fail(
			'not-found',
			`Nothing is known of an environment ${environment}.`,
			'Choose a known one, or none for production.',
		);
	}
	if (resolvedAt !== null && resolvedAt < startedAt) {
		return wrong('The incident would end before it began.', 'Correct its start or its end.');
	}
	if (detectedAt !== null && detectedAt < startedAt) {
		return wrong('The incident would be noticed before it began.', 'Correct its start or when it was noticed.');
	}
	if (detectedAt !== null && resolvedAt !== null && detectedAt > resolvedAt) {
		return wrong('The incident would be noticed after its end.', 'Correct its end or when it was noticed.');
	}
	const latest = Math.max(startedAt, detectedAt ?? 0, resolvedAt ?? 0);
	if (latest <= now + clockSlackMs) return null;
	return wrong('The incident would lie in the future.', 'Enter instants that have passed; leave the end open instead.');
}

export function checkQuarantine(input: Input<'quarantine'>, known: KnownNames, now: number): Failure | null {
	const unknown = checkService(known, input.service);
	if (unknown !== null) return unknown;
	if (input.expiresAt <= now) {
		return wrong('The quarantine would have ended already.', 'Choose a day that is yet to come.');
	}
	if (input.expiresAt - now <= longestQuarantineMs + clockSlackMs) return null;
	return wrong(
		'A quarantine lasts 90 days at most, so that nobody forgets the test.',
		'Choose an earlier day; it can be renewed with a reason.',
	);
}

/** `2026-11` of the reporting zone, `today` as `2026-11-28`. */
export function checkMonth(month: string, today: string): Failure | null {
	const number = Number(month.slice(5));
	if (number < 1 || number > 12) return wrong(`${month} is no month.`, 'Enter it as 2026-10.');
	if (month <= today.slice(0, 7)) return null;
	return wrong(`${month} has not begun yet.`, 'Choose this month or an earlier one.');
}

/** The fewest days that a bucket has. */
const daysOf: Readonly<Record<BucketSize, number>> = { day: 1, week: 7, month: 28 };
/** Three years by day. More would hold up every other question, and nobody can tell them apart on a screen. */
const mostBuckets = 1_200;

/** A question may come with a link that somebody else wrote, so what it asks about has an end. */
export function checkPeriods({ period, compareWith, bucket }: MetricsQuery): Failure | null {
	for (const one of compareWith === null ? [period] : [period, compareWith]) {
		if (!isDay(one.from) || !isDay(one.to) || one.from > one.to) return noPeriod(one);
		if (countDays(one) <= mostBuckets * daysOf[bucket]) continue;
		return wrong(
			`${one.from} to ${one.to} has more than ${mostBuckets} ${bucket}s, so they were not counted one by one.`,
			'Choose fewer days, or weeks or months instead.',
		);
	}
	return null;
}

function isDay(text: string): boolean {
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

function noPeriod({ from, to }: Period): Failure {
	return wrong(`${from} to ${to} is no period.`, 'Enter two days that the calendar has, the earlier one first.');
}

/** Addresses of facts are `<source>|<native id>`. */
export function checkLink({ link }: Input<'link'>, known: KnownNames): Failure | null {
	if (link.kind === 'incident-service') {
		const unknown = checkService(known, link.service);
		if (unknown !== null) return unknown;
	}
	const refs = [
		'incident' in link ? link.incident : null,
		'deployment' in link && link.deployment !== null ? link.deployment : null,
		...('one' in link ? [link.one, link.other] : []),
	];
	const isWrong = refs.some((ref) => ref !== null && !/^[^|]+\|./.test(ref));
	if (isWrong) return wrong('This is not the address of a fact.', 'Choose it from the list on the screen.');
	if (link.kind !== 'deployments-match') return null;
	if (link.one === link.other) return wrong('This is one and the same telling.', 'Name what two sources told.');
	const isOfOneSource = sourceOf(link.one) === sourceOf(link.other);
	if (link.isSame !== true || !isOfOneSource) return null;
	return wrong('One source tells of both, so they are two deployments.', 'Name what two sources told.');
}

function sourceOf(ref: string): string {
	return ref.slice(0, ref.indexOf('|'));
}

function wrong(message: string, hint: string): Failure {
	return fail('invalid-input', message, hint);
}

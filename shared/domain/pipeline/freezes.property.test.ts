/** Windows against somebody who watches a wall clock minute by minute through the days on which it is put forward or back. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { Freeze } from './decisions.ts';
import { freezeNow } from './freezes.ts';

/** Days of a change of the clock, UTC; the last has none. Lord Howe moves by half an hour, São Paulo at midnight. */
const days = [
	['Europe/Berlin', '2026-03-29'],
	['Europe/Berlin', '2026-10-25'],
	['America/New_York', '2026-03-08'],
	['America/New_York', '2026-11-01'],
	['Australia/Lord_Howe', '2026-04-05'],
	['Australia/Lord_Howe', '2026-10-04'],
	['America/Sao_Paulo', '2018-11-04'],
	['America/Sao_Paulo', '2018-02-18'],
	['Asia/Kathmandu', '2026-12-31'],
] as const;

const minuteMs = 60_000;
const dayMinutes = 1_440;
const watchedDays = 9;
/** Clocks change only at whole quarters of an hour. */
const quarter = 15;

/** What the wall clock shows in each minute, as minutes since 1970 of a calendar without zones. */
function watch(zone: string, from: number): readonly number[] {
	const format = new Intl.DateTimeFormat('en-GB', {
		...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
		...{ hour: 'numeric', minute: 'numeric' },
	});
	const shown: number[] = [];
	for (let minute = 0; minute < watchedDays * dayMinutes; minute += quarter) {
		const parts = new Map(
			format.formatToParts(from + minute * minuteMs).map(({ type, value }) => [type, Number(value)]),
		);
		const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? Number.NaN;
		const start = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / minuteMs;
		for (let more = 0; more < quarter; more += 1) shown.push(start + more);
	}
	return shown;
}

function dateOf(day: number): string {
	return new Date(day * dayMinutes * minuteMs).toISOString().slice(0, 10);
}

/** Marks the minutes from the first that shows `from` or later to the last that shows less than `to`. */
function mark(frozen: boolean[], shown: readonly number[], from: number, to: number): void {
	const first = shown.findIndex((wall) => wall >= from);
	const last = shown.findLastIndex((wall) => wall < to);
	for (let minute = first; first >= 0 && minute <= last; minute += 1) frozen[minute] = true;
}

function watchFreeze({ when, except }: Freeze, shown: readonly number[]): readonly boolean[] {
	const frozen = shown.map(() => false);
	const firstDay = Math.floor((shown[0] ?? 0) / dayMinutes) - 8;
	if (when.kind === 'once')
		mark(frozen, shown, Date.parse(`${when.from}Z`) / minuteMs, Date.parse(`${when.to}Z`) / minuteMs);
	for (let day = firstDay; when.kind === 'weekly' && day < firstDay + 8 + watchedDays + 2; day += 1) {
		// The first of January 1970 was a Thursday.
		if (((day + 3) % 7) + 1 !== when.from.weekday) continue;
		const length = (when.to.weekday - when.from.weekday) * dayMinutes + when.to.minute - when.from.minute;
		const from = day * dayMinutes + when.from.minute;
		mark(frozen, shown, from, from + (length > 0 ? length : length + 7 * dayMinutes));
	}
	const isDay = new Map([...new Set(shown.map(dayOf))].map((day) => [day, isDayOf(dateOf(day), when)]));
	const holes = new Set(except);
	const isOpen = new Set([...isDay.keys()].filter((day) => holes.has(dateOf(day))));
	return shown.map((wall, minute) => {
		const day = dayOf(wall);
		return (when.kind === 'yearly' ? isDay.get(day) === true : frozen[minute] === true) && !isOpen.has(day);
	});
}

/** Days since 1970. */
function dayOf(wall: number): number {
	return Math.floor(wall / dayMinutes);
}

function isDayOf(date: string, when: Freeze['when']): boolean {
	if (when.kind !== 'yearly') return false;
	const [from, to, day] = [when.from, when.to, date.slice(5)];
	return from <= to ? from <= day && day <= to : from <= day || day <= to;
}

const clock = fc.record({
	weekday: fc.integer({ min: 1, max: 7 }),
	minute: fc.integer({ min: 0, max: 287 }).map((five) => five * 5),
});
const nearby = fc.integer({ min: -4, max: 4 });

function nearDay(day: string, offset: number): string {
	return new Date(Date.parse(`${day}T00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);
}

const scene = fc
	.record({
		place: fc.constantFrom(...days),
		kind: fc.constantFrom('weekly' as const, 'once' as const, 'yearly' as const),
		ends: fc.tuple(clock, clock),
		offsets: fc.tuple(nearby, nearby),
		except: fc.array(nearby, { maxLength: 3 }),
		samples: fc.array(fc.nat(watchedDays * dayMinutes - 1), { minLength: 4, maxLength: 4 }),
	})
	.map(({ place: [zone, day], kind, ends: [from, to], offsets, except, samples }) => {
		const [first = day, last = day] = offsets.toSorted((a, b) => a - b).map((offset) => nearDay(day, offset));
		const time = (minute: number) =>
			`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
		const whens = {
			weekly: { kind: 'weekly', from, to },
			once: { kind: 'once', from: `${first}T${time(from.minute)}`, to: `${last}T${time(to.minute)}` },
			yearly: { kind: 'yearly', from: first.slice(5), to: last.slice(5) },
		} as const;
		const freeze: Freeze = {
			...{ name: 'f', reason: null, zone, when: whens[kind], environments: [], services: [], liftedBy: [] },
			except: except.map((offset) => nearDay(day, offset)),
		};
		return { freeze, startsAt: Date.parse(`${day}T00:00Z`) - 4 * 86_400_000, samples };
	});

test.prop([scene], { numRuns: 60 })(
	'a freeze holds in exactly the minutes in which the wall clock says so',
	({ freeze, startsAt, samples }) => {
		const frozen = watchFreeze(freeze, watch(freeze.zone, startsAt));
		const flips = frozen.flatMap((isFrozen, minute) =>
			minute > 0 && isFrozen !== frozen[minute - 1] ? [minute - 1, minute] : [],
		);
		for (const minute of [...samples, ...flips]) {
			const now = startsAt + minute * minuteMs;
			expect([new Date(now).toISOString(), freezeNow(freeze, now) !== null]).toEqual([
				new Date(now).toISOString(),
				frozen[minute],
			]);
		}
	},
);

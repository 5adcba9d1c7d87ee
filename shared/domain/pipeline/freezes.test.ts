import { describe, expect, it } from 'vitest';
import type { Freeze, FreezeLift } from './decisions.ts';
import { checkLift, createFreezeCalendar, freezeNow, freezesFor, isHeld, mayLift, nextFreeze } from './freezes.ts';

function makeFreeze(when: Freeze['when'], change: Partial<Freeze> = {}): Freeze {
	return {
		...{
			name: 'freeze',
			reason: null,
			zone: 'Europe/Berlin',
			when,
			except: [],
			environments: [],
			services: [],
			liftedBy: [],
		},
		...change,
	};
}

/** An instant in winter (+01:00) or summer (+02:00) of Berlin, or with its own offset. */
const at = (text: string) => Date.parse(text);
const span = (freeze: Freeze, now: string) => {
	const window = nextFreeze(freeze, at(now));
	return window === null ? null : [new Date(window.from).toISOString(), new Date(window.to).toISOString()];
};

const weekend = makeFreeze({ kind: 'weekly', from: { weekday: 5, minute: 960 }, to: { weekday: 1, minute: 480 } });
const night = makeFreeze({ kind: 'weekly', from: { weekday: 7, minute: 150 }, to: { weekday: 7, minute: 170 } });
const yearEnd = makeFreeze({ kind: 'yearly', from: '12-20', to: '01-06' });
const once = makeFreeze({ kind: 'once', from: '2026-12-20T00:00', to: '2026-12-24T12:30' });

describe('the window that holds or comes next', () => {
	it.each<[string, Freeze, string, readonly [string, string] | null]>([
		['once, before', once, '2026-11-28T12:00Z', ['2026-12-19T23:00:00.000Z', '2026-12-24T11:30:00.000Z']],
		['once, within', once, '2026-12-24T12:29+01:00', ['2026-12-19T23:00:00.000Z', '2026-12-24T11:30:00.000Z']],
		['once, at its end', once, '2026-12-24T12:30+01:00', null],
		[
			'once, that ends before it begins',
			makeFreeze({ kind: 'once', from: '2026-12-20T00:00', to: '2026-12-19T00:00' }),
			'2026-12-01T00:00Z',
			null,
		],
		['a weekend', weekend, '2026-11-28T12:00+01:00', ['2026-11-27T15:00:00.000Z', '2026-11-30T07:00:00.000Z']],
		[
			'a weekend on its Monday',
			weekend,
			'2026-11-30T07:59+01:00',
			['2026-11-27T15:00:00.000Z', '2026-11-30T07:00:00.000Z'],
		],
		['after the weekend', weekend, '2026-11-30T08:00+01:00', ['2026-12-04T15:00:00.000Z', '2026-12-07T07:00:00.000Z']],
		[
			'a weekend in which the clock goes forward',
			weekend,
			'2026-03-28T12:00+01:00',
			['2026-03-27T15:00:00.000Z', '2026-03-30T06:00:00.000Z'],
		],
		[
			'a time that is jumped over, to the jump',
			makeFreeze({ kind: 'weekly', from: { weekday: 6, minute: 0 }, to: { weekday: 7, minute: 150 } }),
			'2026-03-28T12:00+01:00',
			['2026-03-27T23:00:00.000Z', '2026-03-29T01:00:00.000Z'],
		],
		[
			'a window that is jumped over does not come',
			night,
			'2026-03-28T12:00+01:00',
			['2026-04-05T00:30:00.000Z', '2026-04-05T00:50:00.000Z'],
		],
		[
			'a time that comes twice, from the first to the last',
			night,
			'2026-10-25T00:00Z',
			['2026-10-25T00:30:00.000Z', '2026-10-25T01:50:00.000Z'],
		],
		[
			'over the end of the year, in December',
			yearEnd,
			'2026-12-31T12:00Z',
			['2026-12-19T23:00:00.000Z', '2027-01-06T23:00:00.000Z'],
		],
		[
			'over the end of the year, in January',
			yearEnd,
			'2027-01-02T12:00Z',
			['2026-12-19T23:00:00.000Z', '2027-01-06T23:00:00.000Z'],
		],
		[
			'over the end of the year, in spring',
			yearEnd,
			'2027-04-01T12:00Z',
			['2027-12-19T23:00:00.000Z', '2028-01-06T23:00:00.000Z'],
		],
		[
			'one day a year',
			makeFreeze({ kind: 'yearly', from: '05-01', to: '05-01' }),
			'2026-01-01T00:00Z',
			['2026-04-30T22:00:00.000Z', '2026-05-01T22:00:00.000Z'],
		],
		[
			'from the 29th of February without one',
			makeFreeze({ kind: 'yearly', from: '02-29', to: '03-02' }),
			'2026-01-01T00:00Z',
			['2026-02-28T23:00:00.000Z', '2026-03-02T23:00:00.000Z'],
		],
		[
			'until the 29th of February without one',
			makeFreeze({ kind: 'yearly', from: '02-27', to: '02-29' }),
			'2026-01-01T00:00Z',
			['2026-02-26T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
		],
		[
			'until the 29th of February with one',
			makeFreeze({ kind: 'yearly', from: '02-27', to: '02-29' }),
			'2028-01-01T00:00Z',
			['2028-02-26T23:00:00.000Z', '2028-02-29T23:00:00.000Z'],
		],
		[
			'a midnight that does not exist',
			makeFreeze({ kind: 'yearly', from: '11-04', to: '11-04' }, { zone: 'America/Sao_Paulo' }),
			'2018-11-01T00:00Z',
			['2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
		],
	])('%s', (_name, freeze, now, expected) => {
		expect(span(freeze, now)).toEqual(expected);
		const window = nextFreeze(freeze, at(now));
		expect(freezeNow(freeze, at(now))).toEqual(window !== null && window.from <= at(now) ? window : null);
	});

	it('has its excepted days cut out', () => {
		const open = { ...once, except: ['2026-12-22', '2026-12-24', '2030-01-01'] };
		expect(span(open, '2026-12-20T12:00Z')).toEqual(['2026-12-19T23:00:00.000Z', '2026-12-21T23:00:00.000Z']);
		expect(freezeNow(open, at('2026-12-22T12:00Z'))).toBeNull();
		expect(span(open, '2026-12-22T12:00Z')).toEqual(['2026-12-22T23:00:00.000Z', '2026-12-23T23:00:00.000Z']);
		expect(span(open, '2026-12-23T23:00Z')).toBeNull();
	});

	it('passes over occurrences that are excepted as a whole', () => {
		const day = makeFreeze({ kind: 'weekly', from: { weekday: 2, minute: 0 }, to: { weekday: 3, minute: 0 } });
		const open = { ...day, except: ['2026-12-01', '2026-12-08', '2026-12-15'] };
		expect(span(open, '2026-11-28T12:00Z')).toEqual(['2026-12-21T23:00:00.000Z', '2026-12-22T23:00:00.000Z']);
	});

	it('goes on without a gap where one week touches the next', () => {
		const always = makeFreeze({ kind: 'weekly', from: { weekday: 1, minute: 0 }, to: { weekday: 1, minute: 0 } });
		const window = freezeNow(always, at('2026-11-29T22:59Z'));
		expect(window?.to).toBeGreaterThan(at('2026-12-07T00:00Z'));
	});
});

describe('an environment', () => {
	const place = {
		service: 'shop',
		environment: 'live',
		tier: 'production',
		lifts: [],
		now: at('2026-12-21T12:00Z'),
	} as const;
	const lift: FreezeLift = {
		...{ id: 'l', freeze: 'freeze', service: 'shop', environment: 'live', by: { kind: 'person', name: 'Ada' } },
		...{ at: 0, until: place.now + 1, reason: 'x' },
	};

	it.each<[string, Partial<Freeze>, Partial<typeof place> | { tier: 'staging' }, boolean]>([
		['of production, when none is named', {}, {}, true],
		['of another tier, when none is named', {}, { tier: 'staging' }, false],
		['that is named', { environments: ['live'] }, { tier: 'staging' }, true],
		['that is not named', { environments: ['blue'] }, {}, false],
		['of a service that is named', { services: ['shop'] }, {}, true],
		['of a service that is not named', { services: ['search'] }, {}, false],
	])('%s', (_name, change, other, isConcerned) => {
		expect(freezesFor({ ...place, ...other, freezes: [{ ...once, ...change }] })).toHaveLength(isConcerned ? 1 : 0);
	});

	it.each<[string, Partial<FreezeLift>, boolean]>([
		['a lift', {}, true],
		['a lift that is over', { until: place.now }, false],
		['a lift of another freeze', { freeze: 'other' }, false],
		['a lift elsewhere', { environment: 'blue' }, false],
		['a lift of another service', { service: 'search' }, false],
	])('%s: in force %s', (_name, change, isInForce) => {
		const [state] = freezesFor({ ...place, freezes: [once], lifts: [{ ...lift, ...change }] });
		expect(state).toMatchObject({ isNow: true, lift: isInForce ? { ...lift, ...change } : null });
		expect(state === undefined ? null : isHeld(state)).toBe(!isInForce);
	});

	it('takes the lift that lasts longest, and shows what holds first', () => {
		const later = { ...lift, id: 'later', until: place.now + 500 };
		const freezes = [{ ...yearEnd, name: 'next', when: { kind: 'yearly', from: '12-31', to: '12-31' } as const }, once];
		const states = freezesFor({ ...place, freezes, lifts: [lift, later] });
		expect(states.map(({ freeze, isNow }) => [freeze.name, isNow])).toEqual([
			['freeze', true],
			['next', false],
		]);
		expect(states[0]?.lift).toBe(later);
	});
});

it('a calendar remembers a window for as long as it lasts', () => {
	const calendar = createFreezeCalendar();
	for (const now of [
		'2026-11-26T12:00Z',
		'2026-11-28T12:00Z',
		'2026-11-30T06:59Z',
		'2026-11-30T07:00Z',
		'2026-11-01T00:00Z',
		'2026-12-20T12:00Z',
	]) {
		expect(calendar(weekend, at(now))).toEqual(nextFreeze(weekend, at(now)));
	}
	const first = calendar(weekend, at('2026-12-20T12:00Z'));
	expect(calendar(weekend, at('2026-12-20T12:01Z'))).toBe(first);
});

describe('lifting', () => {
	const people = [{ name: 'Ada', aliases: ['ada.l'] }];
	it.each<[string, readonly string[], string, boolean, string | null]>([
		['anybody', [], 'Zoe', true, null],
		['who is named by an alias', ['Ada'], 'ada.l', true, null],
		['who is not named', ['Ada', 'Grace'], 'Zoe', true, 'Only Ada or Grace can lift freeze'],
		['who may only look', [], 'Ada', false, 'This window may only look'],
	])('may: %s', (_name, liftedBy, name, mayAct, expected) => {
		expect(mayLift({ caller: { name, mayAct }, freeze: { ...once, liftedBy }, people })).toBe(expected);
	});

	const window = { freeze: once, from: 1_000, to: at('2026-12-24T11:30Z') };
	it.each<[string, number, string, typeof window | null, string | null]>([
		['for a while', 6_000, 'urgent', window, null],
		['to its end', window.to, 'urgent', window, null],
		[
			'beyond its end',
			window.to + 1,
			'urgent',
			window,
			'The freeze itself ends 2026-12-24 12:30 Europe/Berlin, before the lift would.',
		],
		['for no time', 5_000, 'urgent', window, 'The lift would already be over.'],
		['without a reason', 6_000, ' ', window, 'Lifting a freeze needs a reason.'],
		['what does not hold', 6_000, 'urgent', null, 'The freeze does not hold now, so there is nothing to lift.'],
		[
			'what does not hold yet',
			6_000,
			'urgent',
			{ ...window, from: 5_001 },
			'The freeze does not hold now, so there is nothing to lift.',
		],
	])('%s', (_name, until, reason, held, message) => {
		expect(checkLift({ until, reason }, held, 5_000)?.problem.message ?? null).toBe(message);
	});
});

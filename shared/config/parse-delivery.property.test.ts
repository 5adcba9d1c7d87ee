import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stringify } from 'yaml';
import { smallestConfig } from './fixture.ts';
import { defaultDelivery } from './fixture-delivery.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';
import { formatDuration } from './units.ts';

const hour = 3_600_000;
const percent = (least: number, most: number) => fc.integer({ min: least, max: most });
const name = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/).filter((word) => !/token|secret|pwd/.test(word));

const drawn = fc.record(
	{
		zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'),
		hours: fc.integer({ min: 1, max: 720 }),
		flaky: fc.tuple(percent(1, 49), percent(50, 98)),
		runs: fc.tuple(fc.integer({ min: 2, max: 20 }), fc.nat(50)),
		unit: percent(0, 100),
		others: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
		sources: fc.uniqueArray(name, { maxLength: 5 }),
		days: fc.integer({ min: 1, max: 4000 }),
		minutes: fc.nat(24 * 60 - 1),
	},
	{ noNullPrototype: true },
);

function read(sections: Record<string, unknown>) {
	const { config, issues } = parseConfig(`${smallestConfig}${stringify(sections)}`, '/srv/signalbox.yaml');
	return { delivery: config?.delivery ?? null, issues: issues.map(formatIssue) };
}

describe('any sections without a fault', () => {
	test.prop([drawn], { numRuns: 60 })('are built as they were written', (given) => {
		const { zone, hours, runs, unit, others, sources, days, minutes } = given;
		const [from, to] = given.flaky;
		const [least, more] = runs;
		const at = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
		const { delivery, issues } = read({
			delivery: {
				...{ zone, incidentWindow: `${hours}h`, services: others, groups: { all: ['checkout', ...others] } },
				report: { at, scopes: ['*', 'group:all', ...others] },
				sources: sources.map((id) => ({
					kind: 'file',
					id,
					path: `${id}.csv`,
					back: `${days}d`,
					services: { X: others[0] },
				})),
			},
			tests: {
				...{ minimumRuns: least, flaky: { from: `${from}%`, to: `${to}%` } },
				calm: { rate: `${to + 1}%`, runs: least + more },
				pyramid: { unit: `${unit}%`, integration: `${100 - unit}%`, ui: '0%' },
			},
		});
		expect(issues).toEqual([]);
		expect(delivery).toMatchObject({
			policy: { zone, incidentWindowMs: hours * hour, groups: { all: ['checkout', ...others] } },
			report: { atMinutes: minutes, scopes: ['*', 'group:all', ...others] },
			tests: { minimumRuns: least, flakyFrom: from / 100, flakyTo: to / 100, calmRuns: least + more },
			sources: sources.map((id) => ({ id, path: `/srv/${id}.csv`, backMs: days * 24 * hour, format: 'csv' })),
		});
	});

	test.prop([fc.integer({ min: 1, max: 30 * 24 * 60 })], { numRuns: 50 })('say times as they are shown', (minutes) => {
		const written = formatDuration(minutes * 60_000);
		expect(read({ delivery: { incidentWindow: written } }).delivery?.policy.incidentWindowMs).toBe(minutes * 60_000);
	});
});

describe('thresholds that are out of order', () => {
	test.prop([percent(0, 100), percent(0, 100), percent(0, 100)], { numRuns: 60 })(
		'are refused, and no others: %s',
		(from, to, calm) => {
			const tests = { flaky: { from: `${from}%`, to: `${to}%` }, calm: { rate: `${calm}%` } };
			const isInOrder = from > 0 && from < to && to < 100 && to < calm;
			expect(read({ tests }).delivery !== null).toBe(isInOrder);
		},
	);
});

test.prop([fc.anything({ maxDepth: 3 }), fc.anything({ maxDepth: 3 })], { numRuns: 60 })(
	'whatever stands in the sections, the answer is a configuration or words',
	(delivery, tests) => {
		let text = '';
		try {
			text = stringify({ delivery, tests });
		} catch {
			return;
		}
		const parsed = parseConfig(`${smallestConfig}${text}`, 'signalbox.yaml');
		expect(parsed.config === null).toBe(parsed.issues.some(({ severity }) => severity === 'error'));
	},
);

test('the usual figures pass their own checks', () => {
	expect(read({ delivery: {}, tests: {} })).toEqual({ delivery: defaultDelivery, issues: [] });
});

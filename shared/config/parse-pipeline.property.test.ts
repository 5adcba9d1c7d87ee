import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stringify } from 'yaml';
import { stageNames } from '../domain/pipeline/model.ts';
import { gateKinds } from './file/gates.ts';
import { globFault, insideFault } from './globs.ts';
import { formatIssue } from './issues.ts';
import { parseDay, parseMoment } from './moments.ts';
import { parseConfig } from './parse.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const share = fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`);
const budget = fc.integer({ min: 1, max: 59 }).map((minutes) => `${minutes}m`);
const count = fc.nat(1_000);
const maybe = <V>(value: fc.Arbitrary<V>) => fc.option(value, { nil: undefined });

/** A gate of any kind whose figures are its own. */
const gate = fc.oneof(
	fc.record({ kind: fc.constantFrom(...gateKinds.tests), atLeast: maybe(fc.integer({ min: 1, max: 1_000 })) }),
	fc.record({ kind: fc.constant('coverage'), atLeast: maybe(share), failOnDecrease: maybe(fc.boolean()) }),
	fc.record({
		kind: fc.constantFrom(...gateKinds.findings),
		atMost: maybe(count),
		from: maybe(fc.constantFrom('low', 'high')),
	}),
	fc.record({ kind: fc.constantFrom('complexity', 'function-length'), atMost: fc.integer({ min: 1, max: 99 }) }),
	fc.record({ kind: fc.constantFrom('contracts', 'accessibility', 'lint') }),
	fc.record({
		kind: fc.constant('performance'),
		p95: maybe(budget),
		errorRate: maybe(share),
		throughput: maybe(count),
	}),
);
const approvals = fc.oneof(
	fc.integer({ min: 1, max: 9 }),
	fc.record({ count: fc.integer({ min: 1, max: 3 }), checklist: fc.subarray(['business', 'usability']) }),
);

interface Drawn {
	readonly names: readonly string[];
	readonly stages: readonly number[];
	readonly needs: readonly (readonly boolean[])[];
	readonly gates: readonly Record<string, unknown>[];
	readonly isLocal: boolean;
	readonly extra: Record<string, unknown>;
	readonly approvals: unknown;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
	names: fc.uniqueArray(word, { maxLength: 8, selector: (name) => name.toLowerCase() }),
	stages: fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
	needs: fc.array(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), { minLength: 8, maxLength: 8 }),
	gates: fc.array(gate, { maxLength: 8 }),
	isLocal: fc.boolean(),
	extra: fc.record(
		{
			branch: fc.constantFrom('main', 'release/2.x'),
			budget,
			version: fc.constantFrom({ template: '1.{run}' }, { file: 'VERSION' }),
			paths: fc.array(
				word.map((name) => `${name}/**`),
				{ maxLength: 3 },
			),
		},
		{ requiredKeys: [] },
	),
	approvals,
});

/** Jobs need only earlier ones of the list, which is sorted by stage, so no circle and no later stage can be drawn. */
function fileOf({ names, stages, needs, gates, isLocal, extra, approvals: needed }: Drawn): string {
	const placed = names
		.map((name, index) => ({ name, stage: stages[index] ?? 0 }))
		.toSorted((left, right) => left.stage - right.stage);
	const jobsOf = (stage: number) => {
		const own = placed.filter((one) => one.stage === stage);
		if (!isLocal) return own.map(({ name }) => `${name}-*`);
		return Object.fromEntries(
			own.map(({ name }) => {
				const at = placed.findIndex((one) => one.name === name);
				const before = placed.slice(0, at).filter((_, index) => needs[at]?.[index] === true);
				return [name, { run: ['true', name], needs: before.map((one) => one.name) }];
			}),
		);
	};
	const drawnStages = stageNames.map((name, index) => [
		name,
		{
			jobs: jobsOf(index),
			evidence: { [`reports-${index}`]: `reports-${index}/**` },
			gates: Object.fromEntries(
				gates.flatMap((one, at) => (at % 4 === index ? [[`Gate ${at}`, { ...one, sources: ['reports-0'] }]] : [])),
			),
			...(name === 'user-acceptance' ? { approvals: needed } : {}),
		},
	]);
	const runner = isLocal ? 'local' : { kind: 'github', repository: 'acme/shop' };
	const pipeline = { runner, ...extra, stages: Object.fromEntries(drawnStages) };
	const environments = { production: { target: { kind: 'process', run: ['true'] }, metrics: { kind: 'scrape' } } };
	return stringify({ version: 1, name: 'shop', services: [{ name: 'a', repository: '.', pipeline, environments }] });
}

describe('any pipeline without a fault', () => {
	test.prop([drawn], { numRuns: 60 })('is built as it was written', (given) => {
		const { config, issues } = parseConfig(fileOf(given), '/srv/signalbox.yaml');
		expect(issues.filter(({ severity }) => severity === 'error').map(formatIssue)).toEqual([]);
		const pipeline = config?.services[0]?.pipeline;
		expect(pipeline?.stages.map(({ name }) => name)).toEqual(stageNames);
		const gates = pipeline?.stages.flatMap((stage) => stage.gates) ?? [];
		expect(gates.map(({ name }) => name).toSorted()).toEqual(given.gates.map((_, at) => `Gate ${at}`).toSorted());
		expect(gates.every(({ sources }) => sources.length === 1)).toBe(true);
		const jobs = pipeline?.runner.kind === 'local' ? pipeline.runner.jobs : [];
		expect(jobs.map(({ name }) => name).toSorted()).toEqual(given.isLocal ? given.names.toSorted() : []);
		// Nothing undefined is left for those who compare or store it.
		expect(JSON.parse(JSON.stringify(pipeline))).toEqual(pipeline);
	});
});

describe('what is accepted as a place or a moment', () => {
	const part = fc.constantFrom('a', '..', '.', '**', '{a,..}', '*', '', '[..]', '~', 'C:', '\\', '!', '(..|b)');
	test.prop([fc.array(part, { minLength: 1, maxLength: 6 })])('no pattern leads out of its folder', (parts) => {
		const pattern = parts.join('/');
		if (globFault(pattern) !== null) return;
		expect(pattern).not.toMatch(/^[/~!]|\\|(^|\/)\.\.(\/|$)|[{,(|]\.\.[},)|]/);
		expect(insideFault(pattern)).toBeNull();
	});

	test.prop([fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })])(
		'every day of the calendar is one',
		(date) => {
			const day = date.toISOString().slice(0, 10);
			expect(parseDay(day)).toBe(day);
			expect(parseMoment(`${day}T09:30`)).toEqual({ kind: 'once', at: `${day}T09:30` });
			expect(parseMoment(day.slice(5))).toEqual({ kind: 'yearly', day: day.slice(5) });
		},
	);

	test.prop([fc.string({ maxLength: 20 })])('any other text is none, without a throw', (text) => {
		const moment = parseMoment(text);
		expect(moment === null || ['weekly', 'once', 'yearly'].includes(moment.kind)).toBe(true);
	});
});

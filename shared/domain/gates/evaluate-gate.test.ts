import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { makeJob } from '../pipeline/fixtures.ts';
import { evaluateGate, type GateQuestion } from './evaluate-gate.ts';
import type { CollectedEvidence } from './evidence.ts';
import {
	accessibilityFacts,
	coverageFacts,
	findingFacts,
	lintFacts,
	makeEvidence,
	makeGate,
	makeQuestion,
	makeSource,
	makeWaiver,
	performanceFacts,
	testFacts,
} from './fixtures.ts';
import type { Gate, GateRule } from './model.ts';

const testsGate = makeGate(
	{ kind: 'tests', atLeast: 1, honoursQuarantine: true },
	{ name: 'Tests', sources: ['unit'] },
);
const good = makeEvidence(testFacts());
const bad = makeEvidence(testFacts({ passed: 9, failed: 1 }), { file: 'b.xml' });
const unreadable = { source: 'unit', file: 'c.xml', message: 'Unexpected end in line 3.' };

function collect(change: Partial<CollectedEvidence>): CollectedEvidence {
	return { evidence: [], problems: [], ...change };
}

function evaluate(gate: Gate, collected: CollectedEvidence | null, change: Partial<GateQuestion> = {}) {
	return evaluateGate(makeQuestion(gate, { collected, ...change }));
}

describe('what is missing', () => {
	it.each<[string, CollectedEvidence | null, string, string]>([
		['nothing was collected', null, 'missing', 'No evidence has been collected yet'],
		['nothing came', collect({}), 'missing', 'No report came from unit'],
		[
			'no file was found',
			collect({ problems: [{ ...unreadable, file: null, message: 'No file matches reports/*.xml' }] }),
			'missing',
			'No file matches reports/*.xml',
		],
		[
			'one of two reports cannot be read',
			collect({ evidence: [good], problems: [unreadable] }),
			'missing',
			'The report c.xml cannot be read: Unexpected end in line 3',
		],
		[
			'one fails and another cannot be read',
			collect({ evidence: [bad], problems: [unreadable] }),
			'failed',
			'1 test failed; besides, the report c.xml cannot be read: Unexpected end in line 3',
		],
		[
			'two cannot be read',
			collect({ problems: [{ ...unreadable, message: 'c.xml is empty' }, unreadable] }),
			'missing',
			'c.xml is empty; and 1 more like it',
		],
		[
			'the source holds something else',
			collect({ evidence: [makeEvidence(coverageFacts(1, 1), { file: 'lcov.info' })] }),
			'missing',
			'The report lcov.info of unit holds nothing for this gate',
		],
		[
			'a problem of another source',
			collect({ evidence: [good], problems: [{ ...unreadable, source: 'other' }] }),
			'passed',
			'All tests that ran passed',
		],
	])('%s', (_name, collected, outcome, reason) => {
		expect(evaluate(testsGate, collected)).toMatchObject({ outcome, unwaived: outcome, reason });
		const before = evaluate(testsGate, collected, { isStageOver: false });
		expect(before.outcome).toBe(outcome === 'missing' ? 'waiting' : outcome);
	});

	it('each source that the gate names must bring something', () => {
		const gate = { ...testsGate, sources: ['unit', 'slow'] };
		expect(evaluate(gate, collect({ evidence: [good] }))).toMatchObject({
			outcome: 'missing',
			reason: 'No report came from slow',
		});
	});
});

describe('a gate that names no source', () => {
	const gate = makeGate({ kind: 'tests', atLeast: 1, honoursQuarantine: true });
	const sources = [
		makeSource('unit', { format: 'junit' }),
		makeSource('slow', { format: 'junit' }),
		makeSource('cover', { format: 'lcov' }),
		makeSource('e2e', { format: 'junit', stage: 'acceptance' }),
	];
	const cover = makeEvidence(coverageFacts(1, 1), { source: 'cover' });
	const slow = makeEvidence(testFacts(), { source: 'slow' });
	const e2e = makeEvidence(testFacts({ passed: 9, failed: 1 }), { source: 'e2e' });

	it('reads those of its stage that fit, and no others', () => {
		const problems = [
			{ source: 'cover', file: null, message: 'No file' },
			{ source: 'e2e', file: null, message: 'No file' },
		];
		const result = evaluate(gate, collect({ evidence: [good, slow, e2e], problems }), { sources });
		expect(result).toMatchObject({ outcome: 'passed', found: '20 passed, 0 failed', evidence: [good.id, slow.id] });
	});

	it('misses one that should have come', () => {
		expect(evaluate(gate, collect({ evidence: [good, cover] }), { sources })).toMatchObject({
			outcome: 'missing',
			reason: 'No report came from slow',
		});
	});

	it('of a later stage asks the nearest earlier one where its own has none', () => {
		const later = { ...gate, stage: 'user-acceptance' } as const;
		expect(evaluate(later, collect({ evidence: [good, slow, e2e] }), { sources })).toMatchObject({
			outcome: 'failed',
			evidence: [e2e.id],
		});
	});

	it('guesses by the name where no format is told, and misses what says nothing at all', () => {
		const told = (name: string, files: string) => [
			makeSource('unit', { files: 'junit.xml' }),
			makeSource(name, { files }),
		];
		const problems = [{ source: 'other', file: null, message: 'No file matches it' }];
		const outcomeWith = (files: string) =>
			evaluate(gate, collect({ evidence: [good], problems }), { sources: told('other', files) }).outcome;
		expect(outcomeWith('coverage/lcov.info')).toBe('passed');
		expect(outcomeWith('reports/junit/*.xml')).toBe('missing');
		expect(outcomeWith('out/*')).toBe('missing');
	});

	it('is missing where no source fits', () => {
		expect(evaluate(gate, collect({ evidence: [cover] }), { sources: [makeSource('cover')] })).toMatchObject({
			outcome: 'missing',
			reason: 'No source of evidence fits this gate',
		});
	});

	it('reads scans only about what it is about', () => {
		const secrets = makeGate({ kind: 'findings', about: 'secrets', atMost: 0, from: 'info' });
		const scans = [makeSource('gitleaks', { format: 'gitleaks' }), makeSource('audit', { format: 'npm-audit' })];
		const leaks = makeEvidence(findingFacts({ about: 'secrets' }), { source: 'gitleaks' });
		const problems = [{ source: 'audit', file: null, message: 'No file' }];
		expect(evaluate(secrets, collect({ evidence: [leaks], problems }), { sources: scans }).outcome).toBe('passed');
	});
});

describe('the release before', () => {
	const gate = makeGate({ kind: 'coverage', of: 'lines', atLeast: 0.5, failOnDecrease: true }, { sources: ['cover'] });
	const cover = (covered: number) => makeEvidence(coverageFacts(covered, 100), { source: 'cover' });
	const before = (collected: CollectedEvidence | null) => ({ baseline: { version: '2.4.0', collected } });

	it('is what coverage is held against, and stands in the trend', () => {
		const result = evaluate(gate, collect({ evidence: [cover(80)] }), {
			...before(collect({ evidence: [cover(81)] })),
			earlier: [0.7, null, 0.81],
		});
		expect(result).toMatchObject({ outcome: 'failed', reason: 'It fell below 2.4.0: 80 % of lines now, 81 % then' });
		expect(result.trend).toEqual({
			...{ unit: 'share', higherIsBetter: true, value: 0.8, before: { version: '2.4.0', value: 0.81 } },
			values: [0.7, null, 0.81, 0.8],
		});
	});

	it('is no figure when its reports were not complete', () => {
		const problems = [{ source: 'cover', file: 'b.info', message: 'Broken' }];
		const result = evaluate(
			gate,
			collect({ evidence: [cover(80)] }),
			before(collect({ evidence: [cover(81)], problems })),
		);
		expect(result).toMatchObject({ outcome: 'passed', limit: '50 %; 2.4.0 has no figure to compare with' });
		expect(evaluate(gate, collect({ evidence: [cover(80)] }), before(null)).trend?.before).toBeNull();
	});
});

describe('a waiver', () => {
	const waivers = [makeWaiver({ gate: 'Tests' })];

	it.each<[string, CollectedEvidence, boolean, string]>([
		['lets through what failed', collect({ evidence: [bad] }), true, 'waived'],
		['lets through what is missing', collect({}), true, 'waived'],
		['leaves alone what passed', collect({ evidence: [good] }), true, 'passed'],
		['does not hurry what may still come', collect({}), false, 'waiting'],
	])('%s', (_name, collected, isStageOver, outcome) => {
		const result = evaluate(testsGate, collected, { waivers, isStageOver });
		expect(result).toMatchObject({ outcome, waiver: waivers[0] });
		expect(result.unwaived).toBe(evaluate(testsGate, collected, { isStageOver }).outcome);
	});
});

it('jobs need no evidence', () => {
	const gate = makeGate({ kind: 'jobs', jobs: ['smoke'] });
	expect(evaluate(gate, null, { jobs: [makeJob('smoke', 'commit')] })).toMatchObject({
		outcome: 'passed',
		trend: null,
	});
	expect(evaluate(gate, null, { isStageOver: false }).outcome).toBe('waiting');
	expect(evaluate(gate, null).outcome).toBe('missing');
});

const rules: readonly GateRule[] = [
	{ kind: 'tests', atLeast: 0, honoursQuarantine: true },
	{ kind: 'coverage', of: 'lines', atLeast: 0, failOnDecrease: true },
	{ kind: 'findings', about: 'security', atMost: 1_000, from: 'critical' },
	{ kind: 'complexity', atMost: 1_000 },
	{ kind: 'function-length', atMost: 1_000 },
	{ kind: 'lint', atMost: 1_000 },
	{ kind: 'contracts' },
	{ kind: 'performance', limits: [] },
	{ kind: 'accessibility', atMost: 1_000, from: 'critical' },
];
const anyEvidence = fc.constantFrom(
	...[testFacts(), coverageFacts(1, 1), findingFacts(), lintFacts(), performanceFacts(), accessibilityFacts()],
	...[
		findingFacts({ invalid: 'it failed' }),
		coverageFacts(0, 0),
		lintFacts({ fatal: 1 }),
		testFacts({ passed: 9, failed: 1 }),
	],
);

test.prop([
	fc.constantFrom(...rules),
	fc.array(fc.record({ facts: anyEvidence, source: fc.constantFrom('a', 'b') }), { maxLength: 5 }),
	fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
	fc.constantFrom([], ['a'], ['a', 'b']),
])(
	'no gate passes on nothing, beside a problem of a source that it names, or on another kind of report',
	(rule, reports, broken, sources) => {
		const evidence = reports.map(({ facts, source }, index) => makeEvidence(facts, { source, file: `${index}` }));
		const problems = broken.map((source) => ({ source, file: null, message: 'No file' }));
		const configured = [makeSource('a'), makeSource('b')];
		const result = evaluate(makeGate(rule, { sources }), { evidence, problems }, { sources: configured });
		if (result.outcome !== 'passed') return;
		expect(result.evidence.length).toBeGreaterThan(0);
		expect(sources.some((name) => broken.some((one) => one === name))).toBe(false);
		const kind = rule.kind === 'complexity' || rule.kind === 'function-length' ? 'lint' : rule.kind;
		expect(evidence.filter(({ id }) => result.evidence.includes(id)).every(({ facts }) => facts.kind === kind)).toBe(
			true,
		);
	},
);

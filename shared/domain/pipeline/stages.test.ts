import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { GateOutcome, GateResult } from '../gates/model.ts';
import type { ApprovalState, ApprovalStatus } from './decisions.ts';
import { makeGateResult, makeJob, makeRun, makeStatus } from './fixtures.ts';
import { type Job, jobStates, type PipelineRun, runStates, type StageName, stageNames } from './model.ts';
import { isStageOver, type StageInput, summariseStages } from './stages.ts';

function makeStage(name: StageName, change: Partial<StageInput> = {}): StageInput {
	return { name, budgetMs: null, expectsJobs: false, gates: [], approval: null, ...change };
}

function summarise(run: Partial<PipelineRun>, change: Partial<Record<StageName, Partial<StageInput>>> = {}) {
	const stages = stageNames.map((name) => makeStage(name, change[name]));
	return summariseStages({ run: makeRun(run), stages, now: 60_000 });
}

const gate = (outcome: GateOutcome, change: Partial<GateResult> = {}) => makeGateResult({ outcome, ...change });
const states = (summaries: ReturnType<typeof summarise>) => summaries.map(({ state }) => state);
const unit = (change: Partial<Job> = {}) => makeJob('unit', 'commit', change);
const e2e = (change: Partial<Job> = {}) => makeJob('e2e', 'acceptance', change);

describe('the first stage', () => {
	type Row = readonly [string, readonly Job[], Partial<PipelineRun>, Partial<StageInput>, string, string | null];
	it.each<Row>([
		['nothing to do', [], {}, {}, 'passed', null],
		['all passed', [unit()], {}, {}, 'passed', null],
		['one skipped', [unit(), makeJob('lint', 'commit', { state: 'skipped' })], {}, {}, 'passed', null],
		['all skipped', [unit({ state: 'skipped' })], {}, {}, 'not-reached', 'Its jobs were skipped'],
		['expected jobs that never came', [], {}, { expectsJobs: true }, 'not-reached', 'None of its jobs ran'],
		[
			'expected jobs still to come',
			[],
			{ state: 'running' },
			{ expectsJobs: true },
			'waiting',
			'Its jobs have not begun',
		],
		['jobs not read yet', [], { jobsKnown: false }, {}, 'waiting', 'Its jobs have not been read yet'],
		[
			'failed',
			[unit({ state: 'failed', note: 'exit code 1' })],
			{ state: 'failed' },
			{},
			'failed',
			'unit failed: exit code 1',
		],
		[
			'failed although another runs',
			[unit({ state: 'failed' }), makeJob('lint', 'commit', { state: 'running' })],
			{ state: 'running' },
			{},
			'failed',
			'unit failed',
		],
		['failed, and may', [unit({ state: 'failed', mayFail: true }), makeJob('lint', 'commit')], {}, {}, 'passed', null],
		['cancelled', [unit({ state: 'cancelled' })], { state: 'cancelled' }, {}, 'cancelled', 'unit was cancelled'],
		[
			'waiting in a run that was cancelled',
			[unit({ state: 'waiting' })],
			{ state: 'cancelled' },
			{},
			'cancelled',
			'The run was cancelled',
		],
		['running', [unit({ state: 'running', finishedAt: null })], { state: 'running' }, {}, 'running', null],
		[
			'partly done',
			[unit(), makeJob('lint', 'commit', { state: 'queued', startedAt: null })],
			{ state: 'running' },
			{},
			'running',
			null,
		],
		[
			'queued',
			[unit({ state: 'queued', startedAt: null })],
			{ state: 'queued' },
			{},
			'waiting',
			'Waiting for a machine',
		],
		[
			'asking a person',
			[unit({ state: 'needs-person', startedAt: null })],
			{ state: 'needs-person' },
			{},
			'waiting',
			'unit waits for a person on the host',
		],
		[
			'an offer nobody took',
			[unit(), makeJob('docs', 'commit', { state: 'needs-person', mayFail: true })],
			{},
			{},
			'passed',
			null,
		],
		[
			'nothing but an offer',
			[unit({ state: 'needs-person', mayFail: true, startedAt: null })],
			{},
			{},
			'waiting',
			'Its jobs have not begun',
		],
		['done, but jobs may still be added', [unit()], { state: 'running' }, {}, 'running', null],
		[
			'done, and a later stage is listed',
			[unit(), e2e({ state: 'waiting' })],
			{ state: 'running' },
			{},
			'passed',
			null,
		],
		[
			'a gate failed',
			[unit()],
			{},
			{ gates: [gate('failed', { reason: 'Only 79.2 % of lines are covered' })] },
			'gates',
			'Coverage failed: only 79.2 % of lines are covered',
		],
		[
			'a gate is missing',
			[unit()],
			{},
			{ gates: [gate('passed'), gate('missing', { reason: 'No report came' })] },
			'gates',
			'Coverage is missing: no report came',
		],
		['a gate waits', [unit()], {}, { gates: [gate('waiting')] }, 'gates', 'Coverage waits for its evidence'],
		[
			'gates hold in several ways',
			[unit()],
			{},
			{ gates: [gate('waiting'), gate('missing'), gate('failed')] },
			'gates',
			'Coverage failed: it fell; and 2 more gates',
		],
		['a gate was waived', [unit()], {}, { gates: [gate('waived')] }, 'passed', null],
		[
			'jobs failed and a gate too',
			[unit({ state: 'failed' })],
			{},
			{ gates: [gate('failed')] },
			'failed',
			'unit failed',
		],
		[
			'people are asked',
			[unit()],
			{},
			{ approval: makeStatus('waiting') },
			'approval',
			'Waiting for approval from 1 of 1',
		],
		[
			'people are asked while a gate fails',
			[unit()],
			{},
			{ approval: makeStatus('waiting'), gates: [gate('failed')] },
			'gates',
			'Coverage failed: it fell',
		],
		['people agreed', [unit()], {}, { approval: makeStatus('approved') }, 'passed', null],
		[
			'somebody refused',
			[unit()],
			{},
			{ approval: makeStatus('rejected', 'Rejected by Ada') },
			'failed',
			'Rejected by Ada',
		],
	])('%s', (_name, jobs, run, stage, state, text) => {
		expect(summarise({ ...run, jobs }, { commit: stage })[0]).toMatchObject({ state, text });
	});
});

describe('a later stage', () => {
	it('passes empty once the one before has passed', () => {
		expect(states(summarise({ jobs: [unit()] }))).toEqual(['passed', 'passed', 'passed', 'passed']);
		expect(states(summarise({ jobs: [unit({ state: 'failed' })] }))).toEqual([
			'failed',
			...Array.from({ length: 3 }, () => 'not-reached'),
		]);
	});

	it('is not reached behind people who are asked', () => {
		const summaries = summarise({ jobs: [unit(), e2e()] }, { commit: { approval: makeStatus('waiting') } });
		expect(states(summaries)).toEqual(['approval', 'not-reached', 'not-reached', 'not-reached']);
		expect(summaries[1]?.text).toBe('Commit has not passed');
	});

	it('shows what runs although the one before has not passed', () => {
		const jobs = [unit({ state: 'failed' }), e2e({ state: 'running', finishedAt: null })];
		const summaries = summarise({ state: 'running', jobs });
		expect(states(summaries).slice(0, 3)).toEqual(['failed', 'running', 'not-reached']);
	});

	it('of a host that adds jobs late has not passed before they come', () => {
		const running = summarise(
			{ state: 'running', jobs: [unit(), e2e({ state: 'running', finishedAt: null })] },
			{ production: { expectsJobs: true } },
		);
		expect(states(running)).toEqual(['passed', 'running', 'not-reached', 'not-reached']);
	});
});

it('carries times and its budget', () => {
	const [summary] = summarise(
		{ jobs: [unit({ startedAt: 1_000, finishedAt: 5_000 })] },
		{ commit: { budgetMs: 3_000 } },
	);
	expect(summary).toMatchObject({
		startedAt: 1_000,
		durationMs: 4_000,
		budgetMs: 3_000,
		isOverBudget: true,
		jobs: 1,
		jobsDone: 1,
	});
});

describe('nothing more can come for a stage', () => {
	it.each<[string, Partial<PipelineRun>, boolean, boolean]>([
		['of a run that has ended', { jobs: [] }, true, true],
		['while its job runs', { state: 'running', jobs: [unit({ state: 'running' })] }, true, false],
		['while a later one may be listed', { state: 'running', jobs: [unit()] }, true, false],
		['once a later one is listed', { state: 'running', jobs: [unit(), e2e({ state: 'queued' })] }, true, true],
		[
			'when the host waits for a person elsewhere',
			{ state: 'needs-person', jobs: [unit(), e2e({ state: 'needs-person' })] },
			true,
			true,
		],
		['before its jobs came', { state: 'running', jobs: [e2e({ state: 'queued' })] }, true, false],
		['without jobs of its own', { state: 'running', jobs: [e2e({ state: 'queued' })] }, false, true],
		['of which nothing is known', { state: 'running', jobs: [], jobsKnown: false }, true, false],
	])('%s', (_name, run, expectsJobs, isOver) => {
		expect(isStageOver({ run: makeRun(run), stage: 'commit', expectsJobs })).toBe(isOver);
	});
});

const anyJob = fc
	.record({ stage: fc.constantFrom(null, ...stageNames), state: fc.constantFrom(...jobStates), mayFail: fc.boolean() })
	.map(({ stage, ...change }) => makeJob(`job of ${stage}`, stage, change));
const approvalStates: readonly (ApprovalState | null)[] = [null, 'waiting', 'approved', 'rejected'];
const anyStage = fc.record({
	expectsJobs: fc.boolean(),
	gates: fc.array(
		fc.constantFrom<GateOutcome>('passed', 'failed', 'missing', 'waived', 'waiting').map((one) => gate(one)),
		{ maxLength: 3 },
	),
	approval: fc
		.constantFrom(...approvalStates)
		.map((state): ApprovalStatus | null => (state === null ? null : makeStatus(state))),
});

test.prop([
	fc.array(anyJob, { maxLength: 8 }),
	fc.constantFrom(...runStates),
	fc.tuple(anyStage, anyStage, anyStage, anyStage),
])('a stage passes only when jobs, gates, people and the stage before all agree', (jobs, state, inputs) => {
	const stages = stageNames.map((name, index) => makeStage(name, inputs[index]));
	const summaries = summariseStages({ run: makeRun({ state, jobs }), stages, now: 60_000 });
	summaries.forEach((summary, index) => {
		if (summary.state !== 'passed') return;
		const own = jobs.filter(({ stage }) => stage === summary.name);
		const stage = stages[index];
		expect(index === 0 || summaries[index - 1]?.state === 'passed').toBe(true);
		expect(own.every((job) => job.mayFail || job.state === 'passed' || job.state === 'skipped')).toBe(true);
		expect(
			own.length === 0
				? stage?.expectsJobs === false
				: own.some((job) => job.state === 'passed' || job.state === 'failed'),
		).toBe(true);
		expect(stage?.gates.every(({ outcome }) => outcome === 'passed' || outcome === 'waived')).toBe(true);
		expect(stage?.approval?.state ?? 'approved').toBe('approved');
	});
	for (const { state: each, text } of summaries) {
		if (each === 'passed') expect(text).toBeNull();
		else if (each !== 'running') expect(text).not.toBeNull();
	}
});

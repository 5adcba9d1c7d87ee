import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { ApprovalRule, Freeze } from './decisions.ts';
import { makeGateResult, makeJob, makeRun, makeStatus } from './fixtures.ts';
import type { FreezeState } from './freezes.ts';
import { type RunState, runStates, type StageName, stageNames } from './model.ts';
import { type ReadinessQuestion, readinessOf } from './readiness.ts';
import { type StageState, type StageSummary, stageStates } from './stages.ts';

const gates = { passed: 0, failed: 0, missing: 0, waived: 0, waiting: 0 };

function makeSummary(name: StageName, state: StageState, text: string | null = null): StageSummary {
	return {
		...{ name, state, durationMs: 1, startedAt: 1, budgetMs: null, isOverBudget: false, jobs: 1, jobsDone: 1 },
		...{ gates, text },
	};
}

const rule: ApprovalRule = { count: 1, from: [], notOnlyAuthors: false, checklist: [] };
const freeze: Freeze = {
	...{ name: 'year end', reason: 'Nobody is there', zone: 'Europe/Berlin', except: [], environments: [], services: [] },
	when: { kind: 'yearly', from: '12-20', to: '01-06' },
	liftedBy: ['Ada', 'Grace'],
};
const frozen: FreezeState = { freeze, from: 0, to: Date.UTC(2027, 0, 6, 23), isNow: true, lift: null };
const lift = {
	...{
		id: 'l',
		freeze: 'year end',
		service: 'shop',
		environment: 'live',
		by: { kind: 'person', name: 'Ada' } as const,
	},
	...{ at: 1, until: 2, reason: 'x' },
};

function ask(change: Partial<ReadinessQuestion>) {
	return readinessOf({
		...{
			environment: 'shop/live',
			requires: ['commit', 'acceptance'],
			run: makeRun(),
			gates: [],
			approvals: [],
			freezes: [],
		},
		stages: stageNames.map((name) => makeSummary(name, 'passed')),
		...change,
	});
}

const withStage = (name: StageName, state: StageState, text: string | null = null) =>
	stageNames.map((each) => (each === name ? makeSummary(name, state, text) : makeSummary(each, 'passed')));

describe('a release may go', () => {
	it.each<[string, Partial<ReadinessQuestion>]>([
		['when all that is required has passed', {}],
		['when a stage that is not required has not', { stages: withStage('production', 'failed') }],
		['when nothing is required', { requires: [], run: null, stages: [] }],
		[
			'while a later stage runs',
			{ run: makeRun({ state: 'running' }), stages: withStage('user-acceptance', 'running') },
		],
		['when a later stage failed', { run: makeRun({ state: 'failed' }), stages: withStage('production', 'failed') }],
		['in a freeze that was lifted', { freezes: [{ ...frozen, lift }] }],
		['before a freeze', { freezes: [{ ...frozen, isNow: false }] }],
	])('%s', (_name, change) => {
		expect(ask(change)).toEqual({ environment: 'shop/live', allowed: true, reasons: [] });
	});
});

describe('a release is held, and it says why and who can help', () => {
	type Row = readonly [string, Partial<ReadinessQuestion>, string, string, string];
	it.each<Row>([
		[
			'a failed stage',
			{ stages: withStage('acceptance', 'failed', 'e2e failed') },
			'stage',
			'Acceptance failed: e2e failed',
			'Anybody who may act can run it again',
		],
		[
			'a stage that runs',
			{ stages: withStage('acceptance', 'running') },
			'stage',
			'Acceptance is still running',
			'It goes on by itself',
		],
		[
			'a stage not reached',
			{ stages: withStage('acceptance', 'not-reached', 'Commit has not passed') },
			'stage',
			'Acceptance has not been reached: Commit has not passed',
			'The run has to get there first',
		],
		[
			'a stage that waits',
			{ stages: withStage('commit', 'waiting', 'Waiting for a machine') },
			'stage',
			'Commit has not passed: Waiting for a machine',
			'The run has to go on',
		],
		[
			'a cancelled stage',
			{ stages: withStage('commit', 'cancelled') },
			'stage',
			'Commit was cancelled',
			'Anybody who may act can run it again',
		],
		[
			'a stage that nobody knows',
			{ stages: [] },
			'stage',
			'Commit is not known of this run',
			'A new run has to pass it',
		],
		[
			'a failed gate',
			{ stages: withStage('commit', 'gates'), gates: [makeGateResult({ outcome: 'failed' })] },
			'gate',
			'Coverage failed: it fell',
			'Anybody who may act can waive it',
		],
		[
			'a missing gate',
			{
				stages: withStage('commit', 'gates'),
				gates: [makeGateResult({ outcome: 'missing', reason: 'No report came' })],
			},
			'gate',
			'Coverage is missing: no report came',
			'Anybody who may act can waive it',
		],
		[
			'a gate that waits',
			{ stages: withStage('commit', 'gates'), gates: [makeGateResult({ outcome: 'waiting' })] },
			'gate',
			'Coverage waits for its evidence',
			'Its evidence is still to come',
		],
		[
			'gates nobody can name',
			{ stages: withStage('commit', 'gates') },
			'stage',
			'Commit has not passed',
			'The run has to go on',
		],
		[
			'people',
			{
				stages: withStage('acceptance', 'approval'),
				approvals: [{ stage: 'acceptance', rule, status: makeStatus('waiting') }],
			},
			'approval',
			'Waiting for approval from 1 of 1',
			'Anybody who may act can approve',
		],
		[
			'certain people',
			{
				stages: withStage('acceptance', 'approval'),
				approvals: [
					{
						stage: 'acceptance',
						rule: { ...rule, from: ['Ada', 'Grace'], notOnlyAuthors: true },
						status: makeStatus('waiting'),
					},
				],
			},
			'approval',
			'Waiting for approval from 1 of 1',
			'Ada or Grace can approve, but not only authors of the change',
		],
		[
			'a freeze',
			{ freezes: [frozen] },
			'freeze',
			'Frozen by year end until 2027-01-07 00:00 Europe/Berlin: Nobody is there',
			'Ada or Grace can lift it',
		],
		[
			'a freeze that anybody may lift',
			{ freezes: [{ ...frozen, freeze: { ...freeze, reason: null, liftedBy: [] } }] },
			'freeze',
			'Frozen by year end until 2027-01-07 00:00 Europe/Berlin',
			'Anybody who may act can lift it',
		],
		[
			'a job that no stage claims',
			{ run: makeRun({ state: 'failed', jobs: [makeJob('docs', null, { state: 'failed' })] }) },
			'run',
			'The run failed: docs',
			'Anybody who may act can run it again',
		],
		[
			'a run that was cancelled',
			{ run: makeRun({ state: 'cancelled' }) },
			'run',
			'The run was cancelled',
			'Anybody who may act can run it again',
		],
		[
			'a run that is gone',
			{ run: null },
			'run',
			'The run that made this release is not known any more',
			'A new run has to make it',
		],
	])('%s', (_name, change, kind, text, whoCan) => {
		const { allowed, reasons } = ask(change);
		expect(allowed).toBe(false);
		expect(reasons[0]).toMatchObject({ kind, text, whoCan });
	});

	it('a rejection names who can take it back, once', () => {
		const by = { kind: 'person', name: 'Ada' } as const;
		const decision = {
			id: 'a',
			service: 's',
			runId: 'r',
			stage: 'acceptance',
			decision: 'rejected',
			by,
			at: 1,
			reason: null,
			answers: [],
		} as const;
		const status = { ...makeStatus('rejected', 'Rejected by Ada'), decisions: [decision] };
		const approvals = [{ stage: 'acceptance', rule, status }] as const;
		expect(ask({ stages: withStage('acceptance', 'failed', 'Rejected by Ada'), approvals }).reasons).toEqual([
			{
				kind: 'approval',
				stage: 'acceptance',
				subject: null,
				text: 'Rejected by Ada',
				whoCan: 'Ada can take the rejection back',
			},
		]);
	});

	it('the most important first', () => {
		const results = (['waiting', 'missing', 'failed', 'passed'] as const).map((outcome) =>
			makeGateResult({ outcome, gate: outcome }),
		);
		const approvals = [{ stage: 'commit', rule, status: makeStatus('waiting') }] as const;
		const stages = withStage('commit', 'gates').map((one) =>
			one.name === 'acceptance' ? makeSummary('acceptance', 'not-reached') : one,
		);
		const { reasons } = ask({ stages, gates: results, approvals, freezes: [frozen] });
		expect(reasons.map(({ kind, subject }) => subject ?? kind)).toEqual([
			'failed',
			'missing',
			'waiting',
			'approval',
			'stage',
			'year end',
		]);
	});
});

const anyRun = fc.constantFrom<RunState | null>(null, ...runStates);
test.prop([
	fc.subarray([...stageNames]),
	fc.tuple(...stageNames.map(() => fc.constantFrom(...stageStates))),
	anyRun,
	fc.boolean(),
])(
	'allowed only when every required stage has passed and nothing is frozen, and never refused without a reason',
	(requires, states, run, isFrozen) => {
		const stages = stageNames.map((name, index) => makeSummary(name, states[index] ?? 'waiting'));
		const { allowed, reasons } = ask({
			...{ requires, stages, freezes: isFrozen ? [frozen] : [] },
			run: run === null ? null : makeRun({ state: run }),
		});
		expect(allowed).toBe(reasons.length === 0);
		if (allowed) {
			expect(isFrozen).toBe(false);
			expect(stages.filter(({ name }) => requires.includes(name)).every(({ state }) => state === 'passed')).toBe(true);
		}
	},
);

/** Runs to draw and to test with. Deterministic; never part of the product. */
import type { GateResult } from '../../shared/domain/gates/model.ts';
import type { Approval, ApprovalRule } from '../../shared/domain/pipeline/decisions.ts';
import {
	type Job,
	type JobState,
	type RunState,
	type StageName,
	stageNames,
} from '../../shared/domain/pipeline/model.ts';
import type { RunDetail, RunView, StageState, StageView } from '../../shared/rpc/pipeline-views.ts';
import { acceptanceGates, commitGates, fakeEvidence, manyGates } from './fake-pipelines-gates.ts';

export type RunStory = 'running' | 'gates' | 'approval' | 'passed' | 'full' | 'host-asks';

const minute = 60_000;
const second = 1_000;

/** A job; `from` and `took` in seconds, `from` before now. */
export function fakeJob(
	now: number,
	name: string,
	stage: StageName | null,
	state: JobState,
	rest: {
		readonly from?: number;
		readonly took?: number;
		readonly needs?: readonly string[];
		readonly note?: string;
	} = {},
): Job {
	const { from = null, took = null, needs = [], note = null } = rest;
	const startedAt = from === null ? null : now - from * second;
	return {
		...{ id: name.replaceAll(' ', '-'), name, stage, state, needs, note, startedAt },
		finishedAt: startedAt === null || took === null ? null : startedAt + took * second,
		...{ mayFail: false, url: 'https://ci.example/jobs/1', hasLog: startedAt !== null },
	};
}

function commitJobs(now: number, isGood: boolean): readonly Job[] {
	const job = fakeJob.bind(null, now);
	return [
		job('install', 'commit', 'passed', { from: 460, took: 34 }),
		job('unit tests', 'commit', isGood ? 'passed' : 'failed', {
			...{ from: 424, took: 110, needs: ['install'] },
			...(isGood ? {} : { note: 'exit code 1' }),
		}),
		job('types and lint', 'commit', 'passed', { from: 424, took: 38, needs: ['install'] }),
		job('secrets and dependencies', 'commit', 'passed', { from: 424, took: 51, needs: ['install'] }),
		job('build artifact', 'commit', isGood ? 'passed' : 'skipped', {
			...(isGood ? { from: 310, took: 64 } : {}),
			needs: ['unit tests', 'types and lint', 'secrets and dependencies'],
		}),
	];
}

function acceptanceJobs(now: number, how: 'running' | 'passed' | 'waiting'): readonly Job[] {
	const job = fakeJob.bind(null, now);
	if (how === 'waiting') {
		return ['integration tests', 'contract tests', 'end to end', 'performance budget'].map((name) =>
			job(name, 'acceptance', 'waiting'),
		);
	}
	const runs = how === 'running';
	return [
		job('integration tests', 'acceptance', 'passed', { from: 190, took: 140 }),
		job('contract tests', 'acceptance', runs ? 'running' : 'passed', { from: 188, ...(runs ? {} : { took: 150 }) }),
		job('end to end', 'acceptance', runs ? 'running' : 'passed', {
			...{ from: 50, needs: ['integration tests'], note: runs ? '9 of 24' : '24 of 24' },
			...(runs ? {} : { took: 44 }),
		}),
		job('performance budget', 'acceptance', runs ? 'waiting' : 'passed', {
			needs: ['end to end', 'contract tests'],
			...(runs ? {} : { from: 30, took: 21 }),
		}),
	];
}

function manyJobs(now: number, stage: StageName, count: number): readonly Job[] {
	const states: readonly JobState[] = [
		'passed',
		'passed',
		'running',
		'passed',
		'failed',
		'queued',
		'skipped',
		'waiting',
	];
	return Array.from({ length: count }, (_, index) => {
		const state = states[index % states.length] ?? 'passed';
		const began = state === 'passed' || state === 'failed' || state === 'running';
		return fakeJob(now, `${stage} ${index + 1} of the very long matrix (node 24, linux)`, stage, state, {
			...(began ? { from: 400 - index * 3 } : {}),
			...(state === 'passed' || state === 'failed' ? { took: 30 + index * 7 } : {}),
			...(state === 'failed' ? { note: 'timed out after 10 min' } : {}),
			...(index > 3 && index % 5 === 0
				? { needs: [`${stage} ${index - 2} of the very long matrix (node 24, linux)`] }
				: {}),
		});
	});
}

const rule: ApprovalRule = {
	count: 2,
	from: ['Ada', 'Grace', 'Linus'],
	notOnlyAuthors: true,
	checklist: [
		{ id: 'business', question: 'Does it do what the business asked for?' },
		{ id: 'accessibility', question: 'Can it be used with the keyboard and a screen reader alone?' },
		{ id: 'usability', question: 'Would a customer find the way without help?' },
	],
};

function graceApproves(now: number, runId: string): Approval {
	return {
		...{ id: 'a1', service: 'checkout', runId, stage: 'user-acceptance', decision: 'approved' },
		by: { kind: 'person', name: 'Grace' },
		...{ at: now - 12 * minute, reason: 'Tried with the orders of last Friday.' },
		answers: [
			{
				...{ item: 'business', outcome: 'ok', note: 'Totals agree with finance to the cent.' },
				attachments: [
					{ id: 'e'.repeat(64), name: 'orders-friday.pdf', sizeBytes: 184_200, mediaType: 'application/pdf' },
				],
			},
			{ item: 'accessibility', outcome: 'ok', note: null, attachments: [] },
		],
	};
}

interface StageGiven {
	readonly name: StageName;
	readonly state: StageState;
	readonly jobs?: readonly Job[];
	readonly gates?: readonly GateResult[];
	readonly text?: string;
	readonly budgetMs?: number | null;
	readonly approval?: StageView['approval'];
}

function stageOf(now: number, given: StageGiven): StageView {
	const { name, state, jobs = [], gates = [], text = null, budgetMs = null, approval = null } = given;
	const starts = jobs.flatMap(({ startedAt }) => startedAt ?? []);
	const ends = jobs.flatMap(({ startedAt, finishedAt }) => (startedAt === null ? [] : (finishedAt ?? now)));
	const startedAt = starts.length === 0 ? null : Math.min(...starts);
	const durationMs = startedAt === null ? null : Math.max(...ends) - startedAt;
	const count = (outcome: GateResult['outcome']): number => gates.filter((gate) => gate.outcome === outcome).length;
	return {
		...{ name, state, startedAt, durationMs, budgetMs, text, approval },
		isOverBudget: durationMs !== null && budgetMs !== null && durationMs > budgetMs,
		jobs: jobs.length,
		jobsDone: jobs.filter(({ state: each }) => each === 'passed').length,
		gates: {
			...{ passed: count('passed'), failed: count('failed'), missing: count('missing') },
			...{ waived: count('waived'), waiting: count('waiting') },
		},
		jobList: jobs,
		gateResults: gates,
		deployments: [],
	};
}

function approvalOf(now: number, runId: string, isAsked: boolean): StageView['approval'] {
	return {
		rule,
		status: {
			state: 'waiting',
			text: isAsked ? 'Waiting for approval from 1 of 2' : '2 approvals needed',
			...{ have: isAsked ? 1 : 0, need: 2 },
			decisions: isAsked ? [graceApproves(now, runId)] : [],
			openItems: isAsked ? ['usability'] : rule.checklist.map(({ id }) => id),
		},
		mayApprove: isAsked
			? { allowed: true, label: 'Approve', detail: null }
			: { allowed: false, label: 'Approve', detail: 'Acceptance has not passed yet, so there is nothing to approve.' },
	};
}

function stagesOf(now: number, runId: string, story: RunStory): readonly StageView[] {
	const isGood = story !== 'gates';
	const isPast = story === 'approval' || story === 'passed' || story === 'host-asks';
	const full = story === 'full';
	const commit = stageOf(now, {
		...{
			name: 'commit',
			state: full ? 'running' : isGood ? 'passed' : 'failed',
			budgetMs: full ? 5 * minute : 10 * minute,
		},
		jobs: full ? manyJobs(now, 'commit', 34) : commitJobs(now, isGood),
		gates: full ? manyGates(now).filter(({ stage }) => stage === 'commit') : commitGates(now, isGood),
		...(isGood ? {} : { text: 'Unit tests: 2 of 2\u202f184 failed; and 2 more gates' }),
	});
	const acceptance = stageOf(now, {
		...{ name: 'acceptance', budgetMs: 15 * minute },
		state: full ? 'waiting' : isPast ? 'passed' : isGood ? 'running' : 'not-reached',
		jobs: full
			? manyJobs(now, 'acceptance', 20)
			: acceptanceJobs(now, isPast ? 'passed' : isGood ? 'running' : 'waiting'),
		gates: full
			? manyGates(now).filter(({ stage }) => stage === 'acceptance')
			: acceptanceGates(isPast ? 'passed' : 'waiting'),
	});
	const acceptanceOfUsers = stageOf(now, {
		name: 'user-acceptance',
		state: story === 'approval' ? 'approval' : story === 'passed' || story === 'host-asks' ? 'passed' : 'not-reached',
		...(story === 'approval' ? { text: 'Waiting for approval from 1 of 2' } : {}),
		approval: approvalOf(now, runId, isPast),
	});
	const production = stageOf(now, {
		name: 'production',
		state: story === 'host-asks' ? 'running' : 'not-reached',
		jobs: full
			? manyJobs(now, 'production', 6)
			: [
					story === 'host-asks'
						? fakeJob(now, 'release to production', 'production', 'needs-person', {
								note: 'GitHub waits for the environment production',
							})
						: fakeJob(now, 'smoke tests', 'production', 'waiting'),
				],
	});
	return [commit, acceptance, acceptanceOfUsers, production];
}

const states: Readonly<Record<RunStory, RunState>> = {
	running: 'running',
	gates: 'failed',
	approval: 'passed',
	passed: 'passed',
	full: 'running',
	'host-asks': 'needs-person',
};

const headlines: Readonly<Record<RunStory, string>> = {
	running: '2.4.1 is in Acceptance',
	gates: 'Commit failed: unit tests',
	approval: '2.4.1 waits for approval in User acceptance',
	passed: '2.4.1 passed every stage',
	full: '2.4.1 is in Commit',
	'host-asks': '2.4.1 waits for a person at GitHub',
};

/** A run in one line. */
export function fakeRunView(now: number, service: string, story: RunStory, number = 412): RunView {
	const id = `${service}:${number}`;
	const stages = stagesOf(now, id, story).map(
		({ jobList: _jobs, gateResults: _gates, approval: _approval, deployments: _deployments, ...summary }) => summary,
	);
	const isEnded = states[story] === 'failed' || states[story] === 'passed';
	return {
		...{ id, service, number, attempt: 1, state: states[story], stages, headline: headlines[story] },
		commit: {
			sha: '9f2c1abd00e1f2a3b4c5d6e7f8091a2b3c4d5e6f',
			subject: 'Batch tax lookups per order',
			author: { name: 'Ada', email: 'ada@shop.example' },
			...{ authoredAt: now - 60 * minute, committedAt: now - 9 * minute, parents: [] },
		},
		...{ branch: 'main', trigger: 'push', startedBy: 'Ada', url: `https://ci.example/runs/${number}` },
		...{ createdAt: now - 8 * minute, startedAt: now - 460 * second, finishedAt: isEnded ? now - 20 * second : null },
		...{ durationMs: isEnded ? 440 * second : 460 * second, budgetMs: 30 * minute, isOverBudget: false },
		version: story === 'gates' ? null : '2.4.1',
	};
}

/** The same run with everything in it. */
export function fakeRunDetail(now: number, service: string, story: RunStory): RunDetail {
	const run = fakeRunView(now, service, story);
	const stages = stagesOf(now, run.id, story);
	const isEnded = run.finishedAt !== null;
	const may = { allowed: true, detail: null };
	return {
		run,
		stages: stageNames.flatMap((name) => stages.filter((stage) => stage.name === name)),
		otherJobs: story === 'full' ? [fakeJob(now, 'notify chat', null, 'passed', { from: 20, took: 2 })] : [],
		evidence: {
			evidence: fakeEvidence(now, story !== 'gates'),
			problems:
				story === 'gates' || story === 'full'
					? [
							{
								source: 'contracts',
								file: 'pact/verification.json',
								message: 'It ends in the middle of line 214, so it proves nothing.',
							},
						]
					: [],
		},
		...{ artifacts: [], release: null, waivers: [] },
		rerun: isEnded ? { ...may, label: 'Run again' } : { allowed: false, label: 'Run again', detail: 'It still runs.' },
		rerunFailed: { ...may, label: 'Run only what failed' },
		cancel: isEnded
			? { allowed: false, label: 'Cancel run', detail: 'It has ended.' }
			: { ...may, label: 'Cancel run' },
		...{ canAnswer: true, canFollowLog: true, asOf: now - 3 * second, problem: null },
	};
}

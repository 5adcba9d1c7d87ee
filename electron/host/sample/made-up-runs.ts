/** Pipeline runs, test results, flags and migrations of the sample's made-up history. */
import type {
	PipelineRunFact,
	TestResult,
	TestRunFact,
	TimelineEventFact,
} from '../../../shared/domain/delivery/facts.ts';
import type { Chance } from './chance.ts';
import { madeUpPeople, type ShippedCommit } from './made-up-commits.ts';
import { madeUpSourceId } from './made-up-deployments.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** So far back runs keep the result of each test. */
const testsBackMs = 30 * dayMs;
const brokenSinceMs = 3 * dayMs;
const workflow = 'made-up pipeline';

export interface MadeUpRuns {
	readonly runs: readonly PipelineRunFact[];
	readonly tests: readonly TestRunFact[];
}

/** One run of each commit, and three more a day of the newest for as long as tests are kept. */
export function madeUpRuns(chance: Chance, commits: readonly ShippedCommit[], now: number): MadeUpRuns {
	const runs = commits.map((commit, index) => run(chance, `r${index}`, commit.sha, commit.authoredAt + 20 * minuteMs));
	const tests: TestRunFact[] = [];
	for (let at = now - testsBackMs, number = 0; at < now - hourMs; at += 6 * hourMs, number += 1) {
		const commit = commits.findLast(({ authoredAt }) => authoredAt <= at) ?? commits[0];
		if (commit === undefined) break;
		const told = run(chance, `t${number}`, commit.sha, Math.round(at));
		const results = madeUpResults(chance, now - at <= brokenSinceMs);
		const isRed = results.some(({ outcome, passedOnRetry }) => outcome === 'failed' && !passedOnRetry);
		runs.push({ ...told, state: isRed ? 'failed' : told.state });
		tests.push(testRun(chance, told, results));
	}
	return { runs, tests };
}

function run(chance: Chance, nativeId: string, commit: string, createdAt: number): PipelineRunFact {
	const startedAt = Math.round(createdAt + chance.between(5, 90) * 1_000);
	const state = chance.is(0.1) ? 'failed' : chance.is(0.03) ? 'cancelled' : 'passed';
	return {
		...{ kind: 'pipeline-run', source: madeUpSourceId, nativeId, url: null, offsetMinutes: null, service: 'shop' },
		...{ workflow, branch: 'main', isDefaultBranch: true, commit, attempt: 1, state, createdAt, startedAt },
		finishedAt: Math.round(startedAt + chance.between(6, 14) * minuteMs),
		waitedForPeopleMs: state === 'passed' ? Math.round(chance.between(0.2, 7) * hourMs) : null,
	};
}

function testRun(chance: Chance, told: PipelineRunFact, results: readonly TestResult[]): TestRunFact {
	const { service, commit, attempt, branch, isDefaultBranch, nativeId, createdAt, finishedAt } = told;
	return {
		...{ kind: 'test-run', source: madeUpSourceId, nativeId, url: null, offsetMinutes: null, service, commit, attempt },
		...{ branch, isDefaultBranch, runId: nativeId, at: finishedAt ?? createdAt, startedAt: createdAt, results },
		wallMs: Math.round(chance.between(4, 6) * minuteMs),
	};
}

const areas = ['catalogue', 'order', 'voucher', 'shipping', 'account', 'search'] as const;

/** 42 unit, 12 integration and 6 ui tests: one flaky, one broken for three days, one slow. */
function madeUpResults(chance: Chance, isBroken: boolean): readonly TestResult[] {
	const result = (group: string, number: number, ms: number): TestResult => {
		const area = areas[number % areas.length] ?? 'order';
		return {
			...{
				test: `${area} > ${group} case ${Math.floor(number / areas.length) + 1}`,
				file: `checks/${group}/${area}.mjs`,
			},
			...{ group, outcome: 'passed', durationMs: Math.round(chance.between(0.7, 1.4) * ms), passedOnRetry: false },
		};
	};
	const many = (count: number, group: string, ms: number) =>
		Array.from({ length: count }, (_, number) => result(group, number, ms));
	const all = [...many(42, 'unit', 12), ...many(12, 'integration', 350), ...many(6, 'ui', 4_000)];
	return all.map((one): TestResult => {
		if (one.test === 'search > ui case 1') return { ...one, durationMs: Math.round(chance.between(70, 95) * 1_000) };
		if (one.test === 'voucher > integration case 1' && chance.is(0.3)) return { ...one, outcome: 'failed' };
		if (one.test === 'shipping > unit case 2' && isBroken) return { ...one, outcome: 'failed' };
		return one;
	});
}

/** A flag now and then, a migration each month. */
export function madeUpEvents(chance: Chance, from: number, now: number): readonly TimelineEventFact[] {
	const events: TimelineEventFact[] = [];
	const add = (type: TimelineEventFact['type'], at: number, title: string, lastsMs: number | null): void => {
		events.push({
			...{ kind: 'timeline-event', source: madeUpSourceId, nativeId: `e${events.length}`, url: null },
			...{ offsetMinutes: null, type, service: 'shop', environment: 'production', at: Math.round(at) },
			...{ endedAt: lastsMs === null ? null : Math.round(at + lastsMs), title, actor: chance.of(madeUpPeople) },
		});
	};
	for (let at = from; at < now - dayMs; at += chance.between(5, 10) * dayMs) {
		add(
			'flag',
			at,
			`${chance.of(['new search', 'gift wrapping', 'pick-up points'])} for ${chance.whole(1, 10) * 10} %`,
			null,
		);
	}
	for (let at = from + 9 * dayMs; at < now - dayMs; at += 30 * dayMs) {
		add('migration', at, `orders: ${chance.of(['add a column', 'add an index', 'split the address'])}`, 7 * minuteMs);
	}
	return events;
}

/** Which quarantines a gate hears of, for tests that ran at instants that hosts and reports tell differently. */
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../shared/domain/gates/evidence.ts';
import { makeEvidence, makeGate, testFacts } from '../../../shared/domain/gates/fixtures.ts';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { createQuarantineHistory } from '../../../shared/domain/tests/quarantine-history.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import { quarantinedFailures } from './quarantined-failures.ts';
import { untold } from './tracked-run.ts';

const minute = 60_000;
const test = 'a > b';
const config = pipelineConfig();
const [source] = config.evidence;
const gate = makeGate({ kind: 'tests', atLeast: 1, honoursQuarantine: true }, { sources: [source?.name ?? ''] });

/** Ended after 10 minutes; another job of its stage ended at `other`. */
function runOf(other: number): PipelineRun {
	const job = (name: string, finishedAt: number): PipelineRun['jobs'][number] => ({
		...{ id: name, name, stage: source?.stage ?? null, state: 'failed', needs: [], startedAt: 0, finishedAt },
		...{ mayFail: false, note: null, url: null, hasLog: false },
	});
	const commit = { sha: 'b'.repeat(40), subject: 'x', author: null, authoredAt: null, committedAt: null, parents: [] };
	return {
		...{ id: 'shop:1', service: 'shop', runner: 'memory', nativeId: '1', number: 1, attempt: 1, commit },
		...{ branch: 'main', trigger: 'push', startedBy: null, url: null, state: 'failed', createdAt: 0, startedAt: 0 },
		...{ finishedAt: 60 * minute, jobsKnown: true, jobs: [job('unit', 10 * minute), job('lint', other)] },
	};
}

const never = 1_000 * minute;
const reportOf = (more: Partial<Evidence>) =>
	makeEvidence(
		testFacts({ passed: 9, failed: 1, failures: [{ name: 'b', suite: 'a', message: null, file: null, test }] }),
		{
			...{ source: source?.name ?? '', artifact: 'reports', writtenAt: null, readAt: never },
			...more,
		},
	);

/** Quarantined at one instant, ended at another. */
function bookOf(from: number, to: number) {
	const history = createQuarantineHistory();
	const actor = { kind: 'person', name: 'Bob' } as const;
	const entry = { service: 'shop', test, file: null, owner: 'ada', reason: 'waits', ticket: null, expiresAt: to };
	history.add([{ seq: 1, at: from, actor, decision: { type: 'test-quarantined', ...entry } }]);
	const asked: string[] = [];
	return {
		asked,
		quarantine(name: string, at: number) {
			asked.push(name);
			return history.held('shop', name, at);
		},
	};
}

const isHeard = (report: Partial<Evidence>, other: number, from: number, to = never): boolean =>
	quarantinedFailures(
		gate,
		config,
		{ ...untold(runOf(other)), evidence: { evidence: [reportOf(report)], problems: [] } },
		bookOf(from * minute, to),
	).length > 0;

describe('a quarantine counts', () => {
	it.each<[string, Partial<Evidence>, number, number, number, boolean]>([
		['that was there before the tests', {}, 10, 5, never, true],
		['that came after the last job of the stage', {}, 10, 11, never, false],
		['that came while a slow job of the stage ran, where nothing tells the two apart', {}, 30, 20, never, true],
		['no more where the artifact is of its own job', { artifact: 'unit' }, 30, 20, never, false],
		['nor where it lies below the name of its job', { artifact: 'unit/junit.xml' }, 30, 20, never, false],
		['nor where the report says when it was written', { writtenAt: 9 * minute }, 30, 20, never, false],
		['nor where we had read the report by then', { readAt: 15 * minute }, 30, 20, never, false],
		['whatever a report says of a time to come', { writtenAt: never }, 10, 11, never, false],
		['not for a report that says it is from before its end', { writtenAt: minute }, 10, 0, 5 * minute, false],
		['not where it had ended before the last job of the stage did', { artifact: 'unit' }, 30, 5, 20 * minute, false],
	])('%s', (_name, report, other, from, to, is) => {
		expect(isHeard(report, other * minute, from, to)).toBe(is);
	});

	it('only where the gate honours it, and only tests that failed are asked about', () => {
		const book = bookOf(0, never);
		const collected = { evidence: [reportOf({}), reportOf({ source: 'elsewhere' })], problems: [] };
		const tracked = { ...untold(runOf(10 * minute)), evidence: collected };
		expect(quarantinedFailures(gate, config, tracked, book)).toHaveLength(1);
		expect(new Set(book.asked)).toEqual(new Set([test]));
		const strict = { ...gate, rule: { kind: 'tests', atLeast: 1, honoursQuarantine: false } } as const;
		expect(quarantinedFailures(strict, config, tracked, book)).toEqual([]);
		expect(quarantinedFailures(gate, config, untold(runOf(0)), book)).toEqual([]);
	});
});

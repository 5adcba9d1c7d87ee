/** Reports and git in memory, for tests of pipelines. */
import type { CollectedEvidence, Evidence } from '../../../shared/domain/gates/evidence.ts';
import { fail, ok, type Problem } from '../../../shared/domain/result.ts';
import type { EvidenceCollector, Repository } from '../pipeline-ports.ts';
import type { FakeClock } from './fake-clock.ts';

/** Reports as a test says them, by run. */
export interface TestCollector extends EvidenceCollector {
	set(nativeId: string, facts: readonly Evidence['facts'][]): void;
	failNext(count: number, problem: Problem): void;
	/** Runs asked for, with the sources asked. */
	readonly asked: readonly { readonly nativeId: string; readonly sources: readonly string[] }[];
	/** The most at the same time. */
	readonly most: () => number;
	/** Each takes so long on the clock. */
	slow(ms: number): void;
}

const kindOfSource: Readonly<Record<string, Evidence['facts']['kind']>> = {
	unit: 'tests',
	coverage: 'coverage',
	api: 'tests',
};

export function createTestCollector(clock: FakeClock): TestCollector {
	const facts = new Map<string, readonly Evidence['facts'][]>();
	const asked: { nativeId: string; sources: readonly string[] }[] = [];
	let failing = 0;
	let failure: Problem | null = null;
	let running = 0;
	let most = 0;
	let slowMs = 0;
	return {
		asked,
		most: () => most,
		slow(ms) {
			slowMs = ms;
		},
		set: (nativeId, given) => void facts.set(nativeId, given),
		failNext(count, problem) {
			failing = count;
			failure = problem;
		},
		async collect({ nativeId, sources }) {
			asked.push({ nativeId, sources: sources.map(({ name }) => name) });
			running += 1;
			most = Math.max(most, running);
			if (slowMs > 0) await new Promise<void>((resolve) => clock.after(slowMs, resolve));
			running -= 1;
			if (failing > 0 && failure !== null) {
				failing -= 1;
				return { ok: false, problem: failure };
			}
			return ok(
				collectedFrom(
					facts.get(nativeId) ?? [passedTests],
					sources.map(({ name }) => name),
					clock.now(),
				),
			);
		},
	};
}

function collectedFrom(
	facts: readonly Evidence['facts'][],
	sources: readonly string[],
	now: number,
): CollectedEvidence {
	const evidence = sources.flatMap((source): readonly Evidence[] => {
		const found = facts.find(({ kind }) => kind === kindOfSource[source]);
		if (found === undefined) return [];
		return [
			{
				...{ id: `${source}:report`, source, format: 'junit', file: 'report', artifact: null, sha256: 'ab' },
				...{ sizeBytes: 1, tool: null, writtenAt: null, readAt: now, facts: found },
			},
		];
	});
	const missing = sources.filter((source) => evidence.every((one) => one.source !== source));
	return {
		evidence,
		problems: missing.map((source) => ({ source, file: null, message: `No report matches ${source}.xml` })),
	};
}

export const passedTests: Evidence['facts'] = {
	kind: 'tests',
	total: 12,
	passed: 12,
	failed: 0,
	skipped: 0,
	durationMs: 900,
	failures: [],
};

export function coverage(covered: number, total = 1_000): Evidence['facts'] {
	return { kind: 'coverage', lines: { covered, total }, branches: null, functions: null, files: 9 };
}

/** A history in memory: each commit of a memory runner lies after those of smaller numbers. */
export function createTestRepository(): Repository & { readonly calls: string[]; break(isBroken: boolean): void } {
	const calls: string[] = [];
	let isBroken = false;
	const author = { name: 'Linus', email: 'linus@example.org' };
	const commitOf = (number: number) => ({
		...{ sha: number.toString(16).padStart(40, '0'), subject: `Change ${number}`, author, parents: [] },
		...{ authoredAt: 1_000 * number, committedAt: 1_000 * number },
	});
	const numberOf = (sha: string) => Number.parseInt(sha, 16);
	const answer = <T>(call: string, value: T) => {
		calls.push(call);
		const failed = fail('scm-unreachable', 'git.test does not answer.', 'It is asked again.', { retryable: true });
		return Promise.resolve(isBroken ? failed : ok(value));
	};
	return {
		label: 'git.test',
		calls,
		break(broken) {
			isBroken = broken;
		},
		head: () => answer('head', commitOf(1)),
		commits({ from, to }) {
			const first = from === null ? 1 : numberOf(from) + 1;
			const count = Math.min(500, numberOf(to) - first + 1);
			const commits = Array.from({ length: count }, (_, index) => commitOf(numberOf(to) - index));
			const authors = commits.length === 0 ? [] : [{ ...author, commits: commits.length }];
			return answer('commits', { commits, count: commits.length, oldestAuthoredAt: 1_000 * first, authors });
		},
		readFile: ({ commit }) => answer('readFile', JSON.stringify({ version: `3.${numberOf(commit)}.0` })),
		contains: ({ commit, ancestor }) => answer('contains', numberOf(ancestor) <= numberOf(commit)),
		checkout: () => answer('checkout', null),
		close: async () => undefined,
	};
}

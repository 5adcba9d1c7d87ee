/** For tests of this folder: results written as letters. */
import type { TestSample } from './story.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
/** A Monday. */
export const monday = Date.UTC(2026, 10, 2);

export function sample(more: Partial<TestSample> = {}): TestSample {
	const at = more.at ?? monday;
	return {
		at,
		startedAt: null,
		commit: `c${at}`,
		isDefaultBranch: true,
		outcome: 'passed',
		durationMs: 100,
		runId: `r${at}`,
		attempt: 1,
		passedOnRetry: false,
		isMassFailure: false,
		...more,
	};
}

const letters: Readonly<Record<string, Partial<TestSample>>> = {
	P: { outcome: 'passed' },
	F: { outcome: 'failed' },
	S: { outcome: 'skipped' },
	/** Passed on a retry. */
	R: { outcome: 'passed', passedOnRetry: true },
	/** Failed together with nearly everything. */
	M: { outcome: 'failed', isMassFailure: true },
	/** On another branch. */
	p: { outcome: 'passed', isDefaultBranch: false },
	f: { outcome: 'failed', isDefaultBranch: false },
};

/** `PPFP`: one result every `stepMs` from Monday on, each of a commit of its own; `(PF)` share a commit; a dot is a pause. */
export function line(text: string, stepMs = hour, start = monday): readonly TestSample[] {
	const samples: TestSample[] = [];
	let [at, shared] = [start, ''];
	for (const letter of text) {
		if (letter === '(') shared = `shared${at}`;
		else if (letter === ')') shared = '';
		else {
			const kind = letters[letter];
			if (kind !== undefined) samples.push(sample({ at, ...kind, ...(shared === '' ? {} : { commit: shared }) }));
			at += stepMs;
		}
	}
	return samples;
}

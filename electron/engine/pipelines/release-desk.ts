/** Looks whether a service's runs have earned a release, and has it made, one at a time. */
import { isEndedRun } from '../../../shared/domain/pipeline/model.ts';
import { fail, type Problem } from '../../../shared/domain/result.ts';
import { createLane } from '../lane.ts';
import type { Logger } from '../ports.ts';
import { hasEarnedRelease } from './candidate.ts';
import { evaluateRun } from './evaluate.ts';
import { forgetGone } from './forget-gone.ts';
import { makeRelease, type Made, type Workshop } from './release-maker.ts';
import type { TrackedRun } from './tracked-run.ts';

export interface ReleaseDesk {
	/** A run, its evidence or its waivers changed. */
	consider(tracked: TrackedRun): void;
	/** A run was seen on its way: its release is made also when a younger one was quicker. */
	seen(tracked: TrackedRun): void;
}

/** A failure of the store or the disk is tried again after this long. */
const againAfterMs = 60_000;

const unexpected = fail('internal', 'Making the release failed unexpectedly.', 'See the log for the cause.');

export function createReleaseDesk(options: {
	readonly workshop: Workshop;
	readonly logger: Logger;
	readonly onMade: (made: Made) => void;
	readonly onProblem: (tracked: TrackedRun, problem: Problem) => void;
}): ReleaseDesk {
	const { workshop, logger } = options;
	const { book, pipeline, clock, signal } = workshop;
	const lane = createLane();
	/** Tries that are being made or are settled. */
	const taken = new Set<string>();
	const underOurEyes = new Set<string>();
	const isAtHand = (runId: string): boolean => book.tracked(runId) !== null;

	/** Old runs that somebody looks at again make no release after the fact. */
	function isTimely({ run }: TrackedRun): boolean {
		if (underOurEyes.has(run.id)) return true;
		const newest = book.releasesByRun()[0];
		if (newest === undefined) return book.latest()?.run.id === run.id;
		const made = book.tracked(newest.runId)?.run.createdAt ?? newest.madeAt;
		return run.createdAt > made;
	}

	async function make(tracked: TrackedRun, key: string): Promise<void> {
		const made = await makeRelease(workshop, tracked.run);
		if (signal.aborted) return;
		if (made.ok) {
			book.addRelease(made.value);
			options.onMade(made.value);
			return;
		}
		logger.warn({ run: tracked.run.id, problem: made.problem }, 'a green run made no release');
		options.onProblem(tracked, made.problem);
		if (!made.problem.retryable) return;
		clock.after(againAfterMs, () => {
			taken.delete(key);
			const now = book.tracked(tracked.run.id);
			if (now !== null && !signal.aborted) consider(now);
		});
	}

	function consider(tracked: TrackedRun): void {
		const { run } = tracked;
		const key = `${run.id}#${run.attempt}`;
		if (signal.aborted || taken.has(key) || book.releaseOf(run.id) !== null || !isTimely(tracked)) return;
		if (!hasEarnedRelease(pipeline.config, run, evaluateRun(book, pipeline.config, tracked, clock.now()))) return;
		taken.add(key);
		forgetGone(taken, (one) => isAtHand(one.slice(0, one.lastIndexOf('#'))));
		lane
			.run(() => make(tracked, key))
			.catch((err: unknown) => {
				logger.error({ run: run.id, err }, 'making a release failed unexpectedly');
				options.onProblem(tracked, unexpected.problem);
			});
	}

	return {
		consider,
		seen({ run }) {
			if (isEndedRun(run)) return;
			underOurEyes.add(run.id);
			forgetGone(underOurEyes, isAtHand);
		},
	};
}

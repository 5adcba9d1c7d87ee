/** One look at a service's runs: the list first, then the runs that may have more to tell. */
import { isEndedRun, type PipelineRun, type ReportedRun, runIdOf } from '../../../shared/domain/pipeline/model.ts';
import type { Clock } from '../ports.ts';
import { timed } from '../timed.ts';
import { forgetGone } from './forget-gone.ts';
import { createTally, type LookReport, type Tally } from './look-tally.ts';
import { isNews, isOlder, toRun } from './reported-run.ts';
import type { ServiceBook } from './service-book.ts';
import { type TrackedRun, untold } from './tracked-run.ts';
import type { ServiceSetup } from './setup.ts';

const listed = 20;
/** Of one look; what is left has its turn with the next one. */
const readAtMost = 5;
const askTimeoutMs = 30_000;

export interface ServiceWatch {
	look(signal: AbortSignal): Promise<LookReport>;
	/** Reads one run at once, whether the list has it or not: it was just started. */
	follow(nativeId: string, signal: AbortSignal): Promise<LookReport>;
	/** True when a run may change any moment. */
	isInFlight(): boolean;
}

type Pipeline = NonNullable<ServiceSetup['pipeline']>;

export function createServiceWatch(options: {
	readonly book: ServiceBook;
	readonly pipeline: Pipeline;
	readonly clock: Clock;
	/** A run is not what it was. */
	readonly onRun: (tracked: TrackedRun, before: TrackedRun | null) => void;
}): ServiceWatch {
	const { book, pipeline, clock } = options;
	const { runner, config } = pipeline;
	/** Runs that the host no longer knows: nobody asks for them again, unless its list tells more of them. */
	const lost = new Set<string>();
	/** Runs that have more to tell than the list does. */
	const wanted = new Set<string>();
	/** When runs that have more to tell were last asked for, by the clock that does not jump. */
	const readAt = new Map<string, number>();
	function take(reported: ReportedRun, asOf: number, isAuthority: boolean): TrackedRun {
		const run = toRun(book.setup.service, pipeline, reported);
		const before = book.tracked(run.id);
		if (before !== null && isOlder(run, before.run, isAuthority)) return before;
		const isSameTry = before !== null && before.run.attempt === run.attempt;
		const jobs = run.jobsKnown || !isSameTry ? run : { ...run, jobs: before.run.jobs, jobsKnown: before.run.jobsKnown };
		const base = isSameTry ? before : untold(run);
		// The list says nothing of why the run itself could not be read.
		const tracked = { ...base, run: jobs, asOf, problem: isAuthority ? null : base.problem };
		book.put(tracked);
		if (before === null || isNews(before.run, jobs)) options.onRun(tracked, before);
		return tracked;
	}

	async function read(nativeId: string, tally: Tally, outer: AbortSignal): Promise<void> {
		const what = `${runner.label} (run ${nativeId})`;
		const answer = await timed({ clock, timeoutMs: askTimeoutMs, what, outer }, (signal) =>
			runner.readRun(nativeId, signal),
		);
		if (outer.aborted) return;
		tally.note(answer);
		// Also where it failed: others have their turn first.
		readAt.set(nativeId, clock.monotonic());
		if (answer.ok) {
			wanted.delete(nativeId);
			if (isEndedRun(answer.value.value)) readAt.delete(nativeId);
			take(answer.value.value, answer.value.asOf, true);
			return;
		}
		const runId = (id: string): string => runIdOf(book.setup.service, id);
		if (answer.problem.code === 'not-found') {
			lost.add(nativeId);
			forgetGone(lost, (id) => book.tracked(runId(id)) !== null);
			wanted.delete(nativeId);
			readAt.delete(nativeId);
		}
		const known = book.tracked(runId(nativeId));
		if (known === null || known.problem?.message === answer.problem.message) return;
		const failed = { ...known, problem: answer.problem };
		book.put(failed);
		options.onRun(failed, known);
	}

	/** Notes which runs are worth a question of their own. Of new ones those that came after the last one known, and the newest. */
	function want(reported: readonly ReportedRun[]): void {
		const known = new Map(book.runs().map(({ run }) => [run.nativeId, run]));
		const lastKnownAt = Math.max(...[...known.values()].map(({ createdAt }) => createdAt));
		for (const [index, one] of reported.entries()) {
			const before = known.get(one.nativeId);
			if (hasMoved(before, one)) lost.delete(one.nativeId);
			const isNew = before === undefined && known.size > 0 && one.createdAt > lastKnownAt;
			const isBare = index === 0 && before?.jobsKnown !== true;
			if (isNew || isBare || !isEndedRun(one) || hasMoved(before, one)) wanted.add(one.nativeId);
		}
		// Started on another branch: the list does not have them.
		for (const run of known.values()) if (!isEndedRun(run)) wanted.add(run.nativeId);
		const told = new Set([...known.keys(), ...reported.map(({ nativeId }) => nativeId)]);
		for (const nativeId of [...wanted]) {
			if (told.has(nativeId) && !lost.has(nativeId)) continue;
			wanted.delete(nativeId);
			readAt.delete(nativeId);
		}
	}

	async function look(outer: AbortSignal): Promise<LookReport> {
		const tally = createTally();
		const list = await timed({ clock, timeoutMs: askTimeoutMs, what: runner.label, outer }, (signal) =>
			runner.listRuns({ branch: config.branch, limit: listed }, signal),
		);
		if (outer.aborted) return tally.report(null);
		tally.note(list);
		// Where the list cannot be had, its runs cannot either: asking would only cost.
		if (!list.ok) return tally.report(null);
		const { value: reported, asOf } = list.value;
		want(reported);
		// A look at the run itself tells more: its state without its jobs would be half a truth for a moment.
		for (const one of reported) if (!wanted.has(one.nativeId)) take(one, asOf, false);
		for (const nativeId of inTurn(wanted, reported, readAt).slice(0, readAtMost)) {
			if (outer.aborted || tally.isEnough()) break;
			await read(nativeId, tally, outer);
		}
		return tally.report(asOf);
	}

	return {
		look,
		async follow(nativeId, signal) {
			const tally = createTally();
			lost.delete(nativeId);
			await read(nativeId, tally, signal);
			return tally.report(null);
		},
		isInFlight: () => book.runs().some(({ run }) => !isEndedRun(run) && !lost.has(run.nativeId)),
	};
}

function hasMoved(before: PipelineRun | undefined, now: ReportedRun): boolean {
	return before !== undefined && (now.attempt > before.attempt || now.state !== before.state);
}

/** The newest always, then whoever was not read for longest: however many are on, each has its turn. */
function inTurn(
	wanted: ReadonlySet<string>,
	reported: readonly ReportedRun[],
	readAt: ReadonlyMap<string, number>,
): readonly string[] {
	const newest = reported[0]?.nativeId;
	const rank = (nativeId: string): number =>
		nativeId === newest ? Number.NEGATIVE_INFINITY : (readAt.get(nativeId) ?? 0);
	return [...wanted].sort((a, b) => rank(a) - rank(b));
}

/** One service while its project is open: follows its runs, has their reports read, and makes releases of the green ones. */
import type { CollectedEvidence } from '../../../shared/domain/gates/evidence.ts';
import { isEndedRun, type PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import type { CollectedTests, PipelineStore } from '../pipeline-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { timed } from '../timed.ts';
import { createAuthorDesk } from './author-desk.ts';
import { evaluateRun } from './evaluate.ts';
import type { EvidenceDesk } from './evidence-desk.ts';
import { dueSources, isCovered, reachOf } from './evidence-reach.ts';
import { forgetGone } from './forget-gone.ts';
import { createReleaseDesk } from './release-desk.ts';
import type { Made } from './release-maker.ts';
import type { RunWriter } from './run-writer.ts';
import type { ServiceBook } from './service-book.ts';
import type { TrackedRun } from './tracked-run.ts';
import { createServiceWatch, type ServiceWatch } from './service-watch.ts';
import type { ServiceSetup } from './setup.ts';

export interface ServiceDesk {
	readonly watch: ServiceWatch;
	/** Goes on where an earlier run of this control room left off. */
	begin(): void;
	/** Reads what is not known yet of a run that somebody looks at. */
	visit(runId: string): Promise<void>;
	/** The host answers again: what it kept back meanwhile is asked for once more. */
	hostIsBack(): void;
	/** Waivers changed: what they held back may go on. */
	reconsider(): void;
	close(): void;
}

export interface ServiceDeskEvents {
	/** Something about the service's runs, releases or evidence is not what it was. */
	onChange(): void;
	onRunEnded(run: PipelineRun): void;
	onMade(made: Made): void;
	onTests?(run: PipelineRun, tests: CollectedTests): void;
}

export interface ServiceDeskPorts {
	readonly store: PipelineStore;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly evidence: EvidenceDesk;
	readonly writer: RunWriter;
}

type Pipeline = NonNullable<ServiceSetup['pipeline']>;

const askTimeoutMs = 60_000;
export function createServiceDesk(
	book: ServiceBook,
	pipeline: Pipeline,
	ports: ServiceDeskPorts,
	events: ServiceDeskEvents,
): ServiceDesk {
	const { store, clock, logger, writer } = ports;
	const { config, runner } = pipeline;
	const { service } = book.setup;
	const lifetime = new AbortController();
	const { signal } = lifetime;
	/** How far the reports of a run were asked for, whatever came of it. */
	const reached = new Map<string, string>();
	const isAtHand = (runId: string): boolean => book.tracked(runId) !== null;
	const releases = createReleaseDesk({
		workshop: { book, pipeline, store, clock, signal },
		logger,
		onMade(made) {
			update(made.release.runId, { releaseProblem: null });
			if (made.kind === 'made') events.onMade(made);
		},
		onProblem: ({ run }, problem) => update(run.id, { releaseProblem: problem }),
	});
	const authors = createAuthorDesk({
		...{ book, pipeline, clock, signal },
		onFound: (runId, found) => void update(runId, { authors: found }),
	});
	for (const tracked of book.runs()) releases.seen(tracked);

	/** Changes what was found out about a run, unless it has left memory. */
	function update(runId: string, change: Partial<TrackedRun>): TrackedRun | null {
		const known = book.tracked(runId);
		if (known === null || signal.aborted) return null;
		const next = { ...known, ...change };
		book.put(next);
		events.onChange();
		return next;
	}

	function onRun(tracked: TrackedRun, before: TrackedRun | null): void {
		releases.seen(tracked);
		writer.save(tracked.run);
		const hasEnded = before !== null && !isEndedRun(before.run) && isEndedRun(tracked.run);
		if (hasEnded) events.onRunEnded(tracked.run);
		if (tracked.run.jobsKnown) proceed(tracked);
		events.onChange();
	}

	/** Everything that may follow from what is known of a run now. */
	function proceed(tracked: TrackedRun): void {
		wantEvidence(tracked);
		authors.want(tracked);
		saveFigures(tracked);
		releases.consider(tracked);
	}

	function wantEvidence(tracked: TrackedRun): void {
		const { run } = tracked;
		const due = dueSources(config, run);
		const reach = reachOf(run, due);
		if (due.length === 0 || reached.get(run.id) === reach) return;
		const isFirst = !reached.has(run.id);
		reached.set(run.id, reach);
		forgetGone(reached, isAtHand);
		// Read before this room was opened: it is not fetched again for that.
		const isRead = tracked.evidenceProblem === null && isCovered(tracked, due);
		if (isFirst && isEndedRun(run) && isRead) return;
		ports.evidence.want({
			...{ service, nativeId: run.nativeId, attempt: run.attempt, reach, runner, sources: due },
			onTests: (tests) => events.onTests?.(run, tests),
			onCollected: (collected) => take(run, collected),
			onProblem(problem) {
				logger.warn({ run: run.id, problem }, 'evidence was not read');
				update(run.id, { evidenceProblem: problem });
			},
		});
	}

	/** Reports that were given up (a token had ended, a host was away for long) need more than another change of their run. */
	function askForLostEvidence(tracked: TrackedRun): void {
		if (tracked.evidenceProblem === null) return;
		reached.delete(tracked.run.id);
		wantEvidence(tracked);
	}

	async function take(run: PipelineRun, collected: CollectedEvidence): Promise<void> {
		if (book.tracked(run.id)?.run.attempt !== run.attempt) return;
		const saved = await store.saveEvidence({ runId: run.id, attempt: run.attempt, collected });
		if (!saved.ok) logger.warn({ run: run.id, problem: saved.problem }, 'evidence was not saved');
		if (book.tracked(run.id)?.run.attempt !== run.attempt) return;
		const tracked = update(run.id, { evidence: collected, evidenceProblem: null });
		if (tracked === null) return;
		saveFigures(tracked);
		releases.consider(tracked);
		await readArtifacts(tracked.run);
	}

	/** The figures of a run's gates, once a stage has brought some; the trends are made of them. */
	function saveFigures(tracked: TrackedRun): void {
		const { run, evidence } = tracked;
		if (evidence === null || run.branch !== config.branch || run.trigger === 'pull-request') return;
		const { gates } = evaluateRun(book, config, tracked, clock.now());
		const figures = Object.fromEntries(gates.map(({ gate, trend }) => [gate, trend?.value ?? null]));
		const known = book.figures().find(({ runId }) => runId === run.id)?.figures;
		if (JSON.stringify(known) === JSON.stringify(figures)) return;
		const entry = { runId: run.id, at: run.createdAt, figures };
		book.addFigures(entry);
		void store.saveGateFigures({ service, ...entry }).then((saved) => {
			if (!saved.ok) logger.warn({ run: run.id, problem: saved.problem }, 'figures of gates were not saved');
		});
	}

	async function readArtifacts(run: PipelineRun): Promise<void> {
		const found = await timed({ clock, timeoutMs: askTimeoutMs, what: runner.label, outer: signal }, (inner) =>
			runner.artifacts(run.nativeId, inner),
		);
		if (found.ok) update(run.id, { artifacts: found.value });
	}

	const watch = createServiceWatch({ book, pipeline, clock, onRun });

	return {
		watch,
		begin() {
			for (const tracked of book.runs()) {
				const mayGoOn = tracked === book.latest() || !isEndedRun(tracked.run);
				if (mayGoOn && tracked.run.jobsKnown) proceed(tracked);
				else if (book.releaseOf(tracked.run.id) !== null) authors.want(tracked);
			}
		},
		async visit(runId) {
			const known = await book.find(runId);
			if (known === null || signal.aborted) return;
			book.keep(book.tracked(runId) ?? known);
			if (!known.run.jobsKnown) await watch.follow(known.run.nativeId, signal);
			const tracked = book.tracked(runId);
			if (tracked === null) return;
			wantEvidence(tracked);
			askForLostEvidence(tracked);
			authors.want(tracked);
			if (tracked.artifacts.length === 0 && isEndedRun(tracked.run)) await readArtifacts(tracked.run);
		},
		hostIsBack() {
			for (const tracked of book.runs()) askForLostEvidence(tracked);
		},
		reconsider() {
			for (const tracked of book.runs()) releases.consider(tracked);
		},
		close() {
			lifetime.abort();
			ports.evidence.drop(service);
		},
	};
}

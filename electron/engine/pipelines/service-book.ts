/** What is known of one service's pipeline: its newest runs with their evidence, releases, and what people decided. */
import { createFreezeCalendar, type FreezeCalendar } from '../../../shared/domain/pipeline/freezes.ts';
import type { CollectedEvidence } from '../../../shared/domain/gates/evidence.ts';
import { isEndedRun, type PipelineRun, type ReleaseRecord } from '../../../shared/domain/pipeline/model.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import type { QuarantineSource } from '../delivery-ports.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { createDecisionBook, type DecisionBook } from './decision-book.ts';
import type { Made } from './release-maker.ts';
import type { ServiceSetup } from './setup.ts';
import { byAge, type TrackedRun, untold } from './tracked-run.ts';

export type FigureEntry = {
	readonly runId: string;
	readonly at: number;
	readonly figures: Readonly<Record<string, number | null>>;
};

export interface ServiceBook extends Omit<DecisionBook, 'hasDecisions' | 'forgetDecisions'> {
	readonly setup: ServiceSetup;
	/** Takes over what the store knows; nothing is asked of any host. */
	load(): Promise<void>;
	/** Newest first. */
	runs(): readonly TrackedRun[];
	/** The newest run of the pipeline's branch. */
	latest(): TrackedRun | null;
	tracked(runId: string): TrackedRun | null;
	/** From memory, else from the store; null where nobody knows it. */
	find(runId: string): Promise<TrackedRun | null>;
	put(tracked: TrackedRun): void;
	/** Keeps an older run at hand, because somebody looks at it. */
	keep(tracked: TrackedRun): void;
	/** Newest first, at most `keptReleases`. */
	releases(): readonly ReleaseRecord[];
	/** From memory, else from the store. */
	release(version: string): Promise<ReleaseRecord | null>;
	/** Takes over a release made just now, or another time (`already`); one that is known keeps its place. */
	addRelease(made: Made): void;
	/** Newest first by the age of their runs: a slow run makes its release after a younger one that was quick. */
	releasesByRun(): readonly ReleaseRecord[];
	/** The release that this run made; null when it made none, or one that is no longer at hand. */
	releaseOf(runId: string): ReleaseRecord | null;
	/** The last release of the branch before this run, with its evidence: what its gates are compared with. */
	baseline(run: PipelineRun): { readonly version: string; readonly collected: CollectedEvidence | null } | null;
	/** What held of a test of the service at an instant; null where it was not in quarantine, or nobody keeps any. */
	quarantine(test: string, at: number): Quarantine | null;
	/** Windows of its freezes, worked out once for as long as they last. */
	readonly calendar: FreezeCalendar;
	/** Oldest first. */
	figures(): readonly FigureEntry[];
	addFigures(entry: FigureEntry): void;
}

const keptRuns = 30;
/** Older runs that somebody looked at. */
const keptVisits = 10;
export const keptReleases = 100;
/** Runs of so many releases stay at hand: their readiness stands on the service's screen. */
export const shownReleases = 10;
const keptFigures = 60;

export function createServiceBook(
	setup: ServiceSetup,
	ports: {
		readonly store: PipelineStore;
		readonly clock: Clock;
		readonly logger: Logger;
		/** Null: nothing is ever in quarantine. */
		readonly quarantines: QuarantineSource | null;
	},
): ServiceBook {
	const { store, clock, logger, quarantines } = ports;
	const { service } = setup;
	const runs = new Map<string, TrackedRun>();
	const decisions = createDecisionBook({
		...{ service, store, clock },
		onProblem: (problem) => warn(problem, 'decisions could not be read'),
	});
	let releases: readonly ReleaseRecord[] = [];
	let figures: readonly FigureEntry[] = [];
	let sorted: readonly TrackedRun[] | null = null;
	let visited: readonly string[] = [];
	/** By version. A run that is tried again has other evidence by then. */
	const proofs = new Map<string, CollectedEvidence | null>();

	function warn(problem: Problem, message: string): void {
		logger.warn({ service, problem }, message);
	}

	/** Older runs leave, but for those that may still change or whose release is on screen. */
	function evict(): void {
		const shown = releases.slice(0, shownReleases).map(({ runId }) => runId);
		const needed = new Set([latest()?.run.id, ...visited, ...shown]);
		for (const { run, problem } of newestFirst().slice(keptRuns)) {
			// A run that its host has thrown away will never end.
			const mayChange = !isEndedRun(run) && problem?.code !== 'not-found';
			if (needed.has(run.id) || mayChange) continue;
			runs.delete(run.id);
			decisions.forgetDecisions(run.id);
			sorted = null;
		}
	}

	function newestFirst(): readonly TrackedRun[] {
		sorted ??= [...runs.values()].sort((a, b) => byAge(b.run, a.run));
		return sorted;
	}

	function latest(): TrackedRun | null {
		const branch = setup.pipeline?.config.branch;
		return newestFirst().find(({ run }) => run.branch === branch && run.trigger !== 'pull-request') ?? null;
	}

	function put(tracked: TrackedRun): void {
		runs.set(tracked.run.id, tracked);
		sorted = null;
		evict();
	}

	async function fromStore(run: PipelineRun): Promise<TrackedRun> {
		const found = await store.evidence({ runId: run.id, attempt: run.attempt });
		if (!found.ok) warn(found.problem, 'evidence could not be read');
		return { ...untold(run), evidence: found.ok ? found.value : null };
	}

	async function loadReleases(): Promise<void> {
		const read = await store.releases({ service, limit: keptReleases });
		if (!read.ok) return warn(read.problem, 'releases could not be read');
		releases = read.value.map(({ release }) => release);
	}

	async function loadRuns(): Promise<void> {
		const read = await store.runs({ service, limit: keptRuns });
		if (!read.ok) warn(read.problem, 'runs could not be read');
		const known = new Map((read.ok ? read.value : []).map((run) => [run.id, run]));
		for (const { runId } of releases.slice(0, shownReleases)) {
			if (known.has(runId)) continue;
			const one = await store.run(runId);
			if (one.ok && one.value !== null) known.set(runId, one.value);
		}
		for (const release of releases.slice(0, shownReleases + 1)) await proofOf(release);
		for (const run of known.values()) runs.set(run.id, await fromStore(run));
		sorted = null;
	}

	async function load(): Promise<void> {
		await loadReleases();
		if (setup.pipeline !== null) await loadRuns();
		await Promise.all([decisions.loadDecisions([...runs.keys()]), quarantines?.refresh()]);
		const read = await store.gateFigures({ service, limit: keptFigures });
		if (read.ok) figures = read.value;
		else warn(read.problem, 'figures of gates could not be read');
	}

	async function proofOf(release: ReleaseRecord): Promise<void> {
		if (proofs.has(release.version)) return;
		const read = await store.evidence({ runId: release.runId, attempt: release.attempt });
		if (!read.ok) warn(read.problem, 'the evidence of a release could not be read');
		proofs.set(release.version, read.ok ? read.value : null);
	}

	/** Runs that are not at hand are older than those that are: of their releases the order of making is all that is known. */
	function releasesByRun(): readonly ReleaseRecord[] {
		const made = releases.flatMap((release) => {
			const run = runs.get(release.runId)?.run;
			return run === undefined ? [] : [{ release, run }];
		});
		const known = made.sort((a, b) => byAge(b.run, a.run)).map(({ release }) => release);
		return [...known, ...releases.filter(({ runId }) => !runs.has(runId))];
	}

	/** The release that a run's gates are held against. Older than its own, else than the run itself. */
	function before(run: PipelineRun): ReleaseRecord | null {
		const branch = setup.pipeline?.config.branch;
		const inOrder = releasesByRun();
		const own = inOrder.findIndex((release) => release.runId === run.id);
		const older = own >= 0 ? inOrder.slice(own + 1) : inOrder.filter((release) => isBefore(release, run));
		return older.find((release) => release.branch === branch && release.runId !== run.id) ?? null;
	}

	/** By the host's clock where the release's run is still known, because ours may differ. */
	function isBefore({ runId, madeAt }: ReleaseRecord, run: PipelineRun): boolean {
		const made = runs.get(runId)?.run;
		return made === undefined ? madeAt <= run.createdAt || runs.has(run.id) : byAge(made, run) < 0;
	}

	async function find(runId: string): Promise<TrackedRun | null> {
		const known = runs.get(runId);
		if (known !== undefined) return known;
		const read = await store.run(runId);
		if (!read.ok || read.value === null || read.value.service !== service) return null;
		const found = await fromStore(read.value);
		const compared = before(read.value);
		if (compared !== null) await proofOf(compared);
		if (!decisions.hasDecisions(runId)) await decisions.loadDecisions([runId]);
		return found;
	}

	return {
		calendar: createFreezeCalendar(),
		...decisions,
		setup,
		load,
		async loadDecisions(runIds) {
			await Promise.all([decisions.loadDecisions(runIds), quarantines?.refresh()]);
		},
		quarantine: (test, at) => quarantines?.held({ service, test, at }) ?? null,
		runs: newestFirst,
		latest,
		tracked: (runId) => runs.get(runId) ?? null,
		find,
		put,
		keep(tracked) {
			visited = [tracked.run.id, ...visited.filter((id) => id !== tracked.run.id)].slice(0, keptVisits);
			put(tracked);
		},
		releases: () => releases,
		async release(version) {
			const known = releases.find((one) => one.version === version);
			if (known !== undefined) return known;
			const read = await store.release({ service, version });
			return read.ok ? read.value : null;
		},
		releasesByRun,
		addRelease({ kind, release }) {
			if (releases.some(({ version }) => version === release.version)) return;
			const younger = kind === 'made' ? [] : releases.filter(({ madeAt }) => madeAt > release.madeAt);
			const older = releases.filter((one) => !younger.includes(one));
			releases = [...younger, release, ...older].slice(0, keptReleases);
			proofs.set(release.version, runs.get(release.runId)?.evidence ?? null);
			const oldest = releases[shownReleases + 1];
			if (oldest !== undefined) proofs.delete(oldest.version);
		},
		releaseOf: (runId) => releases.find((release) => release.runId === runId) ?? null,
		baseline(run) {
			const release = before(run);
			if (release === null) return null;
			const made = runs.get(release.runId);
			// A release is made before the last reports of its run are there.
			const newest = made?.run.attempt === release.attempt ? made.evidence : null;
			return { version: release.version, collected: newest ?? proofs.get(release.version) ?? null };
		},
		figures: () => figures,
		addFigures(entry) {
			figures = [...figures.filter(({ runId }) => runId !== entry.runId), entry]
				.sort((a, b) => a.at - b.at)
				.slice(-keptFigures);
		},
	};
}

/** The sample environment: a real shop in two slots behind a real router with real traffic, in one click and gone in one. */
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { SampleChange } from '../../shared/rpc/api.ts';
import type { SampleFault, SampleView } from '../../shared/rpc/views.ts';
import { statePaths } from '../connectors/targets/process/paths.ts';
import { ownerVariable } from '../connectors/process-identity.ts';
import type { Clock, Logger, Target } from '../engine/ports.ts';
import { type Customers, startCustomers } from './sample/customers.ts';
import { newestVersion } from './sample/newest-version.ts';
import { commitChange, type SampleCommit } from './sample/sample-commit.ts';
import { noGit } from './sample/sample-git.ts';
import { type SampleFiles, sampleFiles, writeFault } from './sample/sample-files.ts';
import { clearShop, hasShopLeft, openShop, type ShopDeps } from './sample/sample-shop.ts';

export interface SampleDeps extends Omit<ShopDeps, 'clock'> {
	/** Asked before anything is started; what it refuses is shown as the reason. */
	readonly mayOpen: () => Result<null>;
	/** Shows the project in the room; called once 2.3.1 stands and has all traffic. */
	readonly openProject: (projectFile: string) => Promise<Result<unknown>>;
	/** Takes the project out of the room again; a refusal keeps the sample running. */
	readonly closeProject: () => Promise<Result<unknown>>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** How much faster than the wall the steps run; shown on screen. */
	readonly clockRate: number;
	readonly onChange: (view: SampleView) => void;
}

export interface Sample {
	view(): SampleView;
	/** True when an earlier run, perhaps one that was killed, left something: `start` takes it over, `stop` ends it. */
	hasLeftovers(): boolean;
	start(): Promise<Result<null>>;
	/** Ends traffic, slots and router and removes every file; also what an earlier run left. */
	stop(): Promise<Result<null>>;
	setFault(fault: SampleFault): Promise<Result<null>>;
	/** Commits a change to the shop's repository; refused unless the sample runs and has one. */
	commit(change: SampleChange): Promise<Result<SampleCommit>>;
	/** Lets go without ending what runs: only the traffic ends with us. */
	close(): Promise<void>;
}

const calm: SampleFault = { delayMs: 0, errorRate: 0, memory: 0 };
const lookMs = 1_000;

interface Running {
	readonly target: Target;
	readonly customers: Customers;
}

export function createSample(deps: SampleDeps): Sample {
	const { logger } = deps;
	const files = sampleFiles(deps.stateFolder, deps.keptFolder);
	const { view, show } = createSampleView(deps);
	const run = createRun(deps, files, { view, show });
	let busy: Promise<unknown> = Promise.resolve();

	/** One after the other: a second click waits for the first. */
	function inTurn<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
		const next = busy.then(work);
		busy = next.catch(() => {});
		return next;
	}

	async function start(): Promise<Result<null>> {
		if (run.current() !== null) return ok(null);
		const allowed = deps.mayOpen();
		if (!allowed.ok) {
			show({ state: 'failed', problem: allowed.problem, url: null, requestsPerSecond: null });
			return allowed;
		}
		show({ state: 'starting', problem: null, requestsPerSecond: null });
		const begun = await run.begin();
		if (begun.ok) return begun;
		logger.error({ problem: begun.problem, err: begun.cause }, 'the sample did not start');
		await run.letGo();
		await clearShop(deps);
		show({ state: 'failed', problem: begun.problem, url: null, requestsPerSecond: null });
		return begun;
	}

	async function stop(): Promise<Result<null>> {
		const before = view().state;
		show({ state: 'stopping' });
		const closed = run.current() === null ? ok(null) : await deps.closeProject();
		if (!closed.ok) {
			show({ state: before });
			return closed;
		}
		await run.letGo();
		const cleared = await clearShop(deps);
		const problem = cleared.ok ? null : cleared.problem;
		show({ state: cleared.ok ? 'stopped' : 'failed', problem, fault: calm, url: null, requestsPerSecond: null });
		return cleared;
	}

	return {
		view,
		hasLeftovers: () => run.current() === null && hasShopLeft(deps),
		start: () => inTurn(start),
		stop: () => inTurn(stop),
		async setFault(fault) {
			show({ fault });
			const current = run.current();
			if (current === null) return ok(null);
			const state = await current.target.inspect();
			return state.ok ? writeFault(files, newestVersion(state.value), fault) : state;
		},
		commit: (change) => inTurn(() => commitTo(deps, files, view(), change)),
		close: run.letGo,
	};
}

async function commitTo(
	{ assetsFolder, environment }: SampleDeps,
	{ repositoryFolder }: SampleFiles,
	{ state, hasPipeline }: SampleView,
	change: SampleChange,
): Promise<Result<SampleCommit>> {
	if (state !== 'running') {
		return fail('not-allowed', 'The sample does not run, so nothing was committed.', 'Start the sample first.');
	}
	if (!hasPipeline) return noGit();
	return commitChange({ assetsFolder, environment, folder: repositoryFolder }, change);
}

interface ShownSample {
	view(): SampleView;
	show(change: Partial<SampleView>): void;
}

/** What the screens know of the sample; told only when it changes. */
function createSampleView({ clockRate, onChange }: SampleDeps): ShownSample {
	let view: SampleView = {
		state: 'stopped',
		fault: calm,
		requestsPerSecond: null,
		url: null,
		problem: null,
		clockRate,
		hasPipeline: false,
	};
	return {
		view: () => view,
		show(change) {
			const next = { ...view, ...change };
			if (JSON.stringify(next) === JSON.stringify(view)) return;
			view = next;
			onChange(view);
		},
	};
}

/** One run of the sample: its shop, its customers, and a look at both every second. */
function createRun(deps: SampleDeps, files: SampleFiles, { view, show }: ShownSample) {
	const { clock } = deps;
	let running: Running | null = null;
	let cancelLook: () => void = () => {};

	/** Reads the rate, and points the sliders at the version that is new now. */
	async function look(): Promise<void> {
		const current = running;
		if (current === null) return;
		show({ requestsPerSecond: current.customers.requestsPerSecond(clock.now()) });
		const state = await current.target.inspect();
		if (running !== current) return;
		if (state.ok) writeFault(files, newestVersion(state.value), view().fault);
		cancelLook();
		cancelLook = clock.after(lookMs, () => void look());
	}

	return {
		current: () => running,
		async begin(): Promise<Result<null>> {
			const shop = await openShop(deps, files, view().fault);
			if (!shop.ok) return shop;
			const { target, state, hasPipeline } = shop.value;
			const url = state.publicUrl ?? '';
			const mark = { [ownerVariable]: statePaths(deps.targetFolder).owner };
			running = { target, customers: startCustomers(url, files, deps.node, mark) };
			const opened = await deps.openProject(files.projectFile);
			if (!opened.ok) return opened;
			show({ state: 'running', url, problem: null, hasPipeline });
			await look();
			return ok(null);
		},
		async letGo(): Promise<void> {
			cancelLook();
			const current = running;
			running = null;
			await current?.customers.stop();
			await current?.target.close();
		},
	};
}

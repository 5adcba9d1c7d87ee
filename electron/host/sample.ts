/** The sample environment: a real shop in two slots behind a real router with real traffic, in one click and gone in one. */
import { existsSync } from 'node:fs';
import { ok, type Result } from '../../shared/domain/result.ts';
import { allTrafficTo, slotNames, type TargetState } from '../../shared/domain/target/model.ts';
import type { SampleFault, SampleView } from '../../shared/rpc/views.ts';
import { endEverything, listStarted } from '../connectors/targets/process/leftovers.ts';
import { statePaths } from '../connectors/targets/process/paths.ts';
import { ownerVariable } from '../connectors/targets/process/process-identity.ts';
import type { Clock, Logger, Target } from '../engine/ports.ts';
import { type Customers, startCustomers } from './sample/customers.ts';
import { firstVersion, newestVersion } from './sample/newest-version.ts';
import { copySample, type NodeProgram, removeFolders, sampleFiles, writeFault } from './sample/sample-files.ts';

export interface SampleDeps {
	/** `assets/sample` of the package. */
	readonly assetsFolder: string;
	/** Folder of the sample alone; made at the start and removed at the end. */
	readonly stateFolder: string;
	/** State folder of the process target of `shop/production`; ended and removed at the end as well. */
	readonly targetFolder: string;
	readonly node: NodeProgram;
	/** The process target of the project file, in `targetFolder`. */
	readonly makeTarget: (projectFile: string) => Promise<Result<Target>>;
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
	/** Lets go without ending what runs: only the traffic ends with us. */
	close(): Promise<void>;
}

const calm: SampleFault = { delayMs: 0, errorRate: 0, memory: 0 };
const lookMs = 1_000;
/** The sample begins before any lease was taken. */
const firstFence = 0;

interface Running {
	readonly target: Target;
	readonly customers: Customers;
}

export function createSample(deps: SampleDeps): Sample {
	const { clock, logger } = deps;
	const files = sampleFiles(deps.stateFolder);
	const mark = { [ownerVariable]: statePaths(deps.targetFolder).owner };
	let running: Running | null = null;
	let cancelLook: () => void = () => {};
	let busy: Promise<unknown> = Promise.resolve();
	let view: SampleView = {
		state: 'stopped',
		fault: calm,
		requestsPerSecond: null,
		url: null,
		problem: null,
		clockRate: deps.clockRate,
	};

	function show(change: Partial<SampleView>): void {
		const next = { ...view, ...change };
		if (JSON.stringify(next) === JSON.stringify(view)) return;
		view = next;
		deps.onChange(view);
	}

	/** One after the other: a second click waits for the first. */
	function inTurn(work: () => Promise<Result<null>>): Promise<Result<null>> {
		const next = busy.then(work);
		busy = next.catch(() => {});
		return next;
	}

	function hasLeftovers(): boolean {
		if (running !== null) return false;
		const started = listStarted(deps.targetFolder);
		return existsSync(deps.stateFolder) || (started.ok && started.value.length > 0);
	}

	/** What an earlier run left serving users; null when it is not worth keeping. */
	async function takeOver(target: Target): Promise<TargetState | null> {
		const state = await target.inspect();
		if (!state.ok) return null;
		const serves = slotNames.some((slot) => {
			const { health, weightPercent } = state.value.slots[slot];
			return health === 'up' && weightPercent > 0;
		});
		return serves ? state.value : null;
	}

	async function standUp(target: Target): Promise<Result<TargetState>> {
		const deployed = await target.deploy({ slot: 'blue', version: firstVersion, fence: firstFence });
		return deployed.ok ? target.setTraffic({ split: allTrafficTo('blue'), fence: firstFence }) : deployed;
	}

	async function makeTarget(): Promise<Result<Target>> {
		const copied = copySample(deps.assetsFolder, files, deps.node);
		if (!copied.ok) return copied;
		const noted = writeFault(files, null, view.fault);
		return noted.ok ? deps.makeTarget(files.projectFile) : noted;
	}

	async function prepare(): Promise<Result<{ target: Target; state: TargetState }>> {
		if (hasLeftovers()) {
			const target = await makeTarget();
			const state = target.ok ? await takeOver(target.value) : null;
			if (target.ok && state !== null) return ok({ target: target.value, state });
			if (target.ok) await target.value.close();
			const cleaned = await clean();
			if (!cleaned.ok) return cleaned;
		}
		const target = await makeTarget();
		if (!target.ok) return target;
		const state = await standUp(target.value);
		if (state.ok) return ok({ target: target.value, state: state.value });
		await target.value.close();
		return state;
	}

	async function begin(): Promise<Result<null>> {
		const prepared = await prepare();
		if (!prepared.ok) return prepared;
		const { target, state } = prepared.value;
		const url = state.publicUrl ?? '';
		running = { target, customers: startCustomers(url, files, deps.node, mark) };
		const opened = await deps.openProject(files.projectFile);
		if (!opened.ok) return opened;
		show({ state: 'running', url, problem: null });
		await look();
		return ok(null);
	}

	async function clean(): Promise<Result<null>> {
		const ended = await endEverything(deps.targetFolder);
		return ended.ok ? removeFolders([deps.stateFolder, deps.targetFolder]) : ended;
	}

	async function letGo(): Promise<void> {
		cancelLook();
		const current = running;
		running = null;
		await current?.customers.stop();
		await current?.target.close();
	}

	/** Reads the rate, and points the sliders at the version that is new now. */
	async function look(): Promise<void> {
		const current = running;
		if (current === null) return;
		show({ requestsPerSecond: current.customers.requestsPerSecond(clock.now()) });
		const state = await current.target.inspect();
		if (running !== current) return;
		if (state.ok) writeFault(files, newestVersion(state.value), view.fault);
		cancelLook();
		cancelLook = clock.after(lookMs, () => void look());
	}

	async function start(): Promise<Result<null>> {
		if (running !== null) return ok(null);
		show({ state: 'starting', problem: null, requestsPerSecond: null });
		const begun = await begin();
		if (begun.ok) return begun;
		logger.error({ problem: begun.problem, err: begun.cause }, 'the sample did not start');
		await letGo();
		await clean();
		show({ state: 'failed', problem: begun.problem, url: null, requestsPerSecond: null });
		return begun;
	}

	async function stop(): Promise<Result<null>> {
		const before = view.state;
		show({ state: 'stopping' });
		const closed = running === null ? ok(null) : await deps.closeProject();
		if (!closed.ok) {
			show({ state: before });
			return closed;
		}
		await letGo();
		const cleaned = await clean();
		const problem = cleaned.ok ? null : cleaned.problem;
		show({ state: cleaned.ok ? 'stopped' : 'failed', problem, fault: calm, url: null, requestsPerSecond: null });
		return cleaned;
	}

	return {
		view: () => view,
		hasLeftovers,
		start: () => inTurn(start),
		stop: () => inTurn(stop),
		async setFault(fault) {
			show({ fault });
			if (running === null) return ok(null);
			const state = await running.target.inspect();
			return state.ok ? writeFault(files, newestVersion(state.value), fault) : state;
		},
		close: letGo,
	};
}

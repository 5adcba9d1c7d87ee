/** One slot: the processes of a version, kept running, replaced without a gap, and ended in order. */
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import type { SlotHealth, SlotName } from '../../../../shared/domain/target/model.ts';
import { drainAndEnd } from './drain.ts';
import { keepLogShort, logLimitBytes } from './files.ts';
import { addressOf, checkHealth, createInstance, type Instance, mayAdopt, noticeExit } from './instance.ts';
import { launchInstance } from './launch-instance.ts';
import type { InstanceRecord, RunSpec, SlotRecord } from './model.ts';
import { createRestarter } from './restarter.ts';
import { sleep } from './wait.ts';

const healthIntervalMs = 500;
const logCheckMs = 5_000;

export interface SlotSupervisor {
	isUp(): boolean;
	/** The next process that is up, in turn; null when none is. */
	pick(except?: Instance): Instance | null;
	/** Runs the version and resolves when all its processes are up; what ran before then drains. */
	deploy(version: string, spec: RunSpec, signal: AbortSignal): Promise<Result<null>>;
	/** Ends everything in the slot; requests under way may finish first. */
	retire(): Promise<void>;
	view(): { version: string | null; health: SlotHealth; addresses: string[]; note: string | null };
	record(): SlotRecord | null;
	/** Takes over what an earlier router recorded. */
	adopt(record: SlotRecord): Promise<void>;
	/** Stops watching and leaves the processes alone. */
	close(): void;
}

export interface SupervisorDeps {
	readonly slot: SlotName;
	readonly logFolder: string;
	readonly owner: string;
	/** Called after each change that a restarted router must know. */
	readonly save: () => void;
	readonly log: (line: string) => void;
}

interface Service {
	readonly version: string;
	readonly spec: RunSpec;
	readonly instances: Instance[];
	restarts: number;
}

interface Deploying {
	readonly version: string;
	readonly abort: AbortController;
	readonly done: Promise<Result<null>>;
}

export function createSlotSupervisor(deps: SupervisorDeps): SlotSupervisor {
	const { slot } = deps;
	let service: Service | null = null;
	let lastSpec: RunSpec | null = null;
	let deploying: Deploying | null = null;
	let turn = 0;
	const leaving = new Set<Instance>();
	const watching = new AbortController();
	const restarter = createRestarter((index) => void replace(index));

	const launchDeps = {
		logFolder: deps.logFolder,
		owner: deps.owner,
		onStarted(instance: Instance) {
			leaving.add(instance);
			deps.save();
		},
		onEnded: (instance: Instance) => afterExit(instance),
	};

	function afterExit(instance: Instance): void {
		if (leaving.delete(instance)) deps.save();
		if (service?.instances.includes(instance) !== true || watching.signal.aborted) return;
		const { record } = instance;
		deps.log(`${slot} ${service.version}: process ${record.pid} ended, restarting it`);
		restarter.schedule(record.index, Date.now() - record.startedAt);
	}

	/** Starts a process anew in the place of one that ended. */
	async function replace(index: number): Promise<void> {
		const wanted = service;
		const old = wanted?.instances.find((instance) => instance.record.index === index);
		if (wanted === null || old === undefined) return;
		const order = { slot, version: wanted.version, index, spec: wanted.spec };
		wanted.restarts += 1;
		const launched = await launchInstance(order, launchDeps, watching.signal);
		if (watching.signal.aborted) return;
		if (service !== wanted) {
			if (launched.ok) void end([launched.value], wanted.spec.drainMs);
			return;
		}
		if (!launched.ok) {
			deps.log(`${slot} ${wanted.version}: ${launched.problem.message}`);
			restarter.schedule(index, 0);
			return;
		}
		const place = wanted.instances.indexOf(old);
		if (launched.value.exit === null) leaving.delete(launched.value);
		wanted.instances[place] = launched.value;
		old.agent.destroy();
		deps.save();
		if (launched.value.exit !== null) restarter.schedule(index, 0);
	}

	async function end(instances: readonly Instance[], drainMs: number): Promise<void> {
		for (const instance of instances) leaving.add(instance);
		deps.save();
		await Promise.all(instances.map((instance) => drainAndEnd(instance, drainMs)));
		for (const instance of instances) leaving.delete(instance);
		deps.save();
	}

	/** Takes what runs out of service at once. */
	function takeOut(): { instances: readonly Instance[]; drainMs: number } {
		restarter.clear();
		const out = { instances: service?.instances ?? [], drainMs: service?.spec.drainMs ?? 0 };
		service = null;
		return out;
	}

	async function launchAll(version: string, spec: RunSpec, abort: AbortController): Promise<Result<null>> {
		const results = await Promise.all(
			Array.from({ length: spec.instances }, async (_, index) => {
				const result = await launchInstance({ slot, version, index, spec }, launchDeps, abort.signal);
				if (!result.ok) abort.abort();
				return result;
			}),
		);
		const started = results.flatMap((result) => (result.ok ? [result.value] : []));
		const failures = results.flatMap((result) => (result.ok ? [] : [result]));
		const failure = failures.find((one) => one.problem.code !== 'cancelled') ?? failures[0];
		if (failure !== undefined || abort.signal.aborted) {
			await end(started, 0);
			return failure ?? fail('cancelled', `Starting ${version} was called off.`, 'Start it again.');
		}
		const before = takeOut();
		for (const instance of started) leaving.delete(instance);
		service = { version, spec, instances: started, restarts: 0 };
		void end(before.instances, before.drainMs);
		for (const instance of started) if (instance.exit !== null) afterExit(instance);
		return ok(null);
	}

	async function callOff(): Promise<void> {
		while (deploying !== null) {
			deploying.abort.abort();
			await deploying.done;
		}
	}

	async function deploy(version: string, spec: RunSpec, signal: AbortSignal): Promise<Result<null>> {
		for (;;) {
			if (service?.version === version && service.instances.every((one) => one.health === 'up')) {
				if (deploying === null) return ok(null);
			} else if (deploying?.version === version && !deploying.abort.signal.aborted) {
				const joined = await deploying.done;
				if (joined.ok || joined.problem.code !== 'cancelled' || signal.aborted) return joined;
				continue;
			}
			if (deploying === null) break;
			await callOff();
		}
		if (signal.aborted) return fail('cancelled', `Starting ${version} was called off.`, 'Start it again.');
		const abort = new AbortController();
		const follow = () => abort.abort();
		signal.addEventListener('abort', follow, { once: true });
		lastSpec = spec;
		const done = launchAll(version, spec, abort).finally(() => {
			signal.removeEventListener('abort', follow);
			deploying = null;
			deps.save();
		});
		deploying = { version, abort, done };
		return done;
	}

	async function watch(): Promise<void> {
		let sinceLogs = 0;
		while (await sleep(healthIntervalMs, watching.signal)) {
			const current = service;
			sinceLogs += healthIntervalMs;
			for (const instance of current?.instances ?? []) {
				const known = instance.exit !== null;
				if (!noticeExit(instance)) continue;
				if (!known) afterExit(instance);
			}
			const live = current?.instances.filter((instance) => instance.exit === null) ?? [];
			const path = current?.spec.healthPath ?? '/';
			await Promise.all(live.map((instance) => checkHealth(instance, path)));
			if (sinceLogs < logCheckMs) continue;
			sinceLogs = 0;
			const files = [...live, ...leaving].map((instance) => instance.record.logFile);
			for (const file of new Set(files)) keepLogShort(file, logLimitBytes / Math.max(1, live.length));
		}
	}

	function view(): ReturnType<SlotSupervisor['view']> {
		if (service === null) {
			if (deploying === null) return { version: null, health: 'empty', addresses: [], note: null };
			return {
				version: deploying.version,
				health: 'starting',
				addresses: [],
				note: `${deploying.version} is starting`,
			};
		}
		const up = service.instances.filter((instance) => instance.health === 'up').length;
		const total = service.instances.length;
		const notes = [
			...(up === total ? [] : [`${up} of ${total} processes ${up === 1 ? 'is' : 'are'} up`]),
			...(service.restarts === 0 ? [] : [`restarted ${service.restarts} ${service.restarts === 1 ? 'time' : 'times'}`]),
			...(deploying === null ? [] : [`${deploying.version} is starting beside it`]),
		];
		const note = notes.length === 0 ? null : notes.join(', ');
		const health = up > 0 ? 'up' : 'down';
		return { version: service.version, health, addresses: service.instances.map(addressOf), note };
	}

	async function adopt(record: SlotRecord): Promise<void> {
		const strays = record.leaving.map((one) => createInstance(one, 'down'));
		void end(strays, record.spec.drainMs);
		if (record.version === null) return;
		const instances = record.instances.map((one) => createInstance(one, 'down'));
		service = { version: record.version, spec: record.spec, instances, restarts: 0 };
		lastSpec = record.spec;
		for (const instance of instances) {
			// A process that answered before is taken as up until a check says otherwise: users must not wait for it.
			if (await mayAdopt(instance.record, record.spec.healthPath)) instance.health = 'up';
			else {
				instance.exit = { code: null, signal: null };
				afterExit(instance);
			}
		}
	}

	void watch();
	return {
		isUp: () => service?.instances.some((instance) => instance.health === 'up') === true,
		pick(except) {
			const up = service?.instances.filter((instance) => instance.health === 'up' && instance !== except) ?? [];
			turn = (turn + 1) % 1_000_000;
			return up[turn % Math.max(1, up.length)] ?? null;
		},
		deploy,
		async retire() {
			await callOff();
			const out = takeOut();
			await end(out.instances, out.drainMs);
		},
		view,
		record() {
			const spec = service?.spec ?? lastSpec;
			if (spec === null || (service === null && leaving.size === 0)) return null;
			const records = (instances: Iterable<Instance>): InstanceRecord[] => [...instances].map((one) => one.record);
			const { version = null, instances = [] } = service ?? {};
			return { version, spec, instances: records(instances), leaving: records(leaving) };
		},
		adopt,
		close() {
			watching.abort();
			restarter.clear();
		},
	};
}

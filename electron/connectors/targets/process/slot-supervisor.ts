/** One slot: the processes of a version, kept running, replaced without a gap, and ended in order. */
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { createDeployTurns } from './deploy-turns.ts';
import { answersHealthy, createInstance, type Instance } from './instance.ts';
import { calledOff, type LaunchDeps, launchInstance } from './launch-instance.ts';
import { createLeaving } from './leaving.ts';
import type { InstanceRecord, RunSpec, SlotRecord } from './model.ts';
import { createServiceKeeper } from './service-keeper.ts';
import { type ServiceView, upIn, viewOf } from './slot-service.ts';
import { watchService } from './watch-service.ts';

export interface SlotSupervisor {
	isUp(): boolean;
	/** The next process that is up, in turn; null when none is. */
	pick(except?: Instance): Instance | null;
	/** Runs the version and resolves when all its processes are up; what ran before then drains. */
	deploy(version: string, spec: RunSpec, signal: AbortSignal): Promise<Result<null>>;
	/** Ends everything in the slot; requests under way may finish first. */
	retire(): Promise<void>;
	view(): ServiceView;
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

export function createSlotSupervisor(deps: SupervisorDeps): SlotSupervisor {
	const watching = new AbortController();
	const leaving = createLeaving(deps.save);
	const keeper = createServiceKeeper({ ...deps, leaving, closed: watching.signal });
	const turns = createDeployTurns(isWhole, deps.save);
	let lastSpec: RunSpec | null = null;
	let turn = 0;

	function isWhole(version: string): boolean {
		const service = keeper.current();
		return service?.version === version && service.instances.every((one) => one.health === 'up');
	}

	async function startAndSwap(version: string, spec: RunSpec, abort: AbortController): Promise<Result<null>> {
		lastSpec = spec;
		const { started, failure } = await launchAll({ slot: deps.slot, version, spec }, keeper.launch, abort);
		if (failure !== null) {
			await leaving.end(started, 0);
			return failure;
		}
		const before = keeper.putIn({ version, spec, instances: started, restarts: 0 });
		void leaving.end(before.instances, before.drainMs);
		for (const instance of started) if (instance.exit !== null) keeper.ended(instance);
		return ok(null);
	}

	function record(): SlotRecord | null {
		const service = keeper.current();
		const spec = service?.spec ?? lastSpec;
		const out = leaving.all();
		if (spec === null || (service === null && out.length === 0)) return null;
		const { version = null, instances = [] } = service ?? {};
		return { version, spec, instances: recordsOf(instances), leaving: recordsOf(out) };
	}

	void watchService(keeper, leaving, watching.signal);
	return {
		isUp: () => upIn(keeper.current()).length > 0,
		pick(except) {
			const up = upIn(keeper.current()).filter((instance) => instance !== except);
			turn = (turn + 1) % 1_000_000;
			return up[turn % Math.max(1, up.length)] ?? null;
		},
		deploy: (version, spec, signal) => turns.deploy(version, signal, (abort) => startAndSwap(version, spec, abort)),
		async retire() {
			await turns.callOff();
			const out = keeper.takeOut();
			await leaving.end(out.instances, out.drainMs);
		},
		view: () => viewOf(keeper.current(), turns.version()),
		record,
		async adopt({ version, spec, instances, leaving: strays }) {
			void leaving.end(restored(strays, spec), spec.drainMs);
			if (version === null) return;
			lastSpec = spec;
			await keeper.adopt({ version, spec, instances: restored(instances, spec), restarts: 0 });
		},
		close() {
			watching.abort();
			keeper.close();
		},
	};
}

/** Starts every process of the version; the first failure calls the others off. What did start is the caller's. */
async function launchAll(
	order: { readonly slot: SlotName; readonly version: string; readonly spec: RunSpec },
	launch: LaunchDeps,
	abort: AbortController,
) {
	const results = await Promise.all(
		Array.from({ length: order.spec.instances }, async (_, index) => {
			const result = await launchInstance({ ...order, index }, launch, abort.signal);
			if (!result.ok) abort.abort();
			return result;
		}),
	);
	const started = results.flatMap((result) => (result.ok ? [result.value] : []));
	const failures = results.flatMap((result) => (result.ok ? [] : [result]));
	const failure = failures.find((one) => one.problem.code !== 'cancelled') ?? failures[0] ?? null;
	return { started, failure: failure ?? (abort.signal.aborted ? calledOff(order.version) : null) };
}

function recordsOf(instances: readonly Instance[]): InstanceRecord[] {
	return instances.map((instance) => instance.record);
}

function restored(records: readonly InstanceRecord[], { healthPath }: RunSpec): Instance[] {
	return records.map((one) => createInstance(one, 'down', () => answersHealthy(one.port, healthPath)));
}

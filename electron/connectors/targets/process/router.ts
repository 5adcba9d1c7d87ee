/** The router: public proxy, two supervised slots, and the operations that the control room may ask for. */
import type { Server } from 'node:http';
import { type Failure, ok, type Result } from '../../../../shared/domain/result.ts';
import { type SlotName, slotNames, type TrafficSplit } from '../../../../shared/domain/target/model.ts';
import { type Balancer, createBalancer } from './balance.ts';
import { createCounters } from './counters.ts';
import { readStateOrStartOver, writeWhole } from './files.ts';
import {
	type InstanceRecord,
	type RouterView,
	type RunSpec,
	type SlotRecord,
	type SlotView,
	type StateFile,
	versionPattern,
} from './model.ts';
import type { StatePaths } from './paths.ts';
import type { ProcessIdentity } from '../../process-identity.ts';
import { createProxy } from './proxy.ts';
import { badVersion, leaseLost, nothingThere, refuseSplit, stillServing } from './router-refusals.ts';
import { routeOver } from './routing.ts';
import { createSlotSupervisor, type SlotSupervisor } from './slot-supervisor.ts';

export interface Router {
	/** The public side; the caller lets it listen on `port()`. */
	readonly server: Server;
	/** The port that was used before; null the first time. */
	readonly savedPort: number | null;
	/** Notes the public port, so that a restarted router takes the same. */
	listeningOn(port: number): void;
	/** Every process on record. */
	instances(): readonly InstanceRecord[];
	/** Takes over the processes of an earlier router. */
	adopt(): Promise<void>;
	view(): RouterView;
	deploy(
		request: { slot: SlotName; version: string; fence: number; spec: RunSpec },
		signal: AbortSignal,
	): Promise<Result<RouterView>>;
	/** Without a fence the newest control room stays the newest. */
	setTraffic(request: { split: TrafficSplit; fence?: number | undefined }): Result<RouterView>;
	retire(request: { slot: SlotName; fence: number }): Promise<Result<RouterView>>;
	/** Ends every process that it started; users get no answers any more. */
	endAll(): Promise<void>;
	/** Stops watching and leaves the processes running. */
	close(): void;
}

export interface RouterDeps {
	readonly paths: StatePaths;
	readonly self: ProcessIdentity;
	readonly log: (line: string) => void;
}

type Supervisors = Readonly<Record<SlotName, SlotSupervisor>>;

export function createRouter({ paths, self, log }: RouterDeps): Router {
	const saved = readStateOrStartOver(paths.stateFile, log);
	const balancer = createBalancer(saved.weights);
	const counters = { blue: createCounters(), green: createCounters() };
	const supervise = (slot: SlotName) =>
		createSlotSupervisor({ slot, logFolder: paths.logFolder, owner: paths.owner, save, log });
	const supervisors: Supervisors = { blue: supervise('blue'), green: supervise('green') };
	let { fence, port } = saved;

	function save(): void {
		const weights = balancer.weights();
		const slots = { blue: supervisors.blue.record(), green: supervisors.green.record() };
		const state = { format: 1, port, fence, weights, router: self, slots } satisfies StateFile;
		try {
			writeWhole(paths.stateFile, `${JSON.stringify(state, null, '\t')}\n`);
		} catch (error) {
			// A full disk must not stop a rollback: the traffic has moved, only a restart of the router would forget it.
			log(`the state could not be saved: ${String(error)}`);
		}
	}

	function slotView(slot: SlotName): SlotView {
		const { totals, latency } = counters[slot];
		const weightPercent = balancer.weights()[slot];
		return { slot, ...supervisors[slot].view(), weightPercent, counters: totals(), latency: latency() };
	}

	function view(): RouterView {
		return { pid: self.pid, port: port ?? 0, fence, slots: { blue: slotView('blue'), green: slotView('green') } };
	}

	/** The older of two control rooms is refused; a newer one is remembered. */
	function refuseOld(theirs: number): Failure | null {
		if (theirs < fence) return leaseLost();
		if (theirs > fence) {
			fence = theirs;
			save();
		}
		return null;
	}

	return {
		server: createProxy(routeOver(supervisors, balancer, counters)),
		savedPort: saved.port,
		listeningOn(actual) {
			port = actual;
			save();
		},
		async adopt() {
			await Promise.all(slotNames.map((slot) => adoptSlot(supervisors[slot], saved.slots[slot])));
		},
		instances: () =>
			slotNames.flatMap((slot) => {
				const record = supervisors[slot].record();
				return record === null ? [] : [...record.instances, ...record.leaving];
			}),
		view,
		...operationsOn({ supervisors, balancer, refuseOld, save, view, fence: () => fence }),
		close() {
			for (const slot of slotNames) supervisors[slot].close();
		},
	};
}

async function adoptSlot(supervisor: SlotSupervisor, record: SlotRecord | null): Promise<void> {
	if (record !== null) await supervisor.adopt(record);
}

interface Controls {
	readonly supervisors: Supervisors;
	readonly balancer: Balancer;
	readonly refuseOld: (theirs: number) => Failure | null;
	readonly save: () => void;
	readonly view: () => RouterView;
	readonly fence: () => number;
}

/** What the control room may ask for. */
function operationsOn({
	supervisors,
	balancer,
	refuseOld,
	save,
	view,
	fence,
}: Controls): Pick<Router, 'deploy' | 'setTraffic' | 'retire' | 'endAll'> {
	return {
		async deploy(request, signal) {
			const refused = refuseOld(request.fence);
			if (refused !== null) return refused;
			if (!versionPattern.test(request.version)) return badVersion(request.version);
			const done = await supervisors[request.slot].deploy(request.version, request.spec, signal);
			return done.ok ? ok(view()) : done;
		},
		setTraffic({ split, fence: theirs }) {
			const refused = refuseOld(theirs ?? fence()) ?? refuseSplit(split);
			if (refused !== null) return refused;
			const empty = slotNames.find((slot) => split[slot] > 0 && supervisors[slot].record()?.version == null);
			if (empty !== undefined) return nothingThere(empty, split[empty]);
			balancer.setWeights(split);
			save();
			return ok(view());
		},
		async retire({ slot, fence: theirs }) {
			const refused = refuseOld(theirs);
			if (refused !== null) return refused;
			const percent = balancer.weights()[slot];
			if (percent > 0) return stillServing(slot, percent);
			await supervisors[slot].retire();
			return ok(view());
		},
		async endAll() {
			balancer.setWeights({ blue: 0, green: 0 });
			await Promise.all(slotNames.map((slot) => supervisors[slot].retire()));
			save();
		},
	};
}

/** The router: public proxy, two supervised slots, and the operations that the control room may ask for. */
import type { Server } from 'node:http';
import { type Failure, fail, ok, type Result } from '../../../../shared/domain/result.ts';
import { otherSlot, type SlotName, slotNames, type TrafficSplit } from '../../../../shared/domain/target/model.ts';
import { createBalancer } from './balance.ts';
import { createCounters } from './counters.ts';
import { readStateOrStartOver, writeWhole } from './files.ts';
import type { Instance } from './instance.ts';
import {
	type InstanceRecord,
	type RouterView,
	type RunSpec,
	type SlotView,
	type StateFile,
	versionPattern,
} from './model.ts';
import type { StatePaths } from './paths.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { createProxy, type Place } from './proxy.ts';
import { createSlotSupervisor } from './slot-supervisor.ts';

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

export function createRouter({ paths, self, log }: RouterDeps): Router {
	const saved = readStateOrStartOver(paths.stateFile, log);
	const balancer = createBalancer(saved.weights);
	const counters = { blue: createCounters(), green: createCounters() };
	const supervisors = { blue: supervise('blue'), green: supervise('green') };
	const isUp = (slot: SlotName) => supervisors[slot].isUp();
	let fence = saved.fence;
	let port = saved.port;

	function supervise(slot: SlotName) {
		return createSlotSupervisor({ slot, logFolder: paths.logFolder, owner: paths.owner, save, log });
	}

	function save(): void {
		const state: StateFile = {
			format: 1,
			port,
			fence,
			weights: balancer.weights(),
			router: { pid: self.pid, startedAs: self.startedAs },
			slots: { blue: supervisors.blue.record(), green: supervisors.green.record() },
		};
		try {
			writeWhole(paths.stateFile, `${JSON.stringify(state, null, '\t')}\n`);
		} catch (error) {
			// A full disk must not stop a rollback: the traffic has moved, only a restart of the router would forget it.
			log(`the state could not be saved: ${String(error)}`);
		}
	}

	function placeIn(slot: SlotName | null, except?: Instance): Place | null {
		if (slot === null) return null;
		const instance = supervisors[slot].pick(except);
		return instance === null ? null : { slot, instance };
	}

	function instead(failed: Place): Place | null {
		const beside = placeIn(failed.slot, failed.instance);
		const other = otherSlot(failed.slot);
		return beside ?? (balancer.weights()[other] > 0 ? placeIn(other) : null);
	}

	const server = createProxy({
		next: () => placeIn(balancer.next(isUp)),
		instead,
		count: (slot, durationMs, failed) => counters[slot].count(durationMs, failed),
		unreachable(instance) {
			instance.health = 'down';
		},
	});

	function slotView(slot: SlotName): SlotView {
		const weights = balancer.weights();
		const { view } = supervisors[slot];
		return {
			slot,
			...view(),
			weightPercent: weights[slot],
			counters: counters[slot].totals(),
			latency: counters[slot].latency(),
		};
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
		server,
		savedPort: saved.port,
		listeningOn(actual) {
			port = actual;
			save();
		},
		async adopt() {
			await Promise.all(
				slotNames.map(async (slot) => {
					const record = saved.slots[slot];
					if (record !== null) await supervisors[slot].adopt(record);
				}),
			);
		},
		instances: () =>
			slotNames.flatMap((slot) => {
				const record = supervisors[slot].record();
				return record === null ? [] : [...record.instances, ...record.leaving];
			}),
		view,
		async deploy(request, signal) {
			const refused = refuseOld(request.fence);
			if (refused !== null) return refused;
			if (!versionPattern.test(request.version)) return badVersion(request.version);
			const done = await supervisors[request.slot].deploy(request.version, request.spec, signal);
			return done.ok ? ok(view()) : done;
		},
		setTraffic({ split, fence: theirs }) {
			const refused = refuseOld(theirs ?? fence) ?? refuseSplit(split);
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
		close() {
			for (const slot of slotNames) supervisors[slot].close();
		},
	};
}

function leaseLost(): Failure {
	return fail(
		'lease-lost',
		'Another control room has taken over this environment, so nothing was changed.',
		'Look at what the other control room is doing, and act there.',
	);
}

function refuseSplit(split: TrafficSplit): Failure | null {
	const total = split.blue + split.green;
	if (total === 0 || Math.abs(total - 100) < 0.01) return null;
	return fail(
		'invalid-input',
		`Shares of ${split.blue} % and ${split.green} % do not add up to 100 %, so the traffic was left as it was.`,
		'Ask for shares that add up to 100 %, or for none at all.',
	);
}

function nothingThere(slot: SlotName, percent: number): Failure {
	return fail(
		'slot-not-ready',
		`Nothing runs in the ${slot} slot, so it was not given ${percent} % of the traffic.`,
		'Deploy a version there first.',
	);
}

function stillServing(slot: SlotName, percent: number): Failure {
	return fail(
		'target-refused',
		`The ${slot} slot still has ${percent} % of the traffic, so it was not ended.`,
		'Give its traffic to the other slot first.',
	);
}

function badVersion(version: string): Failure {
	return fail(
		'unknown-version',
		`"${version.slice(0, 100)}" is not the name of a version, so nothing was started.`,
		'Use letters, digits, dots, plus, minus and underscores, beginning with a letter or digit.',
	);
}

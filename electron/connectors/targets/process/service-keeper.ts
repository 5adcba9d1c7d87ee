/** Keeps the processes of the version in service running: what ends is started anew in its place. */
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { type Instance, mayAdopt } from './instance.ts';
import { type LaunchDeps, launchInstance } from './launch-instance.ts';
import type { Leaving } from './leaving.ts';
import { createRestarter } from './restarter.ts';
import type { Service } from './slot-service.ts';

export interface KeeperDeps {
	readonly slot: SlotName;
	readonly logFolder: string;
	readonly owner: string;
	readonly save: () => void;
	readonly log: (line: string) => void;
	readonly leaving: Leaving;
	/** Aborted when the router lets go; processes are left alone from then on. */
	readonly closed: AbortSignal;
}

/** What was in service a moment ago. */
export interface TakenOut {
	readonly instances: readonly Instance[];
	readonly drainMs: number;
}

export interface ServiceKeeper {
	/** How processes of this slot are started, so that their ends are noticed. */
	readonly launch: LaunchDeps;
	current(): Service | null;
	/** Puts a version into service at once; what served before is handed back. */
	putIn(service: Service): TakenOut;
	/** Takes what runs out of service at once. */
	takeOut(): TakenOut;
	/** Puts what an earlier router recorded into service; what died meanwhile is started anew. */
	adopt(service: Service): Promise<void>;
	/** A process ended. */
	ended(instance: Instance): void;
	/** Forgets planned restarts. */
	close(): void;
}

export function createServiceKeeper(deps: KeeperDeps): ServiceKeeper {
	const { slot, leaving, closed, log } = deps;
	let service: Service | null = null;
	const restarter = createRestarter((index) => void replace(index));
	const launch: LaunchDeps = {
		logFolder: deps.logFolder,
		owner: deps.owner,
		onStarted: (instance) => leaving.note(instance),
		onEnded: (instance) => ended(instance),
	};

	function ended(instance: Instance): void {
		leaving.ended(instance);
		if (service?.instances.includes(instance) !== true || closed.aborted) return;
		const { record } = instance;
		log(`${slot} ${service.version}: process ${record.pid} ended, restarting it`);
		restarter.schedule(record.index, Date.now() - record.startedAt);
	}

	/** Starts a process anew in the place of one that ended. */
	async function replace(index: number): Promise<void> {
		const wanted = service;
		const old = wanted?.instances.find((instance) => instance.record.index === index);
		if (wanted === null || old === undefined) return;
		wanted.restarts += 1;
		const order = { slot, version: wanted.version, index, spec: wanted.spec };
		const launched = await launchInstance(order, launch, closed);
		if (closed.aborted) return;
		if (service !== wanted) {
			if (launched.ok) void leaving.end([launched.value], wanted.spec.drainMs);
		} else if (launched.ok) {
			seat(wanted, old, launched.value);
		} else {
			log(`${slot} ${wanted.version}: ${launched.problem.message}`);
			restarter.schedule(index, 0);
		}
	}

	function seat(wanted: Service, old: Instance, fresh: Instance): void {
		if (fresh.exit === null) leaving.intoService(fresh);
		wanted.instances[wanted.instances.indexOf(old)] = fresh;
		old.agent.destroy();
		deps.save();
		if (fresh.exit !== null) restarter.schedule(fresh.record.index, 0);
	}

	function takeOut(): TakenOut {
		restarter.clear();
		const out = { instances: service?.instances ?? [], drainMs: service?.spec.drainMs ?? 0 };
		service = null;
		return out;
	}

	return {
		launch,
		current: () => service,
		putIn(next) {
			const before = takeOut();
			for (const instance of next.instances) leaving.intoService(instance);
			service = next;
			return before;
		},
		takeOut,
		async adopt(recorded) {
			service = recorded;
			for (const instance of recorded.instances) {
				// A process that answered before is taken as up until a check says otherwise: users must not wait for it.
				if (await mayAdopt(instance.record, recorded.spec.healthPath)) instance.health = 'up';
				else {
					instance.exit = { code: null, signal: null };
					ended(instance);
				}
			}
		},
		ended,
		close: () => restarter.clear(),
	};
}

/** Runs many crashes side by side, each after the other in a few worlds, and tells which ones went wrong. */
import type { HostProcess } from './host-process.ts';
import type { Programs } from './programs.ts';
import { type Plan, type Shipped, ship } from './ship.ts';
import { openWorld, type World } from './world.ts';

export interface Case {
	/** Such as "canary: kill after write 7". */
	readonly name: string;
	readonly plan: Plan;
}

interface Lane {
	world: World;
	/** The control room that finished the case before and takes the next order. */
	host: HostProcess | null;
}

export interface Pool {
	/** One deployment; a world in which it failed is given up. */
	one(plan: Plan): Promise<Shipped>;
	/** What went wrong, one text a case; empty when all is well. */
	all(cases: readonly Case[]): Promise<readonly string[]>;
	dispose(): Promise<void>;
}

export function createPool(programs: Programs, size: number): Pool {
	const idle: Lane[] = [];
	const all = new Set<World>();
	let isDisposed = false;

	async function take(): Promise<Lane> {
		const lane = idle.pop();
		if (lane !== undefined) return lane;
		const world = await openWorld(programs);
		all.add(world);
		if (isDisposed) await world.dispose();
		return { world, host: null };
	}

	async function giveUp(lane: Lane): Promise<void> {
		all.delete(lane.world);
		await lane.world.dispose();
	}

	async function one(plan: Plan): Promise<Shipped> {
		const lane = await take();
		try {
			const shipped = await ship(lane.world, plan, lane.host);
			idle.push({ world: lane.world, host: shipped.host });
			return shipped;
		} catch (error) {
			const text = error instanceof Error ? error.message : String(error);
			const log = lane.world.log();
			await giveUp(lane);
			throw new Error(`${text}\n${log}`, { cause: error });
		}
	}

	return {
		one,
		async all(cases) {
			const waiting = [...cases];
			const failures: string[] = [];
			const work = async () => {
				for (let next = waiting.shift(); next !== undefined && !isDisposed; next = waiting.shift()) {
					const { name, plan } = next;
					await one(plan).catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
				}
			};
			await Promise.all(Array.from({ length: size }, work));
			return failures;
		},
		async dispose() {
			isDisposed = true;
			await Promise.all([...all].map((world) => world.dispose()));
		},
	};
}

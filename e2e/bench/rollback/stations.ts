/** Where the time of a rollback goes within the control room: instants at which it passed each station. */
import type { Store, Target } from '../../../electron/engine/ports.ts';

export interface Stations {
	watchStore(store: Store): Store;
	watchTarget(target: Target): Target;
	/** Milliseconds from `from` to each station of the newest write and the newest change of traffic. */
	since(from: bigint): Passage;
}

export interface Passage {
	readonly reachedJournal: number;
	readonly leftJournal: number;
	readonly reachedTarget: number;
	readonly leftTarget: number;
}

export function createStations(): Stations {
	const now = () => process.hrtime.bigint();
	const at = { reachedJournal: 0n, leftJournal: 0n, reachedTarget: 0n, leftTarget: 0n };
	return {
		watchStore: (store) => ({
			...store,
			async append(write) {
				const isCommand = write.events.some(({ event }) => event.type === 'commanded');
				if (isCommand) at.reachedJournal = now();
				// The store works synchronously: when the call comes back, the disk has it.
				const appended = store.append(write);
				if (isCommand) at.leftJournal = now();
				return appended;
			},
		}),
		watchTarget: (target) => ({
			...target,
			async setTraffic(request, signal) {
				at.reachedTarget = now();
				const set = await target.setTraffic(request, signal);
				at.leftTarget = now();
				return set;
			},
		}),
		since(from) {
			const of = (instant: bigint) => Number(instant - from) / 1e6;
			return {
				reachedJournal: of(at.reachedJournal),
				leftJournal: of(at.leftJournal),
				reachedTarget: of(at.reachedTarget),
				leftTarget: of(at.leftTarget),
			};
		},
	};
}

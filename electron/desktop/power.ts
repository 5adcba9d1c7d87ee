/** The machine under the room: kept awake while something ships here, and its sleep, return and lock told to the engine. */
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import { ownInFlightOf } from '../../shared/shell/in-flight.ts';
import type { MachineEvents } from '../engine/machine.ts';
import type { Logger } from '../engine/ports.ts';
import type { SettingsDesk } from '../host/shell/desk.ts';
import type { RoomFeed } from './parts.ts';

export interface KeepAwakeOptions {
	readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
	readonly feed: Pick<RoomFeed, 'current' | 'subscribe'>;
	readonly settings: Pick<SettingsDesk, 'current' | 'onChange'>;
}

/**
 * Keeps the machine from falling asleep by itself while a deployment of this room is in flight. The screen may go dark, and a
 * person who closes the lid still wins: then `watchMachine` tells the engine.
 */
export function keepAwake({ powerSaveBlocker, feed, settings }: KeepAwakeOptions): { close(): void } {
	let blocker: number | null = null;
	const release = () => {
		if (blocker !== null) powerSaveBlocker.stop(blocker);
		blocker = null;
	};
	const decide = () => {
		const room = feed.current();
		const isWanted = settings.current().power.keepAwake && room !== null && ownInFlightOf(room).length > 0;
		if (!isWanted) release();
		else blocker ??= powerSaveBlocker.start('prevent-app-suspension');
	};
	const leave = [
		feed.subscribe((after, before) => {
			if (after.deployments !== before?.deployments) decide();
		}),
		settings.onChange(decide),
	];
	return {
		close() {
			for (const each of leave) each();
			release();
		},
	};
}

export interface WatchMachineOptions {
	readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
	readonly machine: MachineEvents;
	readonly logger: Pick<Logger, 'error'>;
}

/**
 * Tells the engine what the system announces. None of the systems waits for an answer to `suspend` for more than moments, so
 * the engine acts on the call itself and journals behind it; a sleep that nobody announced it finds by its clocks.
 * `lock-screen` exists on macOS and Windows alone.
 */
export function watchMachine({ powerMonitor, machine, logger }: WatchMachineOptions): { close(): void } {
	const tell = (what: keyof MachineEvents) => () => {
		void machine[what]().catch((err: unknown) =>
			logger.error({ err }, `the engine failed over "${what}" of the machine`),
		);
	};
	const [sleeping, woke, locked, unlocked] = [tell('sleeping'), tell('woke'), tell('locked'), tell('unlocked')];
	powerMonitor.on('suspend', sleeping);
	powerMonitor.on('resume', woke);
	powerMonitor.on('lock-screen', locked);
	powerMonitor.on('unlock-screen', unlocked);
	return {
		close() {
			powerMonitor.off('suspend', sleeping);
			powerMonitor.off('resume', woke);
			powerMonitor.off('lock-screen', locked);
			powerMonitor.off('unlock-screen', unlocked);
		},
	};
}

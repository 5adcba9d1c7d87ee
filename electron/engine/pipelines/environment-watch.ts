/** Tells which services are to be drawn again because something of theirs was deployed: of what environments tell, most is not news. */
import type { EnvironmentKey } from '../../../shared/domain/release.ts';
import type { Clock } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';

export interface EnvironmentWatch {
	/** The environment said something; it says so at every sample. */
	told(key: EnvironmentKey): void;
	/** A service is gone: its environments are new when it comes again. */
	forget(service: string): void;
	stop(): void;
}

/** The room has taken over by then what an environment said. */
const lookAfterMs = 250;

export function createEnvironmentWatch(options: {
	readonly clock: Clock;
	readonly hub: RoomHub;
	readonly onNews: (service: string) => void;
}): EnvironmentWatch {
	const { clock, hub } = options;
	const pending = new Set<EnvironmentKey>();
	const known = new Map<EnvironmentKey, string>();
	let cancel: (() => void) | null = null;

	/** All of it that a service's screen shows. */
	function signature(key: EnvironmentKey): string {
		const room = hub.state();
		const environment = room.environments[key];
		const view = environment?.deploymentId == null ? undefined : room.deployments[environment.deploymentId];
		const { id, state } = view?.deployment ?? { id: null, state: null };
		return JSON.stringify([environment?.standing?.version ?? null, id, state, view?.headline ?? null]);
	}

	function look(): void {
		cancel = null;
		const news = new Set<string>();
		for (const key of pending) {
			const now = signature(key);
			if (known.get(key) !== now) news.add(serviceOf(key));
			known.set(key, now);
		}
		pending.clear();
		for (const service of news) options.onNews(service);
	}

	return {
		told(key) {
			pending.add(key);
			cancel ??= clock.after(lookAfterMs, look);
		},
		forget(service) {
			for (const key of known.keys()) if (serviceOf(key) === service) known.delete(key);
		},
		stop() {
			cancel?.();
			cancel = null;
		},
	};
}

/** Names have no slash. */
function serviceOf(key: EnvironmentKey): string {
	return key.slice(0, key.indexOf('/'));
}

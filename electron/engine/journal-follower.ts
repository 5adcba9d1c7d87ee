/** Another control room may write into the same journal: what it writes is picked up within a second. */
import { type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import type { Clock, Logger, Store } from './ports.ts';

export interface JournalFollower {
	stop(): void;
}

const everyMs = 1_000;
/** Entries read at once; more than that in a second is picked up with the next look. */
const atOnce = 1_000;
const deploymentStream = 'deployment:';

/**
 * Calls `refresh` for each environment that somebody else wrote about, and in every look for those that another
 * control room holds: it may have died without a word.
 */
export function followJournal(options: {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	/** True when the deployment is run here: its entries are our own. */
	readonly isOurs: (deploymentId: string) => boolean;
	readonly held: () => readonly EnvironmentKey[];
	readonly refresh: (key: EnvironmentKey) => Promise<void>;
}): JournalFollower {
	const { store, clock, logger } = options;
	let seen: number | null = null;
	let isStopped = false;

	async function environmentOf(deploymentId: string): Promise<EnvironmentKey | null> {
		const row = await store.deployment(deploymentId);
		if (!row.ok || row.value === null) return null;
		return environmentKey(row.value.deployment.service, row.value.deployment.environment);
	}

	async function touched(): Promise<ReadonlySet<EnvironmentKey>> {
		const keys = new Set(options.held());
		const last = await store.lastSeq();
		if (!last.ok || last.value === seen) return keys;
		const from = seen;
		seen = last.value;
		// What was there before the first look was read when the environments were opened.
		if (from === null) return keys;
		const entries = await store.journal({ afterSeq: from, limit: atOnce });
		if (!entries.ok) return keys;
		seen = entries.value.at(-1)?.seq ?? seen;
		const streams = new Set(entries.value.map((entry) => entry.stream));
		for (const stream of streams) {
			if (!stream.startsWith(deploymentStream)) continue;
			const id = stream.slice(deploymentStream.length);
			const key = options.isOurs(id) ? null : await environmentOf(id);
			if (key !== null) keys.add(key);
		}
		return keys;
	}

	/** Environments that are being read again; one that takes long keeps no other waiting. */
	const refreshing = new Set<EnvironmentKey>();

	async function refresh(key: EnvironmentKey): Promise<void> {
		if (refreshing.has(key)) return;
		refreshing.add(key);
		try {
			await options.refresh(key);
		} catch (err) {
			logger.error({ key, err }, 'reading an environment again failed');
		} finally {
			refreshing.delete(key);
		}
	}

	async function look(): Promise<void> {
		try {
			for (const key of await touched()) void refresh(key);
		} catch (err) {
			logger.error({ err }, 'following the journal failed');
		}
		if (!isStopped) clock.after(everyMs, () => void look());
	}

	clock.after(everyMs, () => void look());
	return {
		stop() {
			isStopped = true;
		},
	};
}

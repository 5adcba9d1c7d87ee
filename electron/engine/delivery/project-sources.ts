/** Which sources of open projects are read: each once in a room, for the project that was opened first. */
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { DeliveryProject } from './setup.ts';
import type { SyncLoop } from './sync-loop.ts';
import type { SyncedSource } from './synced-source.ts';

export interface ProjectSources {
	/** Begins with those that nobody reads yet. Fails where the store does not say how far they were read: then none begins. */
	connect(): Promise<Result<null>>;
	/** Takes a project's sources out and closes them; resolves when none is asked any more. */
	disconnect(project: DeliveryProject): Promise<void>;
	/** Closes those that nobody reads; the loop closes its own. */
	stop(): void;
}

export function createProjectSources(options: {
	readonly store: Pick<DeliveryStore, 'sources'>;
	readonly loop: Pick<SyncLoop, 'add' | 'remove' | 'states'>;
	readonly notify: NoticeDesk['notify'];
	/** In the order in which they were opened. */
	readonly open: () => readonly DeliveryProject[];
}): ProjectSources {
	const { store, loop, open } = options;
	const told = new WeakSet<SyncedSource>();
	const read = (): readonly SyncedSource[] => loop.states().map(({ synced }) => synced);

	function tellHeld({ project, synced }: HeldSource): void {
		if (told.has(synced)) return;
		told.add(synced);
		const title = `${synced.source.label} is read for another open project already`;
		options.notify({ tone: 'warn', title, detail: `What ${project.name} says of it does not hold meanwhile.` });
	}

	return {
		async connect() {
			if (planConnections(open(), read()).fresh.length > 0) {
				const kept = await store.sources();
				if (!kept.ok) return kept;
				// Planned anew: projects may have been closed, and opened otherwise, meanwhile.
				loop.add(planConnections(open(), read()).fresh, kept.value);
			}
			for (const held of planConnections(open(), read()).held) tellHeld(held);
			return ok(null);
		},
		async disconnect({ sources }) {
			const connected = new Set(read().filter((synced) => sources.includes(synced)));
			await loop.remove([...connected].map(({ source }) => source.id));
			await closeAll(sources.filter((synced) => !connected.has(synced)));
		},
		stop() {
			const connected = new Set(read());
			void closeAll(open().flatMap(({ sources }) => sources.filter((synced) => !connected.has(synced))));
		},
	};
}

async function closeAll(sources: readonly SyncedSource[]): Promise<void> {
	await Promise.allSettled(sources.map(async ({ source }) => source.close()));
}

/** A source that another open project brought before. */
export interface HeldSource {
	readonly project: DeliveryProject;
	readonly synced: SyncedSource;
}

/**
 * What nobody reads yet, and what waits because another open project brought it. A source of a project that is just being closed is
 * neither: it is free in a moment. Pure.
 */
export function planConnections(
	projects: readonly DeliveryProject[],
	read: readonly SyncedSource[],
): { readonly fresh: readonly SyncedSource[]; readonly held: readonly HeldSource[] } {
	const readers = new Map(read.map((synced) => [synced.source.id, synced]));
	const mine = new Set(projects.flatMap(({ sources }) => sources));
	const fresh: SyncedSource[] = [];
	const held: HeldSource[] = [];
	for (const project of projects) {
		for (const synced of project.sources) {
			const reader = readers.get(synced.source.id);
			if (reader === undefined) {
				readers.set(synced.source.id, synced);
				fresh.push(synced);
			} else if (reader !== synced && mine.has(reader)) held.push({ project, synced });
		}
	}
	return { fresh, held };
}

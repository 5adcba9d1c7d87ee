/** The sources of facts that are this room: its journal, its pipelines, and the reports of their tests. */
import { journalSource, runsSource, testsSource } from '../../../shared/domain/delivery/own-sources.ts';
import type { EvidenceCollector, PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock, Store } from '../ports.ts';
import { createCommitOf } from './commit-of.ts';
import { createJournalSource } from './journal-source.ts';
import { createRunsSource } from './runs-source.ts';
import type { SyncedSource } from './synced-source.ts';
import { createTestsSource, type TestsSource } from './tests-source.ts';

/** What pipelines keep; null where the host has none. */
export interface PipelinesKept {
	readonly store: PipelineStore;
	readonly collector: EvidenceCollector;
}

export interface OwnSources {
	readonly synced: readonly SyncedSource[];
	/** Null where the host has no pipelines. */
	readonly tests: TestsSource | null;
	opened(services: readonly ServiceSetup[]): void;
	closed(services: readonly string[]): void;
	/** Something about the runs of a service changed. */
	runsChanged(service: string): void;
}

const everyMs = { journal: 30_000, runs: 5 * 60_000, tests: 5 * 60_000 } as const;
const yearMs = 365 * 86_400_000;

export function createOwnSources(deps: {
	readonly store: Pick<Store, 'journal' | 'events' | 'lastSeq'>;
	readonly pipelines: PipelinesKept | null;
	readonly clock: Clock;
	/** A source has something new. */
	readonly onNews: (id: string) => void;
}): OwnSources {
	const { store, pipelines, clock } = deps;
	const setups = new Map<string, ServiceSetup>();
	const changes = { services: new Set<string>() };
	const find = (service: string): ServiceSetup | undefined => setups.get(service);
	const commitOf = createCommitOf({ releases: pipelines?.store ?? null, find, clock });
	const tests =
		pipelines === null ? null : createTestsSource({ ...pipelines, find, onNews: () => deps.onNews(testsSource) });
	const own = (source: SyncedSource['source'], every: number): SyncedSource => ({
		...{ projectId: '', source, host: source.id, everyMs: every, backMs: 5 * yearMs },
	});
	const journal = createJournalSource({ store, clock, commitOf });
	return {
		synced: [
			own(journal, everyMs.journal),
			...(pipelines === null
				? []
				: [own(createRunsSource({ store: pipelines.store, clock, find, changes }), everyMs.runs)]),
			...(tests === null ? [] : [own(tests, everyMs.tests)]),
		],
		tests,
		opened(services) {
			for (const setup of services) {
				setups.set(setup.service, setup);
				if (setup.pipeline === null) continue;
				changes.services.add(setup.service);
				tests?.opened(setup.service);
			}
			journal.commitsMayBeKnown();
			deps.onNews(journalSource);
			deps.onNews(runsSource);
			deps.onNews(testsSource);
		},
		closed(services) {
			for (const service of services) setups.delete(service);
		},
		runsChanged(service) {
			changes.services.add(service);
			deps.onNews(runsSource);
		},
	};
}

/** All services of the room: their pipelines, what people decided about them, and whether a release may ship. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import type { EnvironmentKey, Release } from '../../../shared/domain/release.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { ConnectionView, NeedView } from '../../../shared/rpc/views.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { QuarantineSource } from '../delivery-ports.ts';
import type { AttachmentStore, CollectedTests, EvidenceCollector, PipelineStore } from '../pipeline-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { offeredReleases } from './offered-releases.ts';
import { createPipelinesApi } from './pipelines-api.ts';
import { createServiceRoom } from './service-room.ts';
import { mayStart } from './may-start.ts';
import type { ServiceSetup } from './setup.ts';

/** What pipelines need of the host. */
export interface PipelinePorts {
	readonly store: PipelineStore;
	readonly collector: EvidenceCollector;
	readonly attachments: AttachmentStore;
}

export interface Pipelines {
	readonly api: PipelinesApi;
	/** Shows services at once with what the store knows, then begins to watch them. */
	open(setups: readonly ServiceSetup[]): Promise<void>;
	close(projectId: string): Promise<void>;
	/** Releases that a pipeline made and that may be worth starting, newest first; empty where there is none. */
	releasesOf(service: string): readonly Release[];
	/**
	 * May this version go into this environment now? Refuses with `gate-closed` or `frozen`, with the reason and who can lift
	 * it. `isGoingBack` is a version that was known good there: it is always let through. `isWithoutPipeline` is a release of the
	 * file that may go out without a run: only freezes hold it. A rollback never asks here.
	 */
	mayStart(request: {
		readonly key: EnvironmentKey;
		readonly version: string;
		readonly isGoingBack: boolean;
		readonly isWithoutPipeline?: boolean;
	}): Promise<Result<null>>;
	/** What of it needs a person. */
	needs(): readonly NeedView[];
	connections(): readonly ConnectionView[];
	/** Asks a host or a repository now: "Test connection". Null where the connection is none of ours. */
	test(connectionId: string): Promise<Result<null>> | null;
	/** Other tests of these services are in quarantine than before: what they held back may go on. */
	quarantinesChanged(services: readonly string[]): void;
	/** Deployments of the environment changed: batches and production stages are drawn again. */
	environmentChanged(key: EnvironmentKey): void;
	stop(): Promise<void>;
}

export interface PipelineOptions {
	readonly clock: Clock;
	readonly logger: Logger;
	readonly hub: RoomHub;
	readonly ports: PipelinePorts;
	/** Left out or null: no test is ever in quarantine. */
	readonly quarantines?: QuarantineSource | null;
	/** Where it is told what happened. */
	readonly desk: Pick<NoticeDesk, 'notify' | 'connection'>;
	/** What needs a person may have changed. */
	readonly onNeeds: () => void;
	/** Releases that may be started in these environments changed. */
	readonly onReleases: (keys: readonly EnvironmentKey[]) => void;
	/** Runs of a service, or what was decided about them, are not what they were. */
	readonly onRuns?: (service: string) => void;
	/** Reports of a run were read: the result of each of its tests. */
	readonly onTests?: (run: PipelineRun, config: PipelineConfig, tests: CollectedTests) => void;
}

export function createPipelines(options: PipelineOptions): Pipelines {
	const { clock, logger, hub, ports } = options;
	const room = createServiceRoom(options);
	return {
		api: createPipelinesApi({ room, clock, logger, hub, ports }),
		open: (setups) => room.open(setups),
		close: (projectId) => room.close(projectId),
		releasesOf(service) {
			const open = room.find(service);
			return open === undefined ? [] : offeredReleases(hub.state().environments, open.setup, open.book.releases());
		},
		async mayStart(question) {
			if (question.isGoingBack) return ok(null);
			await room.opened();
			return mayStart(room.all(), question, () => clock.now());
		},
		needs: () => room.board.needs(),
		connections: () => room.connections(),
		test: (connectionId) => room.test(connectionId),
		quarantinesChanged(services) {
			for (const service of services.flatMap((name) => room.find(name) ?? [])) room.decided(service);
		},
		environmentChanged: (key) => room.environments.told(key),
		stop: () => room.stop(),
	};
}

/** The part of the contract about pipelines, put together. */
import { ok } from '../../../shared/domain/result.ts';
import type { PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { createAttachments } from './attachments.ts';
import { createCommands } from './commands.ts';
import { createDecisions } from './decisions.ts';
import { standingOf } from './deployments.ts';
import type { PipelinePorts } from './pipelines.ts';
import { createQueries } from './queries.ts';
import type { ServiceRoom } from './service-room.ts';
import { createStreams } from './streams.ts';

/** How long a service counts as on screen after a screen said so. */
const onScreenMs = 60_000;

export function createPipelinesApi(options: {
	readonly room: ServiceRoom;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly hub: RoomHub;
	readonly ports: PipelinePorts;
}): PipelinesApi {
	const { room, clock, logger, hub, ports } = options;
	const { find } = room;
	const { store } = ports;
	return {
		...createStreams({ find, clock, logger, hub, watchers: room.watchers, onAudience: room.replan }),
		...createQueries({
			...{ find, store, clock },
			standing: ({ setup }) => standingOf(hub.state(), setup),
			flush: room.flush,
		}),
		...createCommands({ find, store, clock, lookNow: room.lookNow }),
		...createDecisions({ find, store, clock, onDecided: room.decided }),
		...createAttachments(ports.attachments),
		async lookAt({ services }) {
			for (const name of services) {
				const service = find(name);
				if (service !== undefined) service.lookedAtUntil = clock.now() + onScreenMs;
			}
			room.replan();
			return ok(null);
		},
	};
}

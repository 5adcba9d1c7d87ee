/** A screen's client over the memory wire that tells when each frame was handed to the server. */
import { createWSClient, wsLink } from '@trpc/client';
import { createMemoryWire } from '../../../electron/host/memory-link.ts';
import type { Caller, EngineApi } from '../../../shared/rpc/api.ts';
import { createSignalboxClient, type SignalboxClient } from '../../../shared/rpc/client.ts';
import { socketClassOver } from '../../../shared/rpc/link.ts';
import type { AppRouter } from '../../../shared/rpc/server.ts';
import { jsonAsIs } from '../../../shared/rpc/wire.ts';
import { createFakeShell } from '../../../shared/rpc/testing/fake-shell.ts';

export const benchCaller: Caller = { name: 'Bench', mayAct: true };

export interface BenchClient {
	readonly client: SignalboxClient;
	/** Monotonic clock of the machine when the last frame was handed over, ns. */
	lastSentAt(): bigint;
	close(): Promise<void>;
}

export function createBenchClient(api: EngineApi): BenchClient {
	const wire = createMemoryWire({ api, caller: benchCaller, shell: createFakeShell().shell });
	let lastSentAt = 0n;
	const socket = createWSClient({
		url: 'ws://memory',
		retryDelayMs: () => 0,
		WebSocket: socketClassOver((events) => {
			const link = wire.open(events);
			return {
				close: () => link.close(),
				send(frame) {
					lastSentAt = process.hrtime.bigint();
					link.send(frame);
				},
			};
		}),
	});
	return {
		client: createSignalboxClient([wsLink<AppRouter>({ client: socket, transformer: jsonAsIs })]),
		lastSentAt: () => lastSentAt,
		close: () => socket.close(),
	};
}

/** The engine's part of the contract as a whole one; nothing of projects and the sample is asked in a bench. */
export function apiOf(engine: Omit<EngineApi, 'projects' | 'sample'>, rest: EngineApi): EngineApi {
	const { room, deployments, pipelines, delivery, history, evidence, connections, notices } = engine;
	const { projects, sample } = rest;
	return { room, deployments, pipelines, delivery, history, evidence, connections, notices, projects, sample };
}

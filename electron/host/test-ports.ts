/** Ports of a project in a folder of its own, for the tests. */
import path from 'node:path';
import { createReplyCache } from '../connectors/http-hosts/reply-cache.ts';
import { createExec } from '../connectors/exec.ts';
import { quietLogger, realClock } from '../testing/real-world.ts';
import type { ConnectorPorts } from './connect-environments.ts';
import type { ServicePorts } from './connect-services.ts';

export function testPorts(folder: string): { readonly connectors: ConnectorPorts; readonly services: ServicePorts } {
	const connectors: ConnectorPorts = {
		clock: realClock,
		logger: quietLogger,
		fetch: globalThis.fetch,
		exec: createExec({}),
		secrets: async () => ({ ok: true, value: '' }),
		launchRouter: { file: process.execPath, args: [] },
		targetsFolder: path.join(folder, 'targets'),
	};
	const services: ServicePorts = {
		...connectors,
		runsFolder: path.join(folder, 'runs'),
		clonesFolder: path.join(folder, 'clones'),
		environment: async () => ({}),
		cache: createReplyCache({ maxEntries: 100, maxBytes: 1_000_000 }),
	};
	return { connectors, services };
}

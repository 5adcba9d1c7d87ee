/** Which pools are open: those for the settings as they are now; the former ones end when their last answer is read. */
import { Agent, type Dispatcher } from 'undici';
import type { Problem } from '../../../shared/domain/result.ts';
import { gatherAuthorities } from './authorities.ts';
import { createDispatchers, type Dispatchers, socketLimits } from './dispatchers.ts';
import type { NetworkOptions } from './network.ts';

export interface Sockets {
	/** For `http:` and no proxy: no authority has a say there, so no list of them is waited for. */
	plain(): Dispatcher;
	/** For all else. */
	trusting(): Promise<Dispatchers>;
	close(): Promise<void>;
}

/** Opens nothing before it is asked. `tell` hears what is wrong with the authorities, once for each list that is made. */
export function createSockets(options: NetworkOptions, tell: (problem: Problem) => void): Sockets {
	const { settings, environment, readFile, systemCertificates } = options;
	const plain = new Agent(socketLimits);
	let open: Promise<Dispatchers> | null = null;
	/** With the former ones, whose last answers are still read. */
	const made = new Set<Dispatchers>();
	let network = JSON.stringify(settings.current().network);
	let isClosed = false;

	const make = async (): Promise<Dispatchers> => {
		const file = settings.current().network.certificateAuthorities;
		const env = await environment();
		const { certificates, problems } = await gatherAuthorities({ env, file, readFile, systemCertificates });
		problems.forEach(tell);
		const dispatchers = createDispatchers(certificates);
		made.add(dispatchers);
		return dispatchers;
	};
	const letGo = async (former: Promise<Dispatchers>): Promise<void> => {
		const dispatchers = await former;
		await dispatchers.close();
		made.delete(dispatchers);
	};
	const stopListening = settings.onChange((changed) => {
		const now = JSON.stringify(changed.network);
		if (now === network) return;
		network = now;
		const former = open;
		open = null;
		options.logger.info({}, 'the network settings changed');
		// One that was never made has nothing to close.
		if (former !== null) void letGo(former).catch(() => undefined);
	});
	return {
		plain: () => plain,
		trusting() {
			if (isClosed) return Promise.reject(new TypeError('fetch failed', { cause: new Error('the network is closed') }));
			if (open === null) {
				const making = make();
				open = making;
				making.catch(() => {
					// The next request tries again.
					if (open === making) open = null;
				});
			}
			return open;
		},
		async close() {
			isClosed = true;
			stopListening();
			await plain.destroy();
			await open?.catch(() => undefined);
			await Promise.all([...made].map((each) => each.destroy()));
		},
	};
}

/** True where a pool was closed before anything was sent through it. */
export function isClosedError(error: unknown): boolean {
	for (let current = error, depth = 0; current instanceof Error && depth < 4; current = current.cause, depth += 1) {
		if ('code' in current && current.code === 'UND_ERR_CLOSED') return true;
	}
	return false;
}

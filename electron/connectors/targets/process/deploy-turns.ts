/** Deployments into one slot, one at a time: the same version joins the one under way, another calls it off. */
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { calledOff } from './launch-instance.ts';

interface Deploying {
	readonly version: string;
	readonly abort: AbortController;
	readonly done: Promise<Result<null>>;
}

export interface DeployTurns {
	deploy(
		version: string,
		signal: AbortSignal,
		start: (abort: AbortController) => Promise<Result<null>>,
	): Promise<Result<null>>;
	/** Ends whatever is being started, and waits for it. */
	callOff(): Promise<void>;
	/** The version that is being started; null when none is. */
	version(): string | null;
}

/** `isServing` tells whether a version is in service and whole; `onDone` follows every deployment. */
export function createDeployTurns(isServing: (version: string) => boolean, onDone: () => void): DeployTurns {
	let deploying: Deploying | null = null;

	async function callOff(): Promise<void> {
		while (deploying !== null) {
			deploying.abort.abort();
			await deploying.done;
		}
	}

	/** The outcome of what is done or under way already; null when the version must be started. */
	async function settle(version: string, signal: AbortSignal): Promise<Result<null> | null> {
		for (;;) {
			if (isServing(version)) {
				if (deploying === null) return ok(null);
			} else if (deploying?.version === version && !deploying.abort.signal.aborted) {
				const joined = await deploying.done;
				if (joined.ok || joined.problem.code !== 'cancelled' || signal.aborted) return joined;
				continue;
			}
			if (deploying === null) return signal.aborted ? calledOff(version) : null;
			await callOff();
		}
	}

	return {
		async deploy(version, signal, start) {
			const settled = await settle(version, signal);
			if (settled !== null) return settled;
			const abort = new AbortController();
			const follow = () => abort.abort();
			signal.addEventListener('abort', follow, { once: true });
			const done = start(abort).finally(() => {
				signal.removeEventListener('abort', follow);
				deploying = null;
				onDone();
			});
			deploying = { version, abort, done };
			return done;
		},
		callOff,
		version: () => deploying?.version ?? null,
	};
}

/** After a restart or an absence: asking the target what is really so, for as long as it takes. Nothing is assumed meanwhile. */
import { type Absence, sinceWords } from '../../shared/domain/deployment/machine.ts';
import { fail, type Problem } from '../../shared/domain/result.ts';
import type { TargetState } from '../../shared/domain/target/model.ts';
import { type LookPorts, see } from './look.ts';
import type { Logger } from './ports.ts';
import { pause } from './timed.ts';

const askAgainMs = 1_000;
const askAgainAtMostMs = 15_000;

/**
 * Asks until the target answers. `onSilence` hears why it does not, at every attempt. Null when `signal` aborts or
 * `isMoot` says that the answer is wanted no more.
 */
export async function askTarget(
	ports: LookPorts & { readonly logger: Logger },
	hooks: {
		/** What was before; null for a restart. */
		readonly after: Absence | null;
		readonly signal: AbortSignal;
		readonly isMoot: () => boolean;
		readonly onSilence: (problem: Problem) => Promise<void>;
	},
): Promise<TargetState | null> {
	for (let delayMs = askAgainMs; !hooks.signal.aborted; delayMs = Math.min(delayMs * 2, askAgainAtMostMs)) {
		const sighting = await see({ ...ports, source: null }, 0, null, hooks.signal);
		if (sighting.observed !== null) return sighting.observed;
		if (hooks.signal.aborted) return null;
		ports.logger.warn(
			{ target: ports.target.label, problem: sighting.problem },
			`no answer ${sinceWords(hooks.after)}`,
		);
		await hooks.onSilence(silence(sighting.problem, hooks.after));
		await pause(ports.clock, delayMs, hooks.signal);
		if (hooks.isMoot()) return null;
	}
	return null;
}

function silence(why: string | null, after: Absence | null): Problem {
	const since = sinceWords(after);
	return fail(
		'target-unreachable',
		`${since.charAt(0).toUpperCase()}${since.slice(1)} the target does not answer, so it is not known what runs: ${why ?? 'no reason given'}`,
		'Bring the target back; the deployment goes on by itself once it answers. Roll back can be tried at any time.',
		{ retryable: true },
	).problem;
}

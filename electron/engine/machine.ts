/** What the system says of the machine that this control room runs on, brought to every environment. */
import type { Absence } from '../../shared/domain/deployment/machine.ts';
import type { Clock, Logger } from './ports.ts';

/**
 * The host calls these as the system tells them. They may come twice, in any order, or not at all. Each resolves when what
 * the policies of the environments ask for is done.
 */
export interface MachineEvents {
	/** Call before the machine sleeps. Resolves within about 5 s: systems wait no longer. */
	sleeping(): Promise<void>;
	woke(): Promise<void>;
	locked(): Promise<void>;
	unlocked(): Promise<void>;
}

export interface Machine extends MachineEvents {
	/** The clocks say that this machine slept, whether or not anybody announced it. */
	slept(): void;
}

/** An environment as far as the machine is concerned. */
export interface Attended {
	/** Nothing follows from anything, once this has returned, that its policy does not want. */
	leave(because: Absence): Promise<void>;
	comeBack(after: Absence): Promise<void>;
}

const longestAnswerMs = 5_000;
/** Systems tell of one return more than once, and our own clocks tell of it too. */
const sameReturnMs = 30_000;

export function createMachine(options: {
	readonly clock: Clock;
	readonly logger: Logger;
	readonly attended: () => readonly Attended[];
}): Machine {
	const { clock, logger, attended } = options;
	let isAsleep = false;
	let isLocked = false;
	let returnedAt = Number.NEGATIVE_INFINITY;
	let returning: Promise<void> = Promise.resolve();

	/** All at once, none keeping the others; what goes wrong is told to the log alone: no host can mend it. */
	async function each(work: (one: Attended) => Promise<void>): Promise<void> {
		for (const done of await Promise.allSettled(attended().map(work))) {
			if (done.status === 'rejected') logger.error({ err: done.reason }, 'an environment did not follow the machine');
		}
	}

	async function within(ms: number, work: Promise<void>): Promise<void> {
		let cancel: () => void = () => undefined;
		const over = new Promise<void>((resolve) => {
			cancel = clock.after(ms, resolve);
		});
		await Promise.race([work, over]);
		cancel();
	}

	function woke(): Promise<void> {
		const isSame = !isAsleep && clock.monotonic() - returnedAt < sameReturnMs;
		if (isSame) return returning;
		const after = isAsleep ? 'asleep' : 'slept';
		isAsleep = false;
		returnedAt = clock.monotonic();
		logger.info({ after }, 'the machine woke');
		returning = each((one) => one.comeBack(after));
		return returning;
	}

	return {
		async sleeping() {
			logger.info({}, 'the machine goes to sleep');
			isAsleep = true;
			await within(
				longestAnswerMs,
				each((one) => one.leave('asleep')),
			);
		},
		woke,
		slept: () => void woke(),
		async locked() {
			if (isLocked) return;
			isLocked = true;
			await within(
				longestAnswerMs,
				each((one) => one.leave('locked')),
			);
		},
		async unlocked() {
			isLocked = false;
			await each((one) => one.comeBack('locked'));
		},
	};
}

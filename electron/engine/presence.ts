/**
 * Whether a deployment may be run at all: the machine may be away, and after that, as after a restart, no time passes
 * before the target has told what is really so.
 */
import type { DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import { type Absence, isAsleep, machineHold } from '../../shared/domain/deployment/machine.ts';
import { type Deployment, isOnItsWay } from '../../shared/domain/deployment/model.ts';
import { ok, type Problem, type Result } from '../../shared/domain/result.ts';
import { askTarget } from './ask-target.ts';
import type { LookPorts } from './look.ts';
import type { Logger } from './ports.ts';
import { pause } from './timed.ts';

/** What the policy says to an absence. */
export type Answer = Extract<DeploymentEvent, { type: 'machine-left' }>['answer'];

export interface Presence {
	/** False while the machine sleeps, and until the target has told what is so afterwards. */
	mayTimePass(): boolean;
	/**
	 * The machine is away. With `asleep` and `slept` everything stands still before this returns, but for the way back.
	 * Resolves once that is journalled, or could not be.
	 */
	leave(because: Absence, answer: Answer): Promise<void>;
	/** Journals an absence that is not journalled yet; called in turn only. False: nothing else may be done now. */
	note(): Promise<boolean>;
	/**
	 * Asks the target until it answers, then resumes or restores known good; `after` is what was before, null for a
	 * restart. Asked again, the first call ends without effect. `locked` is nothing to come back from unless it held.
	 */
	recover(after: Absence | null, isLocked: () => boolean): Promise<void>;
}

const retryJournalMs = 2_000;

export function createPresence(options: {
	readonly ports: LookPorts & { readonly logger: Logger };
	/** Ends with the runner. */
	readonly signal: AbortSignal;
	readonly current: () => Deployment;
	/** True while effects are being carried out in this process. */
	readonly isActing: () => boolean;
	/** Runs `work` as one event of the deployment, after those before it. */
	readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
	/** Writes an event of the engine's own; called in turn only. */
	readonly commit: (event: DeploymentEvent) => Promise<Result<unknown>>;
	/** Stops every timer, and gives up what goes forward. */
	readonly freeze: () => void;
}): Presence {
	const { ports, current, inTurn, commit } = options;
	const { clock } = ports;
	let isFrozen = false;
	let recovery: AbortController | null = null;
	let unwritten: { readonly because: Absence; readonly answer: Answer } | null = null;

	function isSaid(because: Absence, answer: Answer): boolean {
		const deployment = current();
		if (!isOnItsWay(deployment)) return true;
		if (answer === 'roll-back') return false;
		return isAsleep(deployment) || machineHold(deployment)?.because === because;
	}

	async function note(): Promise<boolean> {
		const wish = unwritten;
		if (wish === null) return true;
		const written = isSaid(wish.because, wish.answer) ? ok(null) : await commit({ type: 'machine-left', ...wish });
		if (written.ok && unwritten === wish) unwritten = null;
		// Behind a locked screen the way back stays open; forward, a journal that cannot be written lets nothing through.
		return written.ok || wish.because === 'locked';
	}

	/** A person rolled back meanwhile, and that is being done: it already knows where to go. */
	const isMoot = (): boolean => current().state === 'rolling-back' && options.isActing();

	async function tellSilence(problem: Problem, after: Absence | null): Promise<void> {
		if (current().problem?.message === problem.message) return;
		const event: DeploymentEvent = { type: 'recovered', observed: null, problem, ...(after === null ? {} : { after }) };
		await inTurn(() => commit(event));
	}

	/** The answer of the target, in turn. What was frozen thaws with it, unless it could not be written. */
	async function settle(mine: AbortController, event: DeploymentEvent, isLocked: () => boolean) {
		if (recovery !== mine) return ok(null);
		const wasFrozen = isFrozen;
		if (!isMoot()) await note();
		recovery = null;
		isFrozen = false;
		if (isMoot()) return ok(null);
		const written = await commit(event);
		if (!written.ok) {
			recovery = mine;
			isFrozen = wasFrozen;
		} else if (isLocked()) {
			unwritten = { because: 'locked', answer: 'hold' };
			await note();
		}
		return written;
	}

	async function recover(after: Absence | null, isLocked: () => boolean): Promise<void> {
		if (after === 'locked') {
			await inTurn(note);
			if (machineHold(current())?.because !== 'locked') return;
		}
		recovery?.abort();
		const mine = new AbortController();
		recovery = mine;
		const signal = AbortSignal.any([options.signal, mine.signal]);
		while (!signal.aborted) {
			const observed = await askTarget(ports, {
				after,
				signal,
				isMoot,
				onSilence: (problem) => tellSilence(problem, after),
			});
			if (recovery !== mine || signal.aborted) return;
			if (observed === null) {
				recovery = null;
				isFrozen = false;
				return;
			}
			const event: DeploymentEvent = {
				type: 'recovered',
				observed,
				problem: null,
				...(after === null ? {} : { after }),
			};
			const settled = await inTurn(() => settle(mine, event, isLocked));
			if (settled.ok) return;
			await pause(clock, retryJournalMs, signal);
		}
	}

	return {
		mayTimePass: () => !isFrozen && recovery === null,
		async leave(because, answer) {
			if (because !== 'locked') {
				isFrozen = true;
				recovery?.abort();
				recovery = null;
				options.freeze();
			}
			const outranks = unwritten === null || unwritten.because === 'locked' || answer === 'roll-back';
			if (outranks && unwritten?.answer !== 'roll-back') unwritten = { because, answer };
			await inTurn(note);
		},
		note,
		recover,
	};
}

/** The journal of a deployment in plain sentences. Pure: the same events give the same words, live and in a replay. */
import type { CommandKind, DeploymentEvent, RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import type { Absence } from '../../../shared/domain/deployment/machine.ts';
import type { Effect } from '../../../shared/domain/deployment/model.ts';
import { formatDuration, formatNumber } from '../../../shared/domain/format.ts';
import type { VerdictOutcome } from '../../../shared/domain/health/model.ts';
import { type Actor, actorName } from '../../../shared/domain/release.ts';
import { assertNever } from '../../../shared/domain/result.ts';
import { observedSplit, sameSplit, type SlotName, type TargetState } from '../../../shared/domain/target/model.ts';

export type LineTone = 'neutral' | 'good' | 'warn' | 'bad' | 'busy';

/** One line of "What happened". */
export interface EventLine {
	readonly revision: number;
	/** ms since the epoch. */
	readonly at: number;
	readonly tone: LineTone;
	readonly text: string;
	/** Something more, in a second line; null where the sentence says all. */
	readonly detail: string | null;
}

type Created = Extract<DeploymentEvent, { readonly type: 'created' }>;

/** What earlier events said that later ones only refer to. */
interface Known {
	readonly created: Created | null;
	readonly intents: ReadonlyMap<string, { readonly effect: Effect; readonly at: number }>;
}

type Words = Pick<EventLine, 'tone' | 'text' | 'detail'>;

function words(tone: LineTone, text: string, detail: string | null = null): Words {
	return { tone, text, detail };
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "25 %"; shares are whole numbers nearly always. */
export function shareText(percent: number): string {
	return `${formatNumber(percent, 1)} %`;
}

function versionIn(known: Known, slot: SlotName): string {
	const { created } = known;
	if (created === null) return `the ${slot} slot`;
	if (slot === created.canarySlot) return created.release.version;
	return created.from?.version ?? `the ${slot} slot`;
}

/** "25 % of traffic to 2.4.0", seen from the release that is coming. */
function splitText(known: Known, split: Readonly<Record<SlotName, number>>): string {
	if (split.blue === 0 && split.green === 0) return 'no traffic to either slot';
	const { created } = known;
	if (created === null) return `${shareText(split.blue)} to blue, ${shareText(split.green)} to green`;
	const canary = split[created.canarySlot];
	if (canary === 0 && created.from !== null) return `all traffic to ${created.from.version}`;
	if (canary >= 100) return `all traffic to ${created.release.version}`;
	return `${shareText(canary)} of traffic to ${created.release.version}`;
}

function intention(known: Known, effect: Effect): string {
	switch (effect.kind) {
		case 'deploy':
			return `Starting ${effect.version} in the ${effect.slot} slot`;
		case 'smoke':
			return `Smoke tests of ${effect.version} begin`;
		case 'set-traffic':
			return `Asking the target for ${splitText(known, effect.split)}`;
		case 'retire':
			return `Ending ${versionIn(known, effect.slot)} in the ${effect.slot} slot`;
		default:
			return assertNever(effect);
	}
}

function achieved(known: Known, effect: Effect, observed: TargetState | null): Words {
	switch (effect.kind) {
		case 'deploy':
			return words('neutral', `${effect.version} is up in the ${effect.slot} slot`);
		case 'smoke':
			return words('good', `Smoke tests of ${effect.version} passed`);
		case 'retire':
			return words('neutral', `${capital(versionIn(known, effect.slot))} was ended in the ${effect.slot} slot`);
		case 'set-traffic': {
			const wanted = splitText(known, effect.split);
			if (observed === null) return words('neutral', `The target took the order: ${wanted}`, 'Not confirmed yet');
			const seen = observedSplit(observed);
			if (sameSplit(seen, effect.split)) return words('neutral', `The target confirms ${wanted}`);
			return words('warn', `The target shows ${splitText(known, seen)}`, `Asked for: ${wanted}`);
		}
		default:
			return assertNever(effect);
	}
}

function failure(known: Known, effect: Effect): string {
	switch (effect.kind) {
		case 'deploy':
			return `Starting ${effect.version} in the ${effect.slot} slot failed`;
		case 'smoke':
			return `Smoke tests of ${effect.version} failed`;
		case 'set-traffic':
			return `The target did not take ${splitText(known, effect.split)}`;
		case 'retire':
			return `Ending ${versionIn(known, effect.slot)} in the ${effect.slot} slot failed`;
		default:
			return assertNever(effect);
	}
}

const verdictTones: Readonly<Record<VerdictOutcome, LineTone>> = {
	healthy: 'good',
	unhealthy: 'bad',
	inconclusive: 'warn',
};

const commandWords: Readonly<Record<CommandKind, string>> = {
	promote: 'promoted to the next step',
	'promote-fully': 'promoted to all traffic',
	pause: 'asked for a pause',
	resume: 'let it go on',
	retry: 'asked to try again',
	'roll-back': 'asked for the rollback',
};

/** Who acted, at the start of a sentence. */
function who(actor: Actor): string {
	if (actor.kind === 'schedule') return `The schedule ${actor.name}`;
	return capital(actorName(actor));
}

function creation(event: Created, actor: Actor): Words {
	const { release, service, environment, from, strategy, clockRate } = event;
	const before = from === null ? 'nothing stood there before' : `${from.version} stands there`;
	const rate = clockRate === 1 ? '' : `; steps run ${formatNumber(clockRate, 1)} times faster than the wall clock`;
	const text = `${who(actor)} asked for ${release.version} of ${service} in ${environment}`;
	return words('neutral', text, `${capital(strategy.kind)}, ${before}${rate}`);
}

const leaveWords: Readonly<Record<Absence, string>> = {
	asleep: 'this machine went to sleep',
	slept: 'this machine had slept and nobody watched',
	locked: 'the screen of this machine was locked',
};

/** Who came back, at the start of a sentence. */
function returnWords(after: Absence | null): string {
	if (after === null) return 'Signalbox started again';
	return after === 'locked' ? 'Signalbox took up what was held' : 'Signalbox woke with its machine';
}

function recovery(known: Known, observed: TargetState | null, problem: string | null, after: Absence | null): Words {
	if (observed === null) {
		const why = problem ?? 'it did not answer';
		return words('bad', `${returnWords(after)} and could not ask the target what is so`, why);
	}
	return words('warn', `${returnWords(after)}; the target shows ${splitText(known, observedSplit(observed))}`, problem);
}

/** A step's place in words; steps are counted from 1 on screen. */
function stepName(known: Known, stepIndex: number): string {
	const step = known.created?.strategy.steps[stepIndex];
	const number = `step ${stepIndex + 1}`;
	if (step?.kind !== 'analyse') return number;
	return `${number} (${formatDuration(step.durationMs)})`;
}

function patienceWords(known: Known, stepIndex: number): Words {
	const step = known.created?.strategy.steps[stepIndex];
	const after = step?.kind === 'analyse' ? ` after ${formatDuration(step.patienceMs)}` : '';
	return words('bad', `Still no verdict${after}: rolling back`, 'What cannot be judged is not promoted');
}

/** Joins what the target said of an effect with how long the effect took. */
function outcomeDetail(own: string | null, note: string | null, tookMs: number | null): string | null {
	const took = tookMs === null || tookMs < 0 ? null : `took ${formatDuration(tookMs)}`;
	const parts = [own, note, took].filter((part) => part !== null);
	return parts.length === 0 ? null : parts.join('; ');
}

function eventWords(recorded: RecordedEvent, known: Known): Words {
	const { event, actor, at } = recorded;
	switch (event.type) {
		case 'created':
			return creation(event, actor);
		case 'begun':
			return words('neutral', 'The environment is free: the first step begins');
		case 'commanded':
			return words('neutral', `${who(actor)} ${commandWords[event.command]}`, event.reason);
		case 'effect-intended':
			return words('busy', intention(known, event.effect));
		case 'effect-done': {
			const intent = known.intents.get(event.effectId);
			if (intent === undefined) return words('neutral', 'An effect on the target is done', event.note);
			const said = achieved(known, intent.effect, event.observed);
			return { ...said, detail: outcomeDetail(said.detail, event.note, at - intent.at) };
		}
		case 'effect-failed': {
			const intent = known.intents.get(event.effectId);
			const text = intent === undefined ? 'An effect on the target failed' : failure(known, intent.effect);
			return words('bad', text, `${event.problem.message} ${event.problem.hint}`.trim());
		}
		case 'verdict':
			return words(verdictTones[event.verdict.outcome], event.verdict.summary);
		case 'step-elapsed':
			return words('neutral', `The time of ${stepName(known, event.stepIndex)} has passed`);
		case 'patience-ended':
			return patienceWords(known, event.stepIndex);
		case 'split-drifted':
			return words(
				'warn',
				`The target sends ${splitText(known, observedSplit(event.observed))}`,
				'The wanted split is asked for again',
			);
		case 'recovered':
			return recovery(known, event.observed, event.problem?.message ?? null, event.after ?? null);
		case 'machine-left': {
			const isHeld = event.answer === 'hold';
			return words('warn', `${capital(leaveWords[event.because])}${isHeld ? ': held' : ': rolling back'}`);
		}
		case 'window-ended': {
			const before = known.created?.from?.version ?? 'The previous release';
			return words('neutral', `The rollback window is over: ${before} may be ended`);
		}
		default:
			return assertNever(event);
	}
}

function isSettled(recorded: RecordedEvent, settled: ReadonlySet<string>): boolean {
	return recorded.event.type === 'effect-intended' && settled.has(recorded.event.effectId);
}

/**
 * The events as lines, oldest first. An intent is left out once its outcome is there: the outcome names it.
 * An intent without outcome stays, because that is what is being tried now.
 */
export function eventLines(events: readonly RecordedEvent[]): readonly EventLine[] {
	const settled = new Set(
		events.flatMap(({ event }) =>
			event.type === 'effect-done' || event.type === 'effect-failed' ? [event.effectId] : [],
		),
	);
	const intents = new Map<string, { readonly effect: Effect; readonly at: number }>();
	let created: Created | null = null;
	const lines: EventLine[] = [];
	for (const recorded of events) {
		const { event, revision, at } = recorded;
		if (event.type === 'created') created = event;
		if (event.type === 'effect-intended') intents.set(event.effectId, { effect: event.effect, at });
		if (isSettled(recorded, settled)) continue;
		lines.push({ revision, at, ...eventWords(recorded, { created, intents }) });
	}
	return lines;
}

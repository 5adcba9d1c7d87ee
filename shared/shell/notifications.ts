/**
 * Which changes of the room are told outside its windows: one notification for each event that needs a person or ends
 * something. A room says which events stand in it (`eventsOf`), each under a key made of the instant at which it happened,
 * and news is what stands in the room after a change and did not before.
 *
 * - A rollback that the engine decides is told when it is decided, not again when it is done; where it fails, a person is
 *   needed, which is an event of its own. One that a person asks for is told when it is done: that person knows the rest.
 * - A pause by a person and a wait of a set time are not told: nobody else has to decide. Nor is what holds a deployment
 *   while this machine sleeps or is locked: it goes on by itself, and who is back sees it.
 * - A deployment that comes into the room together with its environment is as it was found (a project was opened), not news.
 * - What another control room runs is told there.
 */
import type { Deployment, Pause, Rollback } from '../domain/deployment/model.ts';
import { stepAt } from '../domain/deployment/model.ts';
import { formatDuration } from '../domain/format.ts';
import { environmentKey } from '../domain/release.ts';
import type { DeploymentView, RoomState } from '../rpc/views.ts';
import { actionOf, deploymentAddress } from './attention.ts';
import type { NotificationKind } from './settings.ts';

export type NotificationCommand = 'promote' | 'roll-back';

export interface NotificationAction {
	readonly command: NotificationCommand;
	/** The engine's words: what the click will do. */
	readonly label: string;
}

export interface ShellNotification {
	/** The same for the same event, however often it is looked at. */
	readonly key: string;
	readonly kind: NotificationKind;
	readonly title: string;
	readonly body: string;
	/** Where a click leads, below the hash. */
	readonly address: string;
	readonly deploymentId: string;
	/** The likelier one first: some systems show only that. */
	readonly actions: readonly NotificationAction[];
	/** True while it asks for a decision: it is taken back once `waitingKeys` no longer names it. */
	readonly asksForDecision: boolean;
}

/** An event that stands in a room. Those without a notification only keep their key taken. */
interface StandingEvent {
	readonly key: string;
	readonly tell: (() => ShellNotification) | null;
}

/** What is new in `after` and worth telling, at most one for each event. */
export function notificationsOf(before: RoomState, after: RoomState): readonly ShellNotification[] {
	if (before.deployments === after.deployments) return [];
	return Object.values(after.deployments).flatMap((view) => {
		const { id } = view.deployment;
		const known = before.deployments[id];
		if (known === view || isAsFound(before, view)) return [];
		if (view.heldBy !== null) return [];
		const taken = new Set(known === undefined ? [] : eventsOf(known, before).map(({ key }) => key));
		return eventsOf(view, after).flatMap(({ key, tell }) => (tell === null || taken.has(key) ? [] : [tell()]));
	});
}

/** Keys of the notifications that still wait for a decision. */
export function waitingKeys(room: RoomState): ReadonlySet<string> {
	const told = Object.values(room.deployments).flatMap((view) =>
		eventsOf(view, room).flatMap(({ tell }) => (tell === null ? [] : [tell()])),
	);
	return new Set(told.filter(({ asksForDecision }) => asksForDecision).map(({ key }) => key));
}

function isAsFound(before: RoomState, { deployment }: DeploymentView): boolean {
	const key = environmentKey(deployment.service, deployment.environment);
	return before.deployments[deployment.id] === undefined && before.environments[key] === undefined;
}

function eventsOf(view: DeploymentView, room: RoomState): readonly StandingEvent[] {
	const { deployment } = view;
	const { id, rollback } = deployment;
	const rolledBack = rollback === null ? [] : rollbackEvents(view, rollback);
	switch (deployment.state) {
		case 'paused':
			return pauseEvents(view, room);
		case 'completed':
			return [
				event(`finished:${id}:${deployment.finishedAt}`, () => ({
					...base(view, 'finished', deployment.verdict?.summary ?? null),
					actions: actionsOf(view, room, ['roll-back']),
				})),
			];
		case 'needs-operator':
			return [
				...rolledBack,
				event(`operator:${id}:${rollback?.at ?? deployment.stepStartedAt}`, () => ({
					...base(view, 'failed', deployment.problem?.message ?? 'The last rollback did not succeed.'),
					actions: actionsOf(view, room, ['roll-back']),
					asksForDecision: true,
				})),
			];
		case 'rolling-back':
		case 'rolled-back':
			return rolledBack;
		case 'queued':
		case 'preparing':
		case 'smoke-testing':
		case 'shifting':
		case 'analysing':
		case 'promoting':
			return [];
	}
}

function pauseEvents(view: DeploymentView, room: RoomState): readonly StandingEvent[] {
	const { deployment } = view;
	const { id, pause } = deployment;
	if (pause === null || pause.reason === 'person' || endsByItself(deployment)) return [];
	const isHold = pause.reason === 'hold';
	const kind = isHold ? 'approval' : 'verdict';
	return [
		event(`${kind}:${id}:${pause.at}`, () => ({
			...base(view, kind, pauseText(pause, view.timing.patienceEndsAt)),
			actions: actionsOf(view, room, isHold ? ['promote', 'roll-back'] : ['roll-back', 'promote']),
			asksForDecision: true,
		})),
	];
}

function rollbackEvents(view: DeploymentView, rollback: Rollback): readonly StandingEvent[] {
	const { id, state, problem } = view.deployment;
	const isAsked = rollback.by.kind === 'person';
	if (isAsked && state !== 'rolled-back') return [];
	const key = `rollback:${id}:${rollback.at}`;
	if (state === 'needs-operator') return [{ key, tell: null }];
	const text = state === 'rolled-back' ? (problem?.message ?? rollback.text) : rollback.text;
	return [event(key, () => base(view, 'failed', text))];
}

/** A wait of a set time goes on without anybody. */
function endsByItself(deployment: Deployment): boolean {
	const step = stepAt(deployment);
	return deployment.pause?.reason === 'hold' && step?.kind === 'hold' && step.durationMs !== null;
}

function pauseText({ text, at, reason }: Pause, patienceEndsAt: number | null): string {
	if (reason !== 'inconclusive' || patienceEndsAt === null || patienceEndsAt <= at) return text;
	return sentences(text, `It is rolled back by itself ${formatDuration(patienceEndsAt - at)} after it was held.`);
}

function sentences(first: string, second: string): string {
	return /[.?]$/.test(first) ? `${first} ${second}` : `${first}. ${second}`;
}

function event(key: string, make: () => Omit<ShellNotification, 'key'>): StandingEvent {
	return { key, tell: () => ({ key, ...make() }) };
}

function base(view: DeploymentView, kind: NotificationKind, detail: string | null): Omit<ShellNotification, 'key'> {
	const { id, service, environment } = view.deployment;
	return {
		kind,
		title: `${service} ${environment}: ${view.headline}`,
		body: detail ?? `The deployment into ${environment} is done.`,
		address: deploymentAddress(id),
		deploymentId: id,
		actions: [],
		asksForDecision: false,
	};
}

function actionsOf(
	view: DeploymentView,
	{ host }: RoomState,
	commands: readonly NotificationCommand[],
): readonly NotificationAction[] {
	return commands.flatMap((command) => {
		const action = actionOf(view, command, host.mayAct);
		return action?.allowed === true ? [{ command, label: action.label }] : [];
	});
}

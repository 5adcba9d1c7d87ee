/** Shows what is told outside the windows, keeps still in quiet hours, and takes back what has been decided. */
import type { Notification, NotificationConstructorOptions } from 'electron';
import { actionOf } from '../../shared/shell/attention.ts';
import {
	type NotificationAction,
	type ShellNotification,
	notificationsOf,
	waitingKeys,
} from '../../shared/shell/notifications.ts';
import { type LocalTime, showingOf } from '../../shared/shell/quiet-hours.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import type { Logger } from '../engine/ports.ts';
import type { SettingsDesk } from '../host/shell/desk.ts';
import type { FrontWindow, RoomFeed, RoomWindows, ShellActions, SpokenNote } from './parts.ts';
import { createHeldBack } from './held-back.ts';
import { createPopUps } from './pop-ups.ts';

export interface ShellNotificationsDeps {
	readonly Notification: {
		new (options?: NotificationConstructorOptions): Notification;
		isSupported(): boolean;
	};
	readonly platform: string;
	readonly feed: Pick<RoomFeed, 'current' | 'subscribe'>;
	readonly windows: Pick<RoomWindows, 'go' | 'show'>;
	readonly front: Pick<FrontWindow, 'address' | 'isFocused'>;
	readonly settings: Pick<SettingsDesk, 'current' | 'onChange'>;
	readonly actions: Pick<ShellActions, 'rollBack' | 'promote'>;
	readonly localTime: () => LocalTime;
	/** Calls every so many ms until the returned function is called. */
	readonly every: (ms: number, work: () => void) => () => void;
	readonly logger: Pick<Logger, 'warn'>;
}

export interface ShellNotifications {
	/** The outcome of something that a person asked for: at once, whatever the settings say. */
	say(note: SpokenNote): void;
	close(): void;
}

/** Tells what happens in the room from now on. Nothing is told of what was already so. */
export function createShellNotifications(deps: ShellNotificationsDeps): ShellNotifications {
	const { feed, settings, windows } = deps;
	const popUps = createPopUps(deps);
	/** Keys of what asks for a decision that is still to be taken, shown or held back. */
	const asking = new Set<string>();
	const say = ({ title, body, address }: SpokenNote) =>
		popUps.show(null, { title, body }, { click: () => (address === null ? windows.show() : windows.go(address)) });
	const show = (news: ShellNotification) =>
		popUps.show(news.key, optionsOf(news), {
			click: () => windows.go(news.address),
			action: (index) => {
				const action = news.actions[index];
				if (action !== undefined) act(deps, news, action, say);
			},
		});
	const quiet = createHeldBack(deps, (list) => {
		const [first] = list;
		if (list.length === 1 && first !== undefined) show(first);
		else if (list.length > 1) say(summaryOf(list));
	});
	const hear = (news: ShellNotification) => {
		if (news.asksForDecision) asking.add(news.key);
		const showing = showingOf(news.kind, settings.current(), deps.localTime());
		if (showing === 'held') quiet.add(news);
		else if (showing === 'shown' && !isSeen(deps, news)) show(news);
	};
	const takeBack = (room: RoomState) => {
		if (asking.size === 0) return;
		const waiting = waitingKeys(room);
		for (const key of asking) {
			if (waiting.has(key)) continue;
			asking.delete(key);
			quiet.drop(key);
			popUps.close(key);
		}
	};
	const leave = feed.subscribe((after, before) => {
		if (before === null) return;
		for (const news of notificationsOf(before, after)) hear(news);
		if (after.deployments !== before.deployments) takeBack(after);
	});
	return {
		say,
		close() {
			leave();
			quiet.close();
			popUps.closeAll();
		},
	};
}

/** A person who looks at that very deployment needs no second telling; of a failure everybody is told. */
function isSeen({ front }: Pick<ShellNotificationsDeps, 'front'>, { kind, address }: ShellNotification): boolean {
	return kind !== 'failed' && front.isFocused() && front.address() === address;
}

/** Does what the button said, or nothing: a button that would do something else by now is not obeyed. */
function act(
	{ feed, actions }: Pick<ShellNotificationsDeps, 'feed' | 'actions'>,
	{ deploymentId, address }: ShellNotification,
	{ command, label }: NotificationAction,
	say: (note: SpokenNote) => void,
): void {
	const room = feed.current();
	const view = room?.deployments[deploymentId];
	const now = room === null || view === undefined ? null : actionOf(view, command, room.host.mayAct);
	if (now?.allowed === true && now.label === label) {
		void (command === 'promote' ? actions.promote(deploymentId) : actions.rollBack(deploymentId));
		return;
	}
	const why = now === null || now.allowed ? 'The deployment has moved on since.' : `${now.detail ?? now.label}.`;
	say({ title: `Not done: ${label}`, body: `${why} Look at what it shows now and decide again.`, address });
}

function optionsOf(news: ShellNotification): NotificationConstructorOptions {
	const { title, body, kind, asksForDecision, actions } = news;
	return {
		title,
		body,
		urgency: kind === 'failed' ? 'critical' : 'normal',
		timeoutType: asksForDecision ? 'never' : 'default',
		actions: actions.map(({ label }) => ({ type: 'button', text: label })),
	};
}

function summaryOf(list: readonly ShellNotification[]): SpokenNote {
	const named = list.slice(0, 3).map(({ title }) => title);
	const rest = list.length - named.length;
	return {
		title: `${list.length} things happened in quiet hours`,
		body: [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'),
		address: '/',
	};
}

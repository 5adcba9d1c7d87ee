/** Notifications of the system that are open, kept so that none is collected before its click. */
import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Logger } from '../engine/ports.ts';

export interface PopUpsDeps {
	readonly Notification: {
		new (options?: NotificationConstructorOptions): Notification;
		isSupported(): boolean;
	};
	readonly platform: string;
	readonly logger: Pick<Logger, 'warn'>;
}

export interface PopUps {
	/** `key`: to close it by; null for what nobody will. */
	show(
		key: string | null,
		options: NotificationConstructorOptions,
		on: { readonly click: () => void; readonly action?: (index: number) => void },
	): void;
	close(key: string): void;
	closeAll(): void;
}

/** Those that stay in the system's list are clicked later, or never: the oldest goes when there are more. */
const kept = 50;

export function createPopUps({ Notification, platform, logger }: PopUpsDeps): PopUps {
	const open = new Map<string, Notification>();
	/** Elsewhere buttons are not shown (electronjs.org, NotificationAction), so none are asked for. */
	const hasButtons = platform === 'darwin' || platform === 'win32';
	let count = 0;
	const close = (key: string) => {
		const popUp = open.get(key);
		open.delete(key);
		popUp?.close();
	};
	return {
		show(key, { actions = [], ...options }, on) {
			if (!Notification.isSupported()) return;
			count += 1;
			const name = key ?? `said:${count}`;
			close(name);
			const popUp = new Notification(hasButtons && actions.length > 0 ? { ...options, actions } : options);
			const forget = () => {
				if (open.get(name) === popUp) open.delete(name);
			};
			popUp.on('click', () => {
				forget();
				on.click();
			});
			popUp.on('action', (details, index) => {
				forget();
				// The number stood beside the event before it stood in it.
				on.action?.(details.actionIndex ?? index);
			});
			// What only timed out lies in the system's list and can still be clicked.
			popUp.on('close', ({ reason }) => {
				if (reason === 'userCanceled') forget();
			});
			popUp.on('failed', (_event, error) => {
				forget();
				logger.warn({ error }, 'a notification could not be shown');
			});
			open.set(name, popUp);
			const [oldest] = open.keys();
			if (open.size > kept && oldest !== undefined) close(oldest);
			popUp.show();
		},
		close,
		closeAll() {
			for (const key of open.keys()) close(key);
		},
	};
}

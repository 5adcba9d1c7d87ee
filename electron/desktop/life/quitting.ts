/** Asking once before the room is left alone with something in flight, and never when the system ends. */
import type { App, BrowserWindow, Dialog, Event, MessageBoxOptions, PowerMonitor } from 'electron';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { type QuitQuestion, quitQuestion } from '../../../shared/shell/quit-question.ts';
import type { Logger } from '../../engine/ports.ts';

/** What ends a process from outside; nobody sits there to answer. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface QuittingOptions {
	readonly app: Pick<App, 'on' | 'quit'>;
	readonly dialog: Pick<Dialog, 'showMessageBox'>;
	readonly powerMonitor: Pick<PowerMonitor, 'on'>;
	readonly process: Pick<NodeJS.Process, 'prependListener'>;
	/** The room as it is known; null before anything is. */
	readonly room: () => RoomState | null;
	readonly windows: { settle(): void; front(): BrowserWindow | null };
	readonly logger: Pick<Logger, 'info' | 'error'>;
}

export interface Quitting {
	/** As a person asks for it: with the question when something ships. */
	quit(): void;
	/** What ends it from now on was decided already. Does not quit: an installer has to be started before. */
	askNoMore(): void;
}

/** Stands before every quit, wherever it comes from. To be called before `closeBeforeQuit`. */
export function guardQuit(options: QuittingOptions): Quitting {
	const { app, powerMonitor, room, windows, logger } = options;
	let isDecided = false;
	let isAsking = false;
	const decide = (why: string) => {
		if (!isDecided) logger.info({ why }, 'quitting');
		isDecided = true;
	};
	const quitWithoutAsking = (why: string) => {
		decide(why);
		app.quit();
	};
	const askFirst = async (question: QuitQuestion) => {
		isAsking = true;
		try {
			if (await isConfirmed(options, question)) quitWithoutAsking('confirmed');
		} catch (err) {
			// A question that cannot be put must not make Signalbox impossible to leave.
			logger.error({ err }, 'could not ask before quitting');
			quitWithoutAsking('could not ask');
		} finally {
			isAsking = false;
		}
	};
	app.on('before-quit', (event: Event) => {
		const known = isDecided ? null : room();
		const question = known === null ? null : quitQuestion(known);
		if (question === null) {
			windows.settle();
			return;
		}
		event.preventDefault();
		if (!isAsking) void askFirst(question);
	});
	// First in line, because others quit on the same signal.
	for (const signal of signals) options.process.prependListener(signal, () => decide(signal));
	// Electron's types leave out the event, by which Linux and macOS are asked to wait until the room is closed.
	powerMonitor.on('shutdown', (event?: Pick<Event, 'preventDefault'>) => {
		event?.preventDefault();
		quitWithoutAsking('the system shuts down');
	});
	app.on('browser-window-created', (_, window) => {
		window.on('session-end', () => quitWithoutAsking('the session ends'));
	});
	return { quit: () => app.quit(), askNoMore: () => decide('decided already') };
}

async function isConfirmed({ dialog, windows }: QuittingOptions, { message, detail }: QuitQuestion): Promise<boolean> {
	const box: MessageBoxOptions = {
		type: 'warning',
		title: 'Signalbox',
		message,
		detail,
		buttons: ['Cancel', 'Quit'],
		defaultId: 0,
		cancelId: 0,
		noLink: true,
	};
	const front = windows.front();
	// Before a window that is out of sight nobody would find it.
	const isSeen = front !== null && front.isVisible() && !front.isMinimized();
	const { response } = await (isSeen ? dialog.showMessageBox(front, box) : dialog.showMessageBox(box));
	return response === 1;
}

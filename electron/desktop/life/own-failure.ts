/**
 * The end after an error of our own in the main process. What the engine knows may be wrong from then on, so it never
 * goes on: the room is closed as far as that is possible, a person is told, and the next start recovers from the journal.
 */
import type { App, Dialog } from 'electron';
import { takeLink } from '../../../shared/shell/take-link.ts';
import type { Clock, Logger } from '../../engine/ports.ts';
import { within } from './within.ts';

/** How long closing may take, ms. The journal is whole either way: what was committed survives a crash. */
const closingMs = 5_000;
/** How long the person may take before we decide, ms. */
const answerMs = 30_000;
/** What fails sooner than this after its start would fail again, ms. */
const settledMs = 60_000;

export interface OwnFailureOptions {
	readonly process: Pick<NodeJS.Process, 'on'>;
	readonly app: Pick<App, 'isReady' | 'exit' | 'on' | 'removeAllListeners'>;
	readonly dialog: Pick<Dialog, 'showMessageBox'>;
	readonly clock: Pick<Clock, 'monotonic' | 'after'>;
	/** Starts the app again once this one has ended. */
	readonly relaunch: () => void;
	/** Where the error goes while there is no log. */
	readonly say: (text: string) => void;
}

/** What there is to end, once it is open. */
export interface OpenParts {
	readonly logger: Pick<Logger, 'error'>;
	/** Closes the room. */
	close(): Promise<void>;
	/** Takes the windows away: a board that nobody updates must not look alive. */
	hideWindows(): void;
	/** What the end means for users while something ships, in words; null when nothing does. */
	consequence(): string | null;
}

export interface OwnFailure {
	opened(parts: OpenParts): void;
}

/** Binds the end to uncaught exceptions and rejections. To be called first of all. */
export function endOnOwnFailure(options: OwnFailureOptions): OwnFailure {
	const startedAt = options.clock.monotonic();
	let parts: OpenParts | null = null;
	let isEnding = false;
	const failed = (err: unknown, origin: string) => {
		if (parts === null) options.say(`Signalbox ends over an error of its own: ${stackOf(err)}\n`);
		else parts.logger.error({ err, origin }, 'an error of our own in the main process; the room is closed');
		if (isEnding) return;
		isEnding = true;
		const mayReturn = options.clock.monotonic() - startedAt >= settledMs;
		void end(options, parts, mayReturn).catch(() => options.app.exit(1));
	};
	options.process.on('uncaughtException', (err) => failed(err, 'exception'));
	options.process.on('unhandledRejection', (err) => failed(err, 'rejection'));
	return {
		opened: (given) => {
			parts = given;
			// It went on opening while the end had begun.
			if (isEnding) void letGo(given, options.clock);
		},
	};
}

function stackOf(err: unknown): string {
	return err instanceof Error ? (err.stack ?? err.message) : String(err);
}

async function end(options: OwnFailureOptions, parts: OpenParts | null, mayReturn: boolean): Promise<void> {
	const { app, clock, relaunch } = options;
	// From here on nothing else may decide how this ends: no question, and no clean exit with the last window.
	for (const event of ['before-quit', 'window-all-closed'] as const) app.removeAllListeners(event);
	app.on('window-all-closed', () => {});
	const consequence = parts === null ? null : await letGo(parts, clock);
	if (!app.isReady()) return app.exit(1);
	const answer = await within(clock, answerMs, tell(options, consequence));
	// Nobody there, and users on a canary that nobody judges: better back at once, unless we just came.
	const isWanted = answer === null ? consequence !== null && mayReturn : answer === 'again';
	if (isWanted) relaunch();
	app.exit(1);
}

/** Closes what is open as far as it goes; answers what the end means for users. */
async function letGo(parts: OpenParts, clock: OwnFailureOptions['clock']): Promise<string | null> {
	const consequence = attempt(parts, (open) => open.consequence());
	attempt(parts, (open) => open.hideWindows());
	await within(clock, closingMs, parts.close()).catch((err: unknown) => {
		attempt(parts, (open) => open.logger.error({ err }, 'the room could not be closed in order'));
	});
	return consequence;
}

/** In an unknown state every step may fail; the ones after it count all the same. */
function attempt<T>(parts: OpenParts, step: (parts: OpenParts) => T): T | null {
	try {
		return step(parts);
	} catch {
		return null;
	}
}

async function tell({ dialog }: OwnFailureOptions, consequence: string | null): Promise<'again' | 'end'> {
	const { response } = await dialog.showMessageBox({
		type: 'error',
		title: 'Signalbox',
		message: 'Signalbox met an error of its own and had to stop.',
		detail: [
			'Targets were not touched, and the journal is kept. The log says what happened.',
			...(consequence === null ? [] : [consequence]),
		].join('\n\n'),
		buttons: ['Start again', 'End'],
		defaultId: 0,
		cancelId: 1,
		noLink: true,
	});
	return response === 0 ? 'again' : 'end';
}

/** What an app is started again with. */
export interface Relaunch {
	/** Path of the AppImage that runs, whose own program lies in a folder that goes with it; null for everything else. */
	readonly appImage: string | null;
	/** The words of this start. */
	readonly words: readonly string[];
	/** Where the next start leads, in the place of a link of this one. */
	readonly link?: string | null;
}

/** `app.relaunch` that also finds its way back out of an AppImage, and to a link. */
export function relaunchApp(app: Pick<App, 'relaunch'>, { appImage, words, link = null }: Relaunch): void {
	if (appImage === null && link === null) return app.relaunch();
	const args = link === null ? [...words] : [...takeLink(words).rest, link];
	app.relaunch({ ...(appImage === null ? {} : { execPath: appImage }), args });
}

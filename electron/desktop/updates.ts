/** Looks for updates, fetches them, and installs one when a person asks for it and nothing ships. */
import { fail, ok, type Problem, type Result } from '../../shared/domain/result.ts';
import type { ShellSettings } from '../../shared/shell/settings.ts';
import {
	feedChannel,
	type Installation,
	isWithinRollout,
	mayTake,
	type OfferedUpdate,
	type UpdateProgress,
	updateViewOf,
	whyInstallWaits,
	whyNoUpdates,
} from '../../shared/shell/update-rules.ts';
import type { Clock, Logger } from '../engine/ports.ts';
import type { ShellHost } from '../host/shell/host-shell.ts';
import { createListeners } from '../host/shell/listeners.ts';
import type { SettingsDesk } from '../host/shell/desk.ts';
import type { RoomFeed } from './parts.ts';

/** The part of electron-updater's `AppUpdater` that is used. It checks the sha512 and, where signed, the signature. */
export interface Updater {
	autoDownload: boolean;
	autoInstallOnAppQuit: boolean;
	allowDowngrade: boolean;
	allowPrerelease: boolean;
	disableWebInstaller: boolean;
	channel: string | null;
	isUserWithinRollout(offer: OfferedUpdate): boolean | Promise<boolean>;
	on(event: 'error', listener: (error: Error) => void): unknown;
	on(event: 'download-progress', listener: (progress: { readonly percent: number }) => void): unknown;
	checkForUpdates(): Promise<{ readonly isUpdateAvailable: boolean; readonly updateInfo: OfferedUpdate } | null>;
	downloadUpdate(): Promise<unknown>;
	quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void;
}

export interface UpdatesDeps {
	/** Called at most once, and only where this installation updates itself. */
	readonly loadUpdater: () => Promise<Updater>;
	readonly installation: Installation;
	/** Version that runs. */
	readonly version: string;
	/** Random and lasting: decides the place in staged rollouts. Never leaves this machine. */
	readonly installationId: string;
	readonly feed: Pick<RoomFeed, 'current' | 'subscribe'>;
	readonly settings: Pick<SettingsDesk, 'current'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Closes the room and gives up the lock of the single instance, so that the new version can take both. */
	readonly beforeInstall: () => Promise<void>;
	/** Starts this version again: the room was closed, and the installer would not start. */
	readonly restart: () => void;
}

export interface Updates {
	/** For `createHostShell`. */
	readonly host: ShellHost['updates'];
	/** True where this installation updates itself. */
	readonly can: boolean;
	close(): void;
}

/** The first look, once the start is over, and the time between looks, ms. */
const firstLook = 60_000;
const betweenLooks = 6 * 3_600_000;

/** Makes the updates of this run and begins to look for them. */
export function createUpdates(deps: UpdatesDeps): Updates {
	const why = whyNoUpdates(deps.installation);
	if (why !== null) return { host: switchedOff(why), can: false, close: () => {} };
	const { feed, settings, clock } = deps;
	const state = createProgress();
	const work = createWork(deps, state);
	const leaveFeed = feed.subscribe((after, before) => {
		// Not at each look of a judge: every window hears of it.
		if (before === null || whyInstallWaits(after) !== whyInstallWaits(before)) state.tellIfDownloaded();
	});
	let cancel = () => {};
	const lookAgain = (delay: number) => {
		cancel = clock.after(delay, () => {
			if (settings.current().updates.automatic) void work.check();
			lookAgain(betweenLooks);
		});
	};
	lookAgain(firstLook);
	return {
		can: true,
		host: {
			view: () => updateViewOf(state.current(), feed.current()),
			onChange: state.onChange,
			check: work.check,
			install: work.install,
		},
		close() {
			cancel();
			leaveFeed();
		},
	};
}

function switchedOff(why: string): ShellHost['updates'] {
	const refuse = async () => fail('unsupported', why, 'Install a newer Signalbox over this one to update it.');
	return { view: () => ({ state: 'off', why }), onChange: () => () => {}, check: refuse, install: refuse };
}

interface Progress {
	current(): UpdateProgress;
	set(progress: UpdateProgress): void;
	onChange(listener: () => void): () => void;
	/** Whether it is ready depends on the room. */
	tellIfDownloaded(): void;
}

function createProgress(): Progress {
	let progress: UpdateProgress = { phase: 'idle', checkedAt: null };
	const { add, tell } = createListeners<void>();
	return {
		current: () => progress,
		set(next) {
			progress = next;
			tell();
		},
		onChange: add,
		tellIfDownloaded() {
			if (progress.phase === 'downloaded') tell();
		},
	};
}

/** What must hold whatever electron-updater's defaults are. Set before every look: choosing a channel allows downgrades. */
export function configureUpdater(updater: Updater, settings: ShellSettings['updates'], installationId: string): void {
	updater.autoDownload = false;
	// Never at quit: macOS then installs at any quit whatever it was handed, also in the middle of a rollout.
	updater.autoInstallOnAppQuit = false;
	updater.disableWebInstaller = true;
	updater.allowPrerelease = settings.channel === 'beta';
	updater.channel = feedChannel(settings.channel);
	updater.allowDowngrade = false;
	updater.isUserWithinRollout = (offer) => isWithinRollout(offer, installationId);
}

function createWork(deps: UpdatesDeps, state: Progress): Pick<ShellHost['updates'], 'check' | 'install'> {
	let loading: Promise<Updater> | null = null;
	let installFailed: ((err: unknown) => void) | null = null;
	const load = async () => {
		const updater = await deps.loadUpdater();
		updater.on('download-progress', ({ percent }) => {
			const now = state.current();
			if (now.phase === 'downloading') state.set({ ...now, percent: Math.floor(percent) });
		});
		updater.on('error', (err) => installFailed?.(err));
		return updater;
	};
	return {
		check: createCheck(deps, state, () => {
			loading ??= load();
			return loading;
		}),
		async install() {
			const isReady = state.current().phase === 'downloaded' && installFailed === null;
			if (!isReady || loading === null) {
				return fail('not-found', 'There is no update to install, so nothing happened.', 'Look for updates first.');
			}
			const waits = whyInstallWaits(deps.feed.current());
			if (waits !== null) {
				return fail('deployment-in-flight', `The update was not installed. ${waits}`, 'Install it when nothing ships.');
			}
			installFailed = (err) => {
				// The updater tells of one failure in more than one way; two restarts would be two apps.
				if (installFailed === null) return;
				installFailed = null;
				deps.logger.error({ err }, 'the update could not be installed; starting this version again');
				deps.restart();
			};
			return installNow(deps, loading, installFailed);
		},
	};
}

async function installNow(
	{ beforeInstall }: Pick<UpdatesDeps, 'beforeInstall'>,
	loading: Promise<Updater>,
	failed: (err: unknown) => void,
): Promise<Result<null>> {
	try {
		const updater = await loading;
		await beforeInstall();
		updater.quitAndInstall(true, true);
		return ok(null);
	} catch (err) {
		failed(err);
		return fail('internal', 'The update could not be installed, so this version starts again.', 'Look at the log.');
	}
}

/** Looks for an update and has it fetched; those who ask meanwhile get the answer of that look. */
function createCheck(deps: UpdatesDeps, state: Progress, load: () => Promise<Updater>): () => Promise<Result<null>> {
	const { clock, logger, settings, version, installationId } = deps;
	let looking: Promise<Result<null>> | null = null;

	async function look(): Promise<Result<null>> {
		const before = state.current();
		if (before.phase !== 'downloaded') state.set({ phase: 'checking' });
		try {
			const updater = await load();
			const { updates } = settings.current();
			configureUpdater(updater, updates, installationId);
			const found = await updater.checkForUpdates();
			const offered = found !== null && found.isUpdateAvailable ? found.updateInfo.version : null;
			const known = before.phase === 'downloaded' ? before.version : version;
			if (offered === null || !mayTake(offered, known, updates.channel)) {
				state.set(before.phase === 'downloaded' ? before : { phase: 'idle', checkedAt: clock.now() });
				return ok(null);
			}
			// Fetching disturbs no rollout; only installing would.
			state.set({ phase: 'downloading', version: offered, percent: 0 });
			void fetchUpdate(deps, state, updater, offered);
			return ok(null);
		} catch (err) {
			const problem = checkFailed(err);
			logger.warn({ err }, 'updates could not be looked for');
			state.set(before.phase === 'downloaded' ? before : { phase: 'failed', problem });
			return { ok: false, problem, cause: err };
		}
	}

	return async () => {
		if (state.current().phase === 'downloading') return ok(null);
		looking ??= look().finally(() => {
			looking = null;
		});
		return looking;
	};
}

async function fetchUpdate(
	{ logger }: Pick<UpdatesDeps, 'logger'>,
	state: Progress,
	updater: Updater,
	offered: string,
): Promise<void> {
	try {
		await updater.downloadUpdate();
		logger.info({ version: offered }, 'an update was fetched and checked');
		state.set({ phase: 'downloaded', version: offered });
	} catch (err) {
		logger.warn({ err, version: offered }, 'an update could not be fetched');
		state.set({ phase: 'failed', problem: downloadFailed(err, offered) });
	}
}

function checkFailed(cause: unknown): Problem {
	return fail(
		'disconnected',
		'Signalbox could not look for updates. It goes on working as it is.',
		'Check the network and the proxy under Settings, then look again.',
		{ retryable: true, cause },
	).problem;
}

/** Codes that electron-updater gives a file that is not what was published. */
const forged = new Set(['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE']);

function downloadFailed(cause: unknown, version: string): Problem {
	const code = cause instanceof Error && 'code' in cause ? cause.code : null;
	if (typeof code === 'string' && forged.has(code)) {
		return fail(
			'not-allowed',
			`Signalbox ${version} was fetched but is not what its makers published, so it was thrown away.`,
			'Look again later. If this stays, tell whoever publishes Signalbox, and do not install it by hand.',
			{ cause },
		).problem;
	}
	return fail(
		'disconnected',
		`Signalbox ${version} could not be fetched. This version goes on working.`,
		'Check the network and the proxy under Settings, then look again.',
		{ retryable: true, cause },
	).problem;
}

/** The shell that one window talks to, made of what the host keeps and of what this host can do beyond that. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { createMessageQueue, type MessageQueue } from '../../../shared/rpc/message-queue.ts';
import type { ShellApi, ShellMessage, ShellView, UpdateView } from '../../../shared/rpc/shell-api.ts';
import type { HostDesk } from './desk.ts';

/** What differs between the hosts. */
export interface ShellHost {
	readonly kind: ShellView['host'];
	readonly can: ShellView['can'];
	readonly openWindow: ShellApi['openWindow'];
	readonly showLogs: ShellApi['showLogs'];
	readonly updates: {
		view(): UpdateView;
		onChange(listener: () => void): () => void;
		check(): Promise<Result<null>>;
		install(): Promise<Result<null>>;
	};
}

export interface HostShell {
	readonly shell: ShellApi;
	/** To this window. Kept for it while it is not watching yet (its page is being loaded), an act for a moment only. */
	send(message: Exclude<ShellMessage, { readonly kind: 'view' }>): void;
}

type SentMessage = Parameters<HostShell['send']>[0];

/** A page that never comes must not make them grow. */
const mostKept = 20;
/** What is done later than this would meet another screen than the one it was meant for, ms. */
const actKeptMs = 10_000;

/** Makes the shell of one window. `now`: ms since any fixed moment. */
export function createHostShell(desk: HostDesk, host: ShellHost, now = () => performance.now()): HostShell {
	const watchers = new Set<MessageQueue<ShellMessage>>();
	/** For the first watcher that comes. */
	let kept: readonly { readonly message: SentMessage; readonly at: number }[] = [];
	const view = (): ShellMessage => ({ kind: 'view', shell: viewOf(desk, host) });

	async function* watch(signal: AbortSignal): AsyncGenerator<ShellMessage> {
		const queue = createMessageQueue<ShellMessage>();
		const refresh = () => queue.push(view());
		const leave = [
			desk.settings.onChange(refresh),
			desk.secrets.onChange(refresh),
			host.updates.onChange(refresh),
			() => watchers.delete(queue),
		];
		watchers.add(queue);
		queue.push(view());
		for (const { message, at } of kept) {
			if (message.kind !== 'run' || now() - at <= actKeptMs) queue.push(message);
		}
		kept = [];
		try {
			yield* queue.read(signal);
		} finally {
			for (const each of leave) each();
		}
	}

	return {
		shell: {
			watch,
			openWindow: host.openWindow,
			changeSettings: async (change) => {
				const changed = desk.settings.change(change);
				return changed.ok ? ok(null) : changed;
			},
			setSecret: ({ name, value }) => desk.secrets.set(name, value),
			removeSecret: ({ name }) => desk.secrets.remove(name),
			openSecrets: (key) => desk.secrets.open(key),
			diagnostics: async () => ok({ text: await desk.diagnostics() }),
			showLogs: host.showLogs,
			checkForUpdate: host.updates.check,
			installUpdate: host.updates.install,
		},
		send(message) {
			if (watchers.size === 0) kept = [...kept, { message, at: now() }].slice(-mostKept);
			for (const queue of watchers) queue.push(message);
		},
	};
}

function viewOf(desk: HostDesk, host: ShellHost): ShellView {
	return {
		host: host.kind,
		platform: process.platform,
		versions: desk.versions,
		can: host.can,
		settings: desk.settings.current(),
		settingsProblem: desk.settings.problem(),
		secrets: desk.secrets.view(),
		update: host.updates.view(),
	};
}

const inBrowser = (what: string): Promise<Result<null>> =>
	Promise.resolve(
		fail('unsupported', `A browser cannot ${what}, so nothing happened.`, 'Start Signalbox as a desktop application.'),
	);

/** The shell of the browser host. Its windows are the browser's, so one shell serves them all. */
export function createBrowserShell(desk: HostDesk): HostShell {
	const why = 'Signalbox in the browser is updated where it was installed.';
	return createHostShell(desk, {
		kind: 'browser',
		can: { openWindows: false, notify: false, showLogs: false, update: false },
		openWindow: () => inBrowser('open a window of Signalbox'),
		showLogs: () => inBrowser('show a folder'),
		updates: {
			view: () => ({ state: 'off', why }),
			onChange: () => () => {},
			check: () => inBrowser('update Signalbox'),
			install: () => inBrowser('update Signalbox'),
		},
	});
}

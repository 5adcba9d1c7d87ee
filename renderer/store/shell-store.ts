/** The mirror of this window's shell: settings, secrets and updates as the host tells them, and what its menu asks for. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fail, type Result } from '../../shared/domain/result.ts';
import type { ShellApi, ShellMessage, ShellView } from '../../shared/rpc/shell-api.ts';
import type { ShellSettings } from '../../shared/shell/settings.ts';

/** What the shell asks this window to do. */
export type ShellOrder = Exclude<ShellMessage, { readonly kind: 'view' }>;

export interface ShellSnapshot {
	/** Null until the first view came; afterwards the last known one. */
	readonly view: ShellView | null;
}

export interface ShellStore {
	readonly store: StoreApi<ShellSnapshot>;
	/** Begins to watch; the returned function ends it. */
	start(): () => void;
	/** Hands orders to the window, those first that came before anybody listened. The returned function ends it. */
	listen(listener: (order: ShellOrder) => void): () => void;
	/**
	 * Changes settings, one change after another: each is made from what the one before has left, because groups are
	 * replaced whole and two fields of one group may be saved at once.
	 */
	save(change: (now: ShellSettings) => Partial<ShellSettings>): Promise<Result<null>>;
}

export interface ShellStoreDeps {
	readonly shell: Pick<ShellApi, 'watch' | 'changeSettings'>;
	/** True once the host will never take this window: then nothing is tried again. */
	readonly isRefused: () => boolean;
	/** Waits before another try; ends early when the signal aborts. */
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Time between a watch that ended and the next try, ms. */
const retryMs = 500;

const notKnown = fail(
	'disconnected',
	'The control room has not told its settings yet, so nothing was changed.',
	'Try again in a moment; this window connects by itself.',
	{ retryable: true },
);

/** What was saved is known before the host tells it back. */
function withSettings(view: ShellView, made: Partial<ShellSettings>): ShellView {
	return { ...view, settings: { ...view.settings, ...made } };
}

/** Makes the store; nothing is asked before `start`. */
export function createShellStore({ shell, isRefused, wait }: ShellStoreDeps): ShellStore {
	const store = createStore<ShellSnapshot>(() => ({ view: null }));
	const listeners = new Set<(order: ShellOrder) => void>();
	/** For the first listener that comes. */
	let kept: ShellOrder[] = [];
	let saving: Promise<unknown> = Promise.resolve();

	function receive(message: ShellMessage): void {
		if (message.kind === 'view') {
			store.setState({ view: message.shell });
			return;
		}
		if (listeners.size === 0) kept.push(message);
		for (const listener of [...listeners]) listener(message);
	}

	async function watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted && !isRefused()) {
			try {
				for await (const message of shell.watch(signal)) {
					if (signal.aborted) return;
					receive(message);
				}
			} catch {
				// The link's own state says that it is down; here it only matters that we try again.
			}
			await wait(retryMs, signal);
		}
	}

	async function change(make: (now: ShellSettings) => Partial<ShellSettings>): Promise<Result<null>> {
		const { view } = store.getState();
		if (view === null) return notKnown;
		const made = make(view.settings);
		const result = await shell.changeSettings(made);
		if (result.ok) store.setState(({ view: last }) => ({ view: last === null ? null : withSettings(last, made) }));
		return result;
	}

	return {
		store,
		start() {
			const stop = new AbortController();
			void watch(stop.signal);
			return () => stop.abort();
		},
		listen(listener) {
			listeners.add(listener);
			const waiting = kept;
			kept = [];
			for (const order of waiting) listener(order);
			return () => listeners.delete(listener);
		},
		save(make) {
			const result = saving.then(() => change(make));
			saving = result;
			return result;
		},
	};
}

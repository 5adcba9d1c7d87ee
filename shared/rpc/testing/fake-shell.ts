/** A shell that notes what was asked of it, for tests of the wire and of the screens. */
import { ok, type Result } from '../../domain/result.ts';
import { defaultShellSettings } from '../../shell/settings.ts';
import { createMessageQueue, type MessageQueue } from '../message-queue.ts';
import type { ShellApi, ShellMessage, ShellView } from '../shell-api.ts';

export const fakeShellView: ShellView = {
	host: 'browser',
	platform: 'linux',
	versions: { signalbox: '0.0.0', electron: null, chromium: null, node: '24.0.0' },
	can: { openWindows: false, notify: false, showLogs: false, update: false },
	settings: defaultShellSettings,
	settingsProblem: null,
	secrets: { kind: 'memory', label: 'memory, until this ends', state: 'open', problem: null, entries: [] },
	update: { state: 'off', why: 'this is a test' },
};

export interface FakeShell {
	readonly shell: ShellApi;
	readonly calls: { readonly name: string; readonly input: unknown }[];
	/** Sends a message to every watcher. */
	send(message: ShellMessage): void;
}

export function createFakeShell(view: ShellView = fakeShellView): FakeShell {
	const calls: { name: string; input: unknown }[] = [];
	const queues = new Set<MessageQueue<ShellMessage>>();
	const done =
		(name: string) =>
		async (input: unknown = null): Promise<Result<null>> => {
			calls.push({ name, input });
			return ok(null);
		};
	async function* watch(signal: AbortSignal): AsyncGenerator<ShellMessage> {
		const queue = createMessageQueue<ShellMessage>();
		queue.push({ kind: 'view', shell: view });
		queues.add(queue);
		try {
			yield* queue.read(signal);
		} finally {
			queues.delete(queue);
		}
	}
	return {
		calls,
		send: (message) => {
			for (const queue of queues) queue.push(message);
		},
		shell: {
			watch,
			openWindow: done('openWindow'),
			changeSettings: done('changeSettings'),
			setSecret: done('setSecret'),
			removeSecret: done('removeSecret'),
			openSecrets: done('openSecrets'),
			diagnostics: async () => ok({ text: '# Signalbox 0.0.0' }),
			showLogs: done('showLogs'),
			checkForUpdate: done('checkForUpdate'),
			installUpdate: done('installUpdate'),
		},
	};
}

/** A shell to draw and to test with: keeps settings and names of secrets in memory. Never part of the product. */
import { ok } from '../../shared/domain/result.ts';
import type { ShellApi, ShellMessage, ShellView } from '../../shared/rpc/shell-api.ts';
import { defaultShellSettings, shellSettings } from '../../shared/shell/settings.ts';
import { type StreamSink, streamOf } from '../store/stream.ts';

export const fakeShellView: ShellView = {
	host: 'browser',
	platform: 'linux',
	versions: { signalbox: '0.1.0', electron: null, chromium: null, node: '24.21.0' },
	can: { openWindows: false, notify: false, showLogs: false, update: false },
	settings: defaultShellSettings,
	settingsProblem: null,
	secrets: { kind: 'memory', label: 'memory, until this run ends', state: 'open', problem: null, entries: [] },
	update: { state: 'off', why: 'Signalbox in the browser is updated where it was installed.' },
};

/** Makes a shell that begins with `first`. */
export function fakeShell(first: ShellView = fakeShellView): ShellApi {
	const sinks = new Set<StreamSink<ShellMessage>>();
	let view = first;
	const show = async (change: Partial<ShellView>) => {
		view = { ...view, ...change };
		for (const sink of sinks) sink.push({ kind: 'view', shell: view });
		return ok(null);
	};
	const withSecrets = (change: Partial<ShellView['secrets']>) => show({ secrets: { ...view.secrets, ...change } });
	const without = (name: string) => view.secrets.entries.filter((each) => each.name !== name);
	return {
		watch: (signal) =>
			streamOf<ShellMessage>(signal, (sink) => {
				sinks.add(sink);
				sink.push({ kind: 'view', shell: view });
				return { unsubscribe: () => sinks.delete(sink) };
			}),
		openWindow: async () => ok(null),
		changeSettings: (change) => show({ settings: shellSettings.parse({ ...view.settings, ...change }) }),
		setSecret: ({ name }) => withSecrets({ entries: [...without(name), { name, setAt: Date.now() }] }),
		removeSecret: ({ name }) => withSecrets({ entries: without(name) }),
		openSecrets: () => withSecrets({ state: 'open', problem: null }),
		diagnostics: async () => ok({ text: '# Signalbox 0.1.0\n' }),
		showLogs: async () => ok(null),
		checkForUpdate: async () => ok(null),
		installUpdate: async () => ok(null),
	};
}

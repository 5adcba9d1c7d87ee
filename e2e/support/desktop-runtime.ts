/** The desktop on Electron's own runtime, through Playwright. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron } from 'playwright/test';
import { agentFile, type Desktop, type DesktopOptions, desktopOver, root, startOf } from './desktop-driver.ts';

function hasRuntime(): boolean {
	const electron = path.join(root, 'node_modules', 'electron');
	const note = path.join(electron, 'path.txt');
	return existsSync(note) && existsSync(path.join(electron, 'dist', readFileSync(note, 'utf8').trim()));
}

/** Why it cannot be used here; null when it can. */
export function whyNoRuntime(): string | null {
	const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
	if (!hasRuntime()) return "Electron's runtime is missing";
	return hasDisplay ? null : 'there is no display';
}

/** Resolves once the app runs. */
export async function launchOnRuntime(options: DesktopOptions, records: string): Promise<Desktop> {
	const { words, env } = startOf(options, records);
	const app = await _electron.launch({
		// Without a path Playwright finds the same program, and takes its own words out of the app's.
		args: ['-r', agentFile, root, ...words],
		cwd: options.folder,
		// On, as it is shipped; Chromium refuses to run as root with it.
		chromiumSandbox: process.getuid?.() !== 0,
		env: { ...definedEnvironment(), ...env },
	});
	const child = app.process();
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
		});
	}
	const ended: Desktop['ended'] = new Promise((resolve) => {
		child.once('close', (code, signal) => resolve({ code, signal }));
	});
	return desktopOver(
		{
			pid: child.pid ?? 0,
			// Playwright has the inspector of main open: the ports of that are not ours.
			ownPorts: inspectorPorts(said),
			sandboxes: () =>
				app.evaluate((electron) =>
					electron.app
						.getAppMetrics()
						.filter(({ type }) => type === 'Tab')
						.map(({ sandboxed }) => sandboxed),
				),
			pages: () => app.windows(),
			tell: (command) =>
				app.evaluate((electron, told) => {
					Reflect.apply(electron.app.emit, electron.app, ['signalbox-spec', {}, told]);
				}, command),
			output: () => said,
			ended,
			kill: () => void child.kill('SIGKILL'),
		},
		options.folder,
		records,
	);
}

function inspectorPorts(said: string): readonly number[] {
	return [...said.matchAll(/listening on ws:\/\/[^:]+:(\d+)/gi)].map(([, port]) => Number(port));
}

function definedEnvironment(): Record<string, string> {
	return Object.fromEntries(
		Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
	);
}

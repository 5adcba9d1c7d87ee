/** The desktop on Electron's real runtime: what no emulator can prove. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from 'playwright/test';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const electron = path.join(root, 'node_modules', 'electron');

function runtime(): string | null {
	const note = path.join(electron, 'path.txt');
	const program = existsSync(note) ? path.join(electron, 'dist', readFileSync(note, 'utf8').trim()) : null;
	return program !== null && existsSync(program) ? program : null;
}

const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

test.describe("desktop (needs Electron's runtime and a display)", () => {
	test.skip(runtime() === null || !hasDisplay, "Electron's runtime or a display is missing");

	test('opens one sandboxed window on our own protocol', async () => {
		const data = await mkdtemp(path.join(tmpdir(), 'signalbox-desktop-'));
		const app = await _electron.launch({
			executablePath: runtime() ?? '',
			args: [root, '--data', data],
			env: { ...definedEnvironment(), XDG_CONFIG_HOME: data },
		});
		try {
			const page = await app.firstWindow();
			await expect(page.getByRole('main')).toBeVisible();
			expect(new URL(page.url()).protocol).toBe('app:');
			expect(
				await page.evaluate(() => [
					typeof Reflect.get(globalThis, 'require'),
					typeof Reflect.get(globalThis, 'process'),
				]),
			).toEqual(['undefined', 'undefined']);
			const sandboxed = await app.evaluate(({ app: own }) =>
				own
					.getAppMetrics()
					.filter(({ type }) => type === 'Tab')
					.map((metric) => metric.sandboxed),
			);
			expect(sandboxed).not.toContain(false);
		} finally {
			await app.close();
			await rm(data, { recursive: true, force: true, maxRetries: 5 });
		}
	});
});

function definedEnvironment(): Record<string, string> {
	const entries = Object.entries(process.env).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, value] as const],
	);
	return Object.fromEntries(entries);
}

/** What a person sets on the desktop stays set, and what is secret stays secret. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../../support/desktop-test.ts';
import { expectAccessible } from '../../support/axe.ts';
import { findTraces, folderPlaces, processPlaces, textPlace } from '../../support/search-secrets.ts';
import { until } from '../../support/until.ts';

/** A planted secret; pieces of it are searched for as well. */
const canary = 'c4n4ry-tRq7zWv2-of-the-desktop';

/** A service whose target nobody can reach. */
const unreachable = `version: 1
name: far-away
services:
  - name: checkout
    releases: [1.0.0]
    environments:
      production:
        tier: production
        target:
          { kind: haproxy, socket: no-such-folder/haproxy.sock, backend: shop, slots: { blue: [b1], green: [g1] } }
`;

test('settings, windows and secrets are kept from one run to the next', async ({ launch, runsOn }) => {
	test.setTimeout(120_000);
	const desktop = await launch();
	const { folder } = desktop;
	const page = await desktop.page();
	await desktop.clickMenu('settings');
	await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
	const bounds = { x: 120, y: 80, width: 1_100, height: 700 };

	await test.step('the menu zooms, prints and copies a bug report', async () => {
		await desktop.clickMenu('zoom-in');
		await until('the zoom', async () => (await desktop.look()).windows[0]?.zoom === 1.1);
		await desktop.clickMenu('print');
		await desktop.noted('print');
		await desktop.clickMenu('copy-diagnostics');
		const { text } = await desktop.noted('clipboard');
		expect(text).toMatch(/Signalbox/);
		expect(text).toMatch(/Chromium/);
		await desktop.noted('notification', ({ title }) => title === 'Diagnostics copied');
	});

	await test.step('the menu opens what the page draws', async () => {
		for (const [item, name] of [
			['about', 'About Signalbox'],
			['keys', 'Keyboard'],
			['palette', 'Find or do'],
		] as const) {
			await desktop.clickMenu(item);
			const dialog = page.getByRole('dialog', { name });
			await expect(dialog).toBeVisible();
			if (item === 'about') await expect(dialog).toContainText(/Chromium ?\d+/);
			await page.keyboard.press('Escape');
			await expect(dialog).toBeHidden();
		}
	});

	await test.step('the page changes settings', async () => {
		await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
		await page.getByText('Stay in the tray also when nothing ships').click();
		await expect(page.getByRole('switch', { name: /Stay in the tray/ })).toBeChecked();
	});

	await test.step('a secret goes in, and is shown by its name alone', async () => {
		const form = page.getByRole('form', { name: 'Add a secret' });
		await form.getByLabel('Name').fill('haproxy-password');
		await form.getByLabel('Value').fill(canary);
		await form.getByRole('button', { name: 'Add' }).click();
		await expect(page.getByRole('list', { name: 'Kept secrets' })).toContainText('haproxy-password');
		await expect(form.getByLabel('Value')).toHaveValue('');
		expect(await page.content()).not.toContain(canary);
		expect(findTraces([canary], processPlaces([desktop.pid]))).toEqual([]);
	});

	await test.step('the settings are accessible', () => expectAccessible(page, 'settings', [], 'this document'));

	await test.step('without windows it stays, now that it was asked to', async () => {
		const [window] = (await desktop.look()).windows;
		await desktop.setBounds(window?.id ?? 0, bounds);
		await desktop.closeWindow(window?.id ?? 0);
		await until('the window to be gone', async () => (await desktop.look()).windows.length === 0);
		await desktop.clickTray();
		await until('the window to be back', async () => (await desktop.look()).windows.length === 1);
		await desktop.quit();
		expect(await desktop.ended).toMatchObject({ code: 0 });
	});

	await test.step('the secret is nowhere on disk, and in nothing that was printed', () => {
		const said = textPlace('output', desktop.output());
		const traces = findTraces([canary], [...folderPlaces(folder), said]);
		expect(traces).toEqual([]);
	});

	const dark = { ELECTRON_EMU_DARK: '1' };
	const second = await launch({ folder, env: dark });
	await test.step('the next start has it all', async () => {
		const again = await second.page();
		const [window] = (await second.look()).windows;
		expect(window?.bounds).toEqual(bounds);
		await second.clickMenu('settings');
		await expect(again.getByRole('group', { name: 'Zoom' })).toContainText('110 %');
		await expect(again.getByRole('radio', { name: 'Dark' })).toBeChecked();
		await expect(again.getByRole('switch', { name: /Stay in the tray/ })).toBeChecked();
		await expect(again.getByRole('list', { name: 'Kept secrets' })).toContainText('haproxy-password');
		const themes = again.getByRole('radiogroup', { name: 'Theme' });
		await themes.getByRole('radio', { name: 'As the system' }).check({ force: true });
		if (runsOn === 'emulator') {
			await expect.poll(() => again.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
		}
		await second.quit();
		expect(await second.ended).toMatchObject({ code: 0 });
	});

	await writeFile(path.join(folder, 'signalbox.yaml'), unreachable);
	const bare = runsOn === 'emulator' ? { ELECTRON_EMU_NO_ENCRYPTION: '1' } : {};
	const third = await launch({ folder, args: ['--project', folder], env: bare });
	await test.step('what needs a person is counted on the badge', async () => {
		expect(await third.noted('badge')).toEqual(expect.objectContaining({ count: 1 }));
		await third.noted('tray-words', ({ text }) => text.includes('1 needs you'));
	});

	await test.step('without a keyring it asks before it keeps anything, and says why', async () => {
		// Only the emulator can take a keyring away.
		if (runsOn !== 'emulator') return;
		const last = await third.page();
		await third.clickMenu('settings');
		await expect(last.getByText(/no keyring/).first()).toBeVisible();
		await expect(last.getByText('Waits for your consent')).toBeVisible();
	});
});

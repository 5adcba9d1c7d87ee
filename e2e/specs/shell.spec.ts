/** What a person sets about Signalbox itself, the wallboard, the tour, and what a bug report needs. */
import type { Page } from 'playwright/test';
import { expectAccessible } from '../support/axe.ts';
import type { BrowserHost } from '../support/browser-host.ts';
import { expect, test } from '../support/test.ts';

async function openSettings(page: Page, host: Pick<BrowserHost, 'address'>): Promise<void> {
	await page.goto(host.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	await page.keyboard.press('Control+,');
	await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
}

const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset['theme'] ?? 'system');

test('a setting is drawn at once in every window, and is there after a restart of the page', async ({
	page,
	context,
	startHost,
}) => {
	const host = await startHost();
	await openSettings(page, host);
	await expectAccessible(page, 'settings');
	const other = await context.newPage();
	await other.goto(host.address);
	await expect(other.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	await expect.poll(() => theme(other)).toBe('dark');
	await page.evaluate(() => localStorage.clear());
	await page.reload();
	await expect.poll(() => theme(page)).toBe('dark');
});

test('what cannot be saved stays in its field, with the reason beside it', async ({ page, startHost }) => {
	const host = await startHost();
	await openSettings(page, host);
	await page.getByRole('radiogroup', { name: 'Proxy' }).getByText('This one').click();
	const proxy = page.getByLabel('Address of the proxy');
	await proxy.fill('http://ada:hunter2@proxy.example');
	await proxy.press('Enter');
	await expect(page.getByText('Leave out name and password')).toBeVisible();
	await expect(proxy).toHaveValue('http://ada:hunter2@proxy.example');
	await proxy.fill('http://proxy.example:3128');
	await proxy.press('Enter');
	await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
	await page.reload();
	await expect(page.getByLabel('Address of the proxy')).toHaveValue('http://proxy.example:3128');
});

test('secrets go in and are never shown', async ({ page, startHost }) => {
	const host = await startHost();
	await openSettings(page, host);
	const form = page.getByRole('form', { name: 'Add a secret' });
	await form.getByLabel('Name').fill('prometheus-token');
	await form.getByLabel('Value').fill('planted-4711-secret');
	await form.getByRole('button', { name: 'Add' }).click();
	await expect(form.getByLabel('Value')).toHaveValue('');
	const kept = page.getByRole('list', { name: 'Kept secrets' });
	await expect(kept).toContainText('prometheus-token');
	const everything = await page.evaluate(
		() => document.documentElement.outerHTML + JSON.stringify(localStorage) + JSON.stringify(sessionStorage),
	);
	expect(everything).not.toContain('planted-4711');
	await expectAccessible(page, 'settings with a secret');
	await kept.getByRole('button', { name: 'Remove prometheus-token' }).click();
	await expect(kept).toContainText('prometheus-token');
	await kept.getByRole('group').getByRole('button', { name: 'Remove prometheus-token' }).click();
	await expect(page.getByText('No secret is kept yet.')).toBeVisible();
});

test('a window that may only look shows the settings and says why they cannot be changed', async ({
	page,
	startHost,
}) => {
	const host = await startHost({ allowActions: false });
	await openSettings(page, host);
	await expect(page.getByText('Settings can be read here, not changed.')).toBeVisible();
	await expect(page.getByLabel('Further certificate authorities')).toBeDisabled();
	await expect(page.getByRole('button', { name: 'Copy diagnostics' })).toBeDisabled();
});

test('diagnostics are copied from the palette, without the key of this start', async ({ page, sharedEmpty }) => {
	// A page may write to the clipboard and never read it, so what is written is noted on its way.
	await page.addInitScript(() => {
		const write = navigator.clipboard.writeText.bind(navigator.clipboard);
		navigator.clipboard.writeText = (text) => {
			Reflect.set(globalThis, 'copied', text);
			return write(text);
		};
	});
	await page.goto(sharedEmpty.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	await page.keyboard.press('Control+K');
	await page.keyboard.type('diagnostics');
	await expect(page.getByRole('menuitem', { name: /Copy diagnostics/ })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page.getByText('Diagnostics were copied').first()).toBeVisible();
	const copied = await page.evaluate(() => Reflect.get(globalThis, 'copied'));
	expect(copied).toContain('Signalbox');
	expect(copied).not.toContain(sharedEmpty.token);
});

test('about tells versions and the licences of what is inside', async ({ page, startHost }) => {
	const host = await startHost();
	await openSettings(page, host);
	await page.getByRole('button', { name: 'About Signalbox' }).click();
	const about = page.getByRole('dialog', { name: 'About Signalbox' });
	await expect(about).toContainText('Data folder');
	await about.getByRole('button', { name: 'Licences' }).click();
	await expect(about.getByRole('group', { name: 'Licences' })).toContainText('react');
	await expectAccessible(page, 'about');
});

test('the wallboard opens beside the board, has nothing to press, says when it is cut off, and Escape leaves it', async ({
	page,
	context,
	startHost,
}) => {
	test.slow();
	const host = await startHost({ sample: true });
	await page.goto(host.address);
	const opened = context.waitForEvent('page');
	await page.getByRole('link', { name: 'Wallboard' }).click({ timeout: 30_000 });
	const wall = await opened;
	await expect(wall.getByRole('list', { name: 'Production' })).toContainText('shop', { timeout: 30_000 });
	await expect(wall.getByText('Nothing is shipping')).toBeVisible();
	expect(await wall.locator('main :is(button, a, input)').count()).toBe(0);
	await expectAccessible(wall, 'wallboard');
	host.send('SIGSTOP');
	await expect(wall.getByRole('alert')).toContainText('Not connected.', { timeout: 20_000 });
	host.send('SIGCONT');
	await expect(wall.getByRole('alert')).toHaveCount(0, { timeout: 20_000 });
	await wall.keyboard.press('Escape');
	await expect(wall.getByRole('row', { name: /shop/ })).toBeVisible();
	expect(new URL(wall.url()).hash).toBe('#/');
});

test('the tour is offered once, moves by arrows, and Escape ends it', async ({ page, startHost }) => {
	test.slow();
	const host = await startHost({ sample: true });
	await page.goto(host.address);
	await page.getByRole('button', { name: 'Take the tour' }).click({ timeout: 30_000 });
	const tour = page.getByRole('region', { name: 'The board' });
	await expect(tour).toBeFocused();
	await expectAccessible(page, 'tour');
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('region', { name: 'Send 2.4.0 on its way' })).toBeFocused();
	// It blocks nothing: what it speaks of can be pressed.
	await page.getByRole('button', { name: 'Deploy shop to production' }).click();
	await expect(page.getByRole('dialog', { name: 'Deploy shop' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByText('Tour, 2 of')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByText('Tour, 2 of')).toHaveCount(0);
	await page.reload();
	await expect(page.getByRole('region', { name: 'Sample environment' })).toContainText('running');
	await expect(page.getByRole('button', { name: 'Take the tour' })).toHaveCount(0);
});

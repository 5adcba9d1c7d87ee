/** Roll back is one click or one key press, with nothing in between. */
import type { Page } from 'playwright/test';
import { answersBy, publicUrl, startCanary } from '../support/shop.ts';
import { expect, markDocument, test } from '../support/test.ts';

const rolledBack = '2.4.0 was rolled back to 2.3.1';

/** Every key press that reached the page, and whether the browser's own meaning was taken away. */
async function recordKeys(page: Page): Promise<() => Promise<readonly string[]>> {
	await page.addInitScript(() => {
		const seen: string[] = [];
		Reflect.set(globalThis, 'keysSeen', seen);
		window.addEventListener(
			'keydown',
			(event) => queueMicrotask(() => setTimeout(() => seen.push(`${event.key} ${event.defaultPrevented}`))),
			{ capture: true },
		);
	});
	return () => page.evaluate(() => Reflect.get(globalThis, 'keysSeen'));
}

test('by mouse', async ({ page, shop }) => {
	test.slow();
	page.on('dialog', (dialog) => {
		throw new Error(`There was a question: ${dialog.message()}`);
	});
	const id = await startCanary(shop);
	await page.goto(shop.address);
	await page.goto(`${shop.origin}/#/deployments/${id}`);
	const button = page.getByRole('button', { name: /^Roll back to 2\.3\.1/ });
	// Where it acts stands beside it: production cannot be mistaken.
	await expect(button).toHaveAccessibleDescription(/shop in production/);
	await button.click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByRole('heading', { name: rolledBack })).toBeVisible({ timeout: 30_000 });
	expect(await answersBy(await publicUrl(shop), 50)).toEqual({ '2.3.1': 50 });
});

for (const screen of ['deployment', 'board'] as const) {
	test(`by keyboard, from the ${screen}, without a reload`, async ({ page, shop }) => {
		test.slow();
		const keys = await recordKeys(page);
		const id = await startCanary(shop);
		await page.goto(shop.address);
		if (screen === 'deployment') await page.goto(`${shop.origin}/#/deployments/${id}`);
		await expect(page.getByText(/2\.4\.0/).first()).toBeVisible();
		const isSame = await markDocument(page);
		await page.keyboard.press('Control+Shift+R');
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await shop.room.until('the rollback', (room) => room.deployments[id]?.deployment.state === 'rolled-back', 30_000);
		await expect(page.getByText(/2\.3\.1/).first()).toBeVisible();
		expect(await isSame()).toBe(true);
		expect(await keys()).toContain('R true');
	});
}

test('the key never reloads, and says so when there is nothing to roll back', async ({ page, sharedEmpty }) => {
	const keys = await recordKeys(page);
	await page.goto(sharedEmpty.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	const isSame = await markDocument(page);
	await page.keyboard.press('Control+Shift+R');
	await expect(page.getByText('No single deployment is in focus, so nothing was rolled back.').first()).toBeVisible();
	expect(await isSame()).toBe(true);
	expect(await keys()).toContain('R true');
});

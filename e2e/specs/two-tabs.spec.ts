/** Several tabs are several windows on one truth, and a click acts once. */
import { startCanary } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';
import type { BrowserHost } from '../support/browser-host.ts';

/** How often a person's rollback is in the journal of a deployment. */
async function rollbacksIn({ room }: BrowserHost, deploymentId: string): Promise<number> {
	const { frames } = await room.client.history.replay.query({ deploymentId });
	return frames.filter(({ recorded: { event } }) => event.type === 'commanded' && event.command === 'roll-back').length;
}

test('both see the same, and a double click on Roll back acts once', async ({ page, context, shop }) => {
	test.slow();
	const other = await context.newPage();
	await page.goto(shop.address);
	await other.goto(shop.address);
	const id = await startCanary(shop);
	const cell = other.getByRole('row', { name: /shop/ }).getByRole('gridcell');
	await expect(cell).toContainText('2.4.0');
	await page.goto(`${shop.origin}/#/deployments/${id}`);
	await page.getByRole('button', { name: /^Roll back to 2\.3\.1/ }).dblclick();
	await expect(page.getByRole('heading', { name: '2.4.0 was rolled back to 2.3.1' })).toBeVisible({ timeout: 30_000 });
	await expect(cell).not.toContainText('2.4.0');
	await expect(cell).toContainText('2.3.1');
	expect(await rollbacksIn(shop, id)).toBe(1);
});

test('two people who roll back at once do it once', async ({ page, context, shop }) => {
	test.slow();
	const other = await context.newPage();
	const id = await startCanary(shop);
	for (const tab of [page, other]) {
		await tab.goto(shop.address);
		await tab.goto(`${shop.origin}/#/deployments/${id}`);
		await expect(tab.getByRole('button', { name: /^Roll back to 2\.3\.1/ })).toBeEnabled();
	}
	await Promise.all([page, other].map((tab) => tab.keyboard.press('Control+Shift+R')));
	for (const tab of [page, other]) {
		await expect(tab.getByRole('heading', { name: '2.4.0 was rolled back to 2.3.1' })).toBeVisible({ timeout: 30_000 });
	}
	expect(await rollbacksIn(shop, id)).toBe(1);
});

/** The promise: what gets worse is taken back by itself, with the evidence on screen. */
import { answersBy, publicUrl, startCanary } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

test('a canary that the slider makes wronger is rolled back by the judge, with numbers', async ({ page, shop }) => {
	test.setTimeout(120_000);
	const id = await startCanary(shop);
	await page.goto(shop.address);
	await page.goto(`${shop.origin}/#/deployments/${id}`);
	await expect(page.getByRole('heading', { name: '2.4.0 is taking 5 % of traffic' })).toBeVisible();

	const wronger = page.getByRole('slider', { name: 'wronger' });
	await wronger.focus();
	await wronger.press('End');
	await expect(page.getByText('50 % errors')).toBeVisible();

	await expect(page.getByRole('heading', { name: '2.4.0 was rolled back to 2.3.1' })).toBeVisible({ timeout: 60_000 });
	const side = page.getByRole('complementary', { name: 'Verdict and journal' });
	await expect(side.getByText('Unhealthy', { exact: true }).first()).toBeVisible();
	await expect(side).toContainText(/[Ee]rror rate [\d.]+ %.*limit [\d.]+ %/);
	await expect(page.getByRole('list', { name: 'Steps' })).toContainText(/[Ee]rror rate [\d.]+ %/);

	expect(await answersBy(await publicUrl(shop), 300)).toEqual({ '2.3.1': 300 });

	await page.getByRole('button', { name: /^Notices/ }).click();
	const notices = page.getByRole('dialog', { name: 'Notices' });
	await expect(notices.getByText('shop production: rolling back 2.4.0').first()).toBeVisible();
	await expect(notices.getByText('shop production: back on 2.3.1').first()).toBeVisible();
	await expect(notices).toContainText(/[Ee]rror rate [\d.]+ %/);
});

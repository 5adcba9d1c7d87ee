/** The sample's shop in a window of the desktop: no client of ours can ask this host, so pages and users tell. */
import { expect, type Page } from 'playwright/test';
import { firstVersion } from './shop.ts';

/** Starting the shop, or rolling it back, on a machine that does much else. */
const slowly = 60_000;

/** Waits until the sample runs and its shop can be deployed to; resolves with the address that its users have. */
export async function sampleRuns(page: Page): Promise<string> {
	const panel = page.getByRole('region', { name: 'Sample environment' });
	await expect(panel).toContainText('running', { timeout: slowly });
	const cell = page.getByRole('row', { name: /shop/ }).getByRole('gridcell');
	await expect(cell).toContainText(firstVersion, { timeout: slowly });
	await expect(page.getByRole('button', { name: 'Deploy shop to production' })).toBeEnabled({ timeout: slowly });
	const noThanks = panel.getByRole('button', { name: 'No, thanks' });
	if (await noThanks.isVisible()) await noThanks.click();
	const address = /127\.0\.0\.1:\d+/.exec(await panel.innerText())?.[0];
	if (address === undefined) throw new Error('the sample shows no address');
	return `http://${address}`;
}

/** Two clicks on the board; resolves with the version once it has its first users. The page then shows the deployment. */
export async function deployCanary(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Deploy shop to production' }).click();
	const deploy = page.getByRole('button', { name: /^Deploy \S+ to PRODUCTION$/ });
	const version = /Deploy (\S+)/.exec(await deploy.innerText())?.[1] ?? '';
	await deploy.click();
	await expect(page.getByRole('heading', { name: `${version} is taking 5 % of traffic` })).toBeVisible({
		timeout: slowly,
	});
	return version;
}

export async function isRolledBack(page: Page, version: string): Promise<void> {
	await expect(page.getByRole('heading', { name: `${version} was rolled back to ${firstVersion}` })).toBeVisible({
		timeout: slowly,
	});
}

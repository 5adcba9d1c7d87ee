/** The main job: two clicks, and a healthy release goes to all users by itself. */
import { answersBy, publicUrl } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

/** 15 and 30 minutes of watching at 30 times the clock, and what shifting takes on a busy machine. */
const wholeCanaryMs = 180_000;

test('a canary that two clicks started goes 5 %, 25 %, 100 % by itself and is kept', async ({ page, shop }) => {
	test.setTimeout(wholeCanaryMs + 60_000);
	await page.goto(shop.address);
	await page.getByRole('button', { name: 'Deploy shop to production' }).click();
	const deploy = page.getByRole('button', { name: /^Deploy \S+ to PRODUCTION$/ });
	const version = /Deploy (\S+)/.exec(await deploy.innerText())?.[1] ?? '';
	await deploy.click();

	const traffic = page.getByRole('region', { name: 'Traffic' });
	await expect(page.getByRole('heading', { name: `${version} is taking 5 % of traffic` })).toBeVisible({
		timeout: 30_000,
	});
	await expect(traffic.getByRole('img', { name: `2.3.1 stable 95 %, ${version} canary 5 %` })).toBeVisible();
	const url = await publicUrl(shop);
	expect(Object.keys(await answersBy(url, 200)).toSorted()).toEqual(['2.3.1', version]);
	await expect(page.getByRole('heading', { name: `${version} is taking 25 % of traffic` })).toBeVisible({
		timeout: 60_000,
	});
	await expect(page.getByRole('heading', { name: `${version} has all traffic` })).toBeVisible({
		timeout: wholeCanaryMs,
	});
	expect(await answersBy(url, 50)).toEqual({ [version]: 50 });

	await test.step('the board shows it', async () => {
		await page.getByRole('link', { name: 'Board', exact: true }).click();
		await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText(version);
	});

	await test.step('the history shows it, and replays it', async () => {
		await page.getByRole('link', { name: 'History', exact: true }).click();
		const row = page
			.getByRole('row')
			.filter({ has: page.getByRole('link', { name: version, exact: true }) })
			.first();
		await expect(row).toContainText('Completed');
		await row.getByRole('link', { name: version, exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${version} has all traffic`);
		await page.getByRole('button', { name: 'Replay', exact: true }).click();
		const at = page.getByRole('slider', { name: /Replay/ });
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(/waiting for its turn|being started/);
		const lines = page.getByRole('group', { name: 'What happened, newest first' }).getByRole('listitem');
		const before = await lines.count();
		await page.getByRole('button', { name: 'To the next event' }).click();
		await expect.poll(() => lines.count()).toBeGreaterThan(before);
		await at.press('End');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${version} has all traffic`);
		await page.getByRole('button', { name: 'Leave the replay' }).click();
	});

	await test.step('and one click goes back while the old version is warm', async () => {
		await page.getByRole('button', { name: /^Roll back to 2\.3\.1/ }).click();
		await expect(page.getByRole('heading', { name: `${version} was rolled back to 2.3.1` })).toBeVisible({
			timeout: 30_000,
		});
		expect(await answersBy(url, 50)).toEqual({ '2.3.1': 50 });
	});
});

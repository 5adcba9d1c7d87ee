/** A fresh machine: two ways in, and every wrong turn ends in words. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answersBy, firstVersion, publicUrl } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

const broken = `version: 1
name: shop
services:
  - name: checkout
    environments:
      production:
        target:
          kind: process
          run: node service.mjs
        strategy: canari
`;

test('the start screen offers a project and the sample', async ({ page, sharedEmpty }) => {
	await page.goto(sharedEmpty.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Start the sample' })).toBeEnabled();
	// The key is in no address that could be copied or kept in a history.
	expect(page.url()).not.toContain(sharedEmpty.token);
});

test('a folder without signalbox.yaml is refused in words', async ({ page, sharedEmpty }) => {
	const folder = path.join(sharedEmpty.folder, 'nothing-here');
	await mkdir(folder, { recursive: true });
	await page.goto(sharedEmpty.address);
	await page.getByLabel('Folder or file').fill(folder);
	await page.getByRole('button', { name: 'Open this project' }).click();
	const problem = page.getByRole('region', { name: 'Begin' }).getByRole('alert');
	await expect(problem).toContainText('signalbox.yaml');
	await expect(problem).not.toContainText(/ENOENT|undefined|\bat \w+\.ts/);
});

test('errors in a project name file, line, column, field and what was expected', async ({ page, startHost }) => {
	const host = await startHost();
	const folder = path.join(host.folder, 'project');
	await mkdir(folder);
	await writeFile(path.join(folder, 'signalbox.yaml'), broken);
	await page.goto(host.address);
	await page.getByLabel('Folder or file').fill(folder);
	await page.getByLabel('Folder or file').press('Enter');
	await expect(page.getByText(/has .*errors? in its file/)).toBeVisible();
	await page.getByRole('link', { name: 'Show' }).click();
	const issue = page.getByRole('list', { name: 'Problems in the file' }).getByRole('listitem').filter({
		hasText: 'strategy',
	});
	await expect(issue).toContainText('signalbox.yaml:10:19');
	await expect(issue).toContainText('services[0].environments.production.strategy');
	await expect(issue).toContainText(/Expected: .*canary.*blue-green/);
});

test('one click starts the sample: the shop stands at 2.3.1, is healthy and serves', async ({ page, startHost }) => {
	test.slow();
	const host = await startHost();
	await page.goto(host.address);
	await page.getByRole('button', { name: 'Start the sample' }).click();
	const cell = page.getByRole('row', { name: /shop/ }).getByRole('gridcell');
	await expect(cell).toContainText(firstVersion, { timeout: 30_000 });
	await expect(cell).toContainText('Healthy: ', { timeout: 30_000 });
	await expect(page.getByRole('region', { name: 'Sample environment' })).toContainText('running');
	await expect(page.getByText(/times faster than the clock/).first()).toBeVisible();
	expect(await answersBy(await publicUrl(host), 20)).toEqual({ [firstVersion]: 20 });

	await page.getByRole('button', { name: 'Stop the sample' }).click();
	await expect(page.getByRole('button', { name: 'Start the sample' })).toBeVisible({ timeout: 30_000 });
});

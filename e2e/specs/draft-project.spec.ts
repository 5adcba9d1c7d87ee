/** A folder without signalbox.yaml gets a draft, is checked while it is changed, and opens once it is written. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../support/test.ts';

test('a draft is offered, checked in place, written when pressed, and opened', async ({ page, startHost }) => {
	const host = await startHost();
	const folder = path.join(host.folder, 'web-shop');
	await mkdir(folder);
	await writeFile(path.join(folder, 'package.json'), '{"name":"@acme/checkout"}');
	const file = path.join(folder, 'signalbox.yaml');
	await page.goto(host.address);
	await page.getByLabel('Folder or file').fill(folder);
	await page.getByRole('button', { name: 'Open this project' }).click();
	await page.getByRole('button', { name: 'Draft one for this folder' }).click();

	const dialog = page.getByRole('dialog', { name: 'Draft a project' });
	const text = dialog.getByRole('textbox');
	const create = dialog.getByRole('button', { name: 'Create signalbox.yaml' });
	await expect(text).toHaveValue(/- name: checkout/);
	await expect(create).toBeEnabled();
	const drafted = await text.inputValue();
	await text.fill(drafted.replace('strategy: canary', 'strategy: canari'));
	// What was checked is another text by now, and then this one is wrong.
	await expect(create).toBeDisabled();
	await expect(dialog.getByRole('list', { name: 'Problems in the file' })).toContainText('canary');
	await expect(create).toBeDisabled();
	expect(existsSync(file)).toBe(false);

	const final = drafted.replace('# owner: payments  ', 'owner: shop  #');
	await text.fill(final);
	await expect(create).toBeEnabled();
	await create.click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('button', { name: 'Deploy checkout to production' })).toBeVisible();
	expect(await readFile(file, 'utf8')).toBe(final);
	expect((await readdir(folder)).sort()).toEqual(['package.json', 'signalbox.yaml']);
});

test('the dialog of Connections drafts too, and goes back', async ({ page, startHost }) => {
	const host = await startHost();
	const folder = path.join(host.folder, 'empty');
	await mkdir(folder);
	await page.goto(host.address);
	await page.getByRole('link', { name: /^Connections/ }).click();
	await page.getByRole('button', { name: 'Open a project' }).click();
	await page.getByLabel('Folder or file').fill(folder);
	await page.getByLabel('Folder or file').press('Enter');
	await page.getByRole('button', { name: 'Draft one for this folder' }).click();
	const draft = page.getByRole('dialog', { name: 'Draft a project' });
	await expect(draft.getByRole('textbox')).toHaveValue(/name: empty/);
	await draft.getByRole('button', { name: 'Back' }).click();
	await expect(page.getByRole('dialog', { name: 'Open a project' }).getByLabel('Folder or file')).toHaveValue(folder);
	// Another path is another question.
	await page.getByLabel('Folder or file').fill(`${folder}/nowhere`);
	await expect(page.getByRole('button', { name: 'Draft one for this folder' })).toBeHidden();
	expect(await readdir(folder)).toEqual([]);
});

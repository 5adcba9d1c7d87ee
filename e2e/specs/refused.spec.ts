/** Tabs without the key of this start: words, no endless attempts, and a way back in. */
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright/test';
import { expect, test } from '../support/test.ts';
import { cutOff } from '../support/watch.ts';

function countAttempts(page: Page): () => number {
	let count = 0;
	page.on('websocket', () => {
		count += 1;
	});
	page.on('request', (request) => {
		if (request.url().endsWith('/session')) count += 1;
	});
	return () => count;
}

for (const { name, key, words } of [
	{ name: 'a wrong key', key: () => randomBytes(32).toString('base64url'), words: 'earlier start of Signalbox' },
	{ name: 'no key', key: () => '', words: 'no key to the control room' },
]) {
	test(`${name} is refused in words, without endless attempts`, async ({ page, sharedEmpty, trouble }) => {
		trouble.allow(cutOff);
		const attempts = countAttempts(page);
		await page.clock.install();
		await page.goto(`${sharedEmpty.origin}/#${key()}`);
		await expect(page.getByRole('heading', { level: 1 })).toContainText(words);
		await expect(page.getByText('Open the address that').or(page.getByText('open the address that'))).toBeVisible();
		const before = attempts();
		await page.clock.runFor('05:00');
		expect(attempts()).toBe(before);
		expect(before).toBeLessThanOrEqual(name === 'no key' ? 0 : 4);

		// The right address, pasted into the same tab.
		await page.goto(sharedEmpty.address);
		await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	});
}

test('a host that was not told to allow acting shows everything and does nothing', async ({ page, startHost }) => {
	const host = await startHost({ allowActions: false });
	await page.goto(host.address);
	await expect(page.getByText('This window may look but not act.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Start the sample' })).toBeDisabled();
	// Not only the button: the wire refuses as well.
	await expect(host.room.client.sample.start.mutate()).rejects.toMatchObject({ data: { code: 'read-only' } });
});

/** axe on each screen, light and dark. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { rollBack, startCanary } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

/** Many services, none of which can be reached: the fullest board, and the one with the most trouble. */
function manyServices(): string {
	const services = Array.from({ length: 14 }, (_, index) => {
		const environment = (name: string, tier: string) => `      ${name}:
        tier: ${tier}
        target:
          kind: haproxy
          api: 127.0.0.1:9
          backend: app
          slots: { blue: [{ server: blue1 }], green: [{ server: green1 }] }
`;
		return `  - name: service-${String(index).padStart(2, '0')}
    owner: team ${index % 4}
    releases: [1.2.0, 1.1.0]
    environments:
${environment('staging', 'staging')}${environment('production', 'production')}`;
	});
	return `version: 1\nname: many\nservices:\n${services.join('')}`;
}

async function openScreen(page: Page, hash: string, heading: RegExp | string): Promise<void> {
	await page.evaluate((to) => {
		location.hash = to;
	}, hash);
	await expect(page.getByRole('heading', { level: 1, name: heading })).toBeAttached();
}

test('start, no deployment yet, no connection yet, a deployment that is not there', async ({ page, sharedEmpty }) => {
	test.slow();
	await page.goto(sharedEmpty.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	await expectAccessible(page, 'start screen');
	await openScreen(page, '#/history', 'History');
	await expect(page.getByText('No deployment yet')).toBeVisible();
	await expectAccessible(page, 'empty history');
	await openScreen(page, '#/connections', /Connections/);
	await expectAccessible(page, 'empty connections');
	await openScreen(page, '#/in-flight', /./);
	await expectAccessible(page, 'nothing in flight');
	await openScreen(page, '#/deployments/none', 'Deployment not found');
	await expectAccessible(page, 'unknown deployment');
	await page.getByRole('button', { name: 'Keyboard reference' }).click();
	await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
	await expectAccessible(page, 'keyboard reference');
});

test('refused', async ({ page, sharedEmpty }) => {
	await page.goto(sharedEmpty.origin);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expectAccessible(page, 'no access');
});

test('a full board, connections in trouble, a broken project', async ({ page, startHost }) => {
	test.slow();
	const host = await startHost();
	const folder = path.join(host.folder, 'many');
	const broken = path.join(host.folder, 'broken');
	for (const [place, text] of [
		[folder, manyServices()],
		[broken, 'version: 1\nname: broken\nservices: 7\n'],
	] as const) {
		await mkdir(place);
		await writeFile(path.join(place, 'signalbox.yaml'), text);
		await host.room.client.projects.open.mutate({ path: place });
	}
	await page.goto(host.address);
	await expect(page.getByRole('row', { name: /service-13/ })).toBeAttached();
	await expect(page.getByRole('region', { name: 'Needs you' })).toBeVisible();
	await expectAccessible(page, 'full board');
	await openScreen(page, '#/connections', /Connections/);
	await expect(page.getByText('Unreachable').first()).toBeVisible();
	await expectAccessible(page, 'connections');
	await page.getByRole('tab', { name: 'Try a change' }).first().click();
	await expectAccessible(page, 'trying a change');
});

test('board and live while a canary ships, deploy dialog, palette', async ({ page, shop }) => {
	test.setTimeout(180_000);
	await page.goto(shop.address);
	await page.getByRole('button', { name: 'Deploy shop to production' }).click();
	await expect(page.getByRole('dialog', { name: 'Deploy shop' })).toBeVisible();
	await expectAccessible(page, 'deploy dialog');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);

	const id = await startCanary(shop);
	await expectAccessible(page, 'board with a canary');
	await openScreen(page, `#/deployments/${id}`, /2\.4\.0 is/);
	await expect(page.getByText('Limits at the last look')).toBeVisible();
	await expectAccessible(page, 'live');
	await page.keyboard.press('Control+K');
	await expect(page.getByRole('dialog', { name: 'Find or do' })).toBeVisible();
	// Its rows are reached by arrows from the field, which keeps the focus (aria-activedescendant) and scrolls them.
	await expectAccessible(page, 'palette', ['scrollable-region-focusable']);
	await page.keyboard.press('Escape');
	await openScreen(page, '#/in-flight', /./);
	await expectAccessible(page, 'in flight');
});

test('a deployment that has ended, its replay, history, service, notices', async ({ page, shop }) => {
	test.setTimeout(180_000);
	const id = await startCanary(shop);
	await rollBack(shop, id);
	await page.goto(shop.address);
	await openScreen(page, `#/deployments/${id}`, /was rolled back/);
	await expectAccessible(page, 'ended');
	await page.getByRole('button', { name: 'Replay', exact: true }).click();
	await expect(page.getByRole('slider', { name: /Replay/ })).toBeVisible();
	await expectAccessible(page, 'replay at its beginning');
	await page.getByRole('slider', { name: /Replay/ }).press('End');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/was rolled back/);
	await expectAccessible(page, 'replay at its end');
	await openScreen(page, '#/history', 'History');
	await expect(page.getByRole('group', { name: 'Deployments, newest first' })).toBeVisible();
	await expectAccessible(page, 'history');
	await openScreen(page, '#/services/shop', 'shop');
	await expectAccessible(page, 'service');
	await page.getByRole('button', { name: /^Notices/ }).click();
	await expect(page.getByRole('dialog', { name: 'Notices' })).toBeVisible();
	await expectAccessible(page, 'notices');
});

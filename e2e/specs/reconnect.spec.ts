/** A link that is cut, a host that hangs, a host that was killed: the screen says how old its truth is, and catches up. */
import type { Page } from 'playwright/test';
import { answersBy, publicUrl, startCanary } from '../support/shop.ts';
import { expect, markDocument, test } from '../support/test.ts';
import { cutOff } from '../support/watch.ts';

/** Lets the page's WebSockets through until they are cut. */
async function controlLink(page: Page): Promise<{ cut: () => Promise<void>; mend: () => void }> {
	let isCut = false;
	const open = new Set<{ close(): Promise<void> }>();
	await page.routeWebSocket(/\/rpc$/, (socket) => {
		if (isCut) return void socket.close();
		socket.connectToServer();
		open.add(socket);
	});
	return {
		async cut() {
			isCut = true;
			await Promise.all([...open].map((socket) => socket.close()));
			open.clear();
		},
		mend: () => {
			isCut = false;
		},
	};
}

const banner = (page: Page) => page.getByRole('region', { name: 'State of this window' });

test('a cut link shows what was last known and catches up without a reload', async ({ page, shop }) => {
	test.slow();
	const link = await controlLink(page);
	await page.goto(shop.address);
	await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText('2.3.1');
	const isSame = await markDocument(page);
	await link.cut();
	await expect(banner(page)).toContainText('last known at');
	await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText('2.3.1');

	await test.step('a command is refused in words, not kept for later', async () => {
		await page.getByRole('button', { name: 'Deploy shop to production' }).click();
		await page.getByRole('button', { name: /^Deploy \S+ to PRODUCTION$/ }).click();
		await expect(page.getByRole('dialog').getByRole('alert')).toContainText('nothing changed');
		await page.keyboard.press('Escape');
	});

	await startCanary(shop);
	link.mend();
	await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText('2.4.0', {
		timeout: 20_000,
	});
	await expect(banner(page)).not.toContainText('last known');
	expect(await isSame()).toBe(true);
});

test('a host that hangs is noticed, and one that goes on is forgiven', async ({ page, startHost }) => {
	const host = await startHost();
	await page.goto(host.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	host.send('SIGSTOP');
	await expect(banner(page)).toContainText('Reconnecting', { timeout: 20_000 });
	host.send('SIGCONT');
	await expect(banner(page)).not.toContainText('Reconnecting', { timeout: 20_000 });
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
});

test('after a kill users are served on, the old tab is shut out, and a new one goes on', async ({
	page,
	context,
	startHost,
	trouble,
}) => {
	test.setTimeout(180_000);
	trouble.allow(cutOff);
	const host = await startHost({ sample: true });
	await host.room.until('the shop', (room) => room.environments['shop/production']?.health === 'healthy', 60_000);
	const url = await publicUrl(host);
	const id = await startCanary(host);
	await page.goto(host.address);
	await page.goto(`${host.origin}/#/deployments/${id}`);
	await expect(page.getByRole('heading', { name: '2.4.0 is taking 5 % of traffic' })).toBeVisible();

	await host.kill();
	await expect(banner(page)).toContainText('last known at');
	await expect(page.getByRole('heading', { name: '2.4.0 is taking 5 % of traffic' })).toBeVisible();
	expect(Object.keys(await answersBy(url, 200)).toSorted()).toEqual(['2.3.1', '2.4.0']);

	const next = await startHost({ sample: true, port: host.port, folder: host.folder });
	await expect(page.getByRole('heading', { name: 'This tab belongs to an earlier start of Signalbox' })).toBeVisible({
		timeout: 20_000,
	});
	const fresh = await context.newPage();
	await fresh.goto(next.address);
	await fresh.goto(`${next.origin}/#/deployments/${id}`);
	await expect(fresh.getByRole('group', { name: 'What happened, newest first' })).toContainText(/started again/i, {
		timeout: 30_000,
	});
	await expect(fresh.getByRole('heading', { name: /2\.4\.0 is taking 5 % of traffic/ })).toBeVisible();
	await fresh.getByRole('button', { name: /^Roll back to 2\.3\.1/ }).click();
	await expect(fresh.getByRole('heading', { name: '2.4.0 was rolled back to 2.3.1' })).toBeVisible({ timeout: 30_000 });
	expect(await answersBy(url, 50)).toEqual({ '2.3.1': 50 });
});

/** A canary on the desktop: what ships is in tray, dock and notifications, and one click away from being taken back. */
import { answersBy, firstVersion } from '../../support/shop.ts';
import { addressOf, type Desktop } from '../../support/desktop-driver.ts';
import { deployCanary, isRolledBack, sampleRuns } from '../../support/desktop-shop.ts';
import { expect, test } from '../../support/desktop-test.ts';
import { listeningPorts } from '../../support/listening-ports.ts';
import { until } from '../../support/until.ts';

/** Power-save blockers that hold now. */
function blockers(desktop: Desktop): number {
	return desktop.records('power-save').reduce((sum, { on }) => sum + (on ? 1 : -1), 0);
}

const trayLine = (desktop: Desktop, start: string) =>
	until(`a line of the tray that starts with ${start}`, async () =>
		(await desktop.look()).trays.flat().find(({ label }) => label.trim().startsWith(start)),
	);

test('is in the tray, keeps the machine awake, and is rolled back from the tray and from a notification', async ({
	launch,
}) => {
	test.setTimeout(180_000);
	const desktop = await launch({ args: ['--sample'] });
	const page = await desktop.page();
	const url = await sampleRuns(page);
	expect([blockers(desktop), desktop.records('notification')]).toEqual([0, []]);
	const version = await deployCanary(page);

	await test.step('shows what ships outside the window', async () => {
		const line = await trayLine(desktop, 'shop production: ');
		expect(line.label).toContain(version);
		expect(await trayLine(desktop, `Roll back to ${firstVersion}`)).toMatchObject({ enabled: true });
		expect((await desktop.noted('tray-words', ({ text }) => text.includes('1 shipping'))).text).toMatch(/^Signalbox: /);
		await desktop.noted('progress', ({ value }) => value >= 0);
		await until('the machine to be kept awake', () => blockers(desktop) === 1);
	});

	await test.step('listens on no port, also while it ships', () => {
		expect(listeningPorts(desktop.pid).filter((port) => !desktop.ownPorts.includes(port))).toEqual([]);
	});

	await test.step('copies a link: the one thing that the page is allowed to do', async () => {
		await desktop.clickMenu('copy-link');
		await expect(page.getByText('The link was copied').first()).toBeVisible();
	});

	await test.step('opens the deployment in a window of its own, and the wallboard', async () => {
		await desktop.clickMenu('open-deployment');
		const own = await until('the second page', () => desktop.pages().find((each) => each !== page));
		await expect(own.getByRole('heading', { name: new RegExp(version) }).first()).toBeVisible();
		expect(addressOf(own)).toMatch(/^\/deployments\//);
		await desktop.clickMenu('open-deployment');
		expect((await desktop.look()).windows).toHaveLength(2);
		await desktop.clickTrayItem('wall');
		const wall = await desktop.page((address) => address === '/wall');
		await expect(wall.getByText(version).first()).toBeVisible();
		const { windows } = await desktop.look();
		expect(windows).toHaveLength(3);
		for (const { id, url: address } of windows) {
			if (!address.endsWith('#/') && address.includes('#/wall')) await desktop.closeWindow(id);
		}
		await until('the wallboard to be gone', async () => (await desktop.look()).windows.length === 2);
		const second = (await desktop.look()).windows.at(-1)?.id ?? 0;
		await desktop.closeWindow(second);
		await until('one window to be left', async () => (await desktop.look()).windows.length === 1);
	});

	const room = await desktop.page();
	await test.step('one click in the tray takes it back', async () => {
		await desktop.clickTrayItem('roll-back:');
		await until('the blocker to be let go', () => blockers(desktop) === 0, 60_000);
		await isRolledBack(room, version);
		expect(await answersBy(url, 50)).toEqual({ [firstVersion]: 50 });
		await desktop.noted('progress', ({ value }) => value < 0);
	});

	await test.step('a promotion from the menu ends in one notification, whose action takes it back', async () => {
		await room.getByRole('link', { name: 'Board', exact: true }).click();
		const again = await deployCanary(room);
		const promoted = room.getByRole('heading', { name: `${again} is taking 25 % of traffic` });
		// A first verdict that comes in the same moment makes the click stale: it is refused in words, and a person presses again.
		const refused = room.getByText('The screen was out of date').first();
		await desktop.clickMenu('promote');
		await expect(promoted.or(refused).first()).toBeVisible({ timeout: 30_000 });
		if (!(await promoted.isVisible())) await desktop.clickMenu('promote');
		await expect(promoted).toBeVisible({
			timeout: 30_000,
		});
		// Somebody who looks at this very deployment is not told of it.
		await room.getByRole('link', { name: 'Board', exact: true }).click();
		await expect(room.getByRole('row', { name: /shop/ })).toBeVisible();
		await desktop.clickMenu('promote');
		const told = await desktop.noted('notification', ({ title }) => title.includes(`${again} has all traffic`), 60_000);
		// Linux shows no buttons, so none are asked for there; their clicks are heard all the same.
		if (process.platform !== 'linux') expect(told.actions[0]).toMatch(/^Roll back to 2\.3\.1/);
		await until('the blocker to be let go', () => blockers(desktop) === 0);
		await desktop.clickNotification(told.index);
		await expect(room.getByRole('heading', { name: `${again} has all traffic` })).toBeVisible();
		await desktop.clickNotification(told.index, 0);
		await isRolledBack(room, again);
		expect(await answersBy(url, 50)).toEqual({ [firstVersion]: 50 });
		const titles = desktop.records('notification').map(({ title }) => title);
		const back = `shop production: ${again} was rolled back to ${firstVersion}`;
		expect(titles).toEqual([back, told.title, back]);
	});
});

/** The desktop lives on and ends as a rollout needs it: windows, quits, crashes, second starts, and errors of its own. */
import { addressOf } from '../../support/desktop-driver.ts';
import { deployCanary, isRolledBack, sampleRuns } from '../../support/desktop-shop.ts';
import { expect, test } from '../../support/desktop-test.ts';
import { answersBy, firstVersion } from '../../support/shop.ts';
import { until } from '../../support/until.ts';

test('ships on without a window, through a crash, a quit and an error of its own', async ({ launch }) => {
	test.setTimeout(240_000);
	const desktop = await launch({ args: ['--sample'] });
	const { folder } = desktop;
	let page = await desktop.page();
	const url = await sampleRuns(page);
	const version = await deployCanary(page);
	const address = addressOf(page);
	const windows = async () => (await desktop.look()).windows;

	await test.step('a second start with a link leads the first there; hostile ones do nothing', async () => {
		await launch({ folder, args: ['signalbox://history'] }).then(({ ended }) => ended);
		await expect.poll(() => addressOf(page)).toBe('/history');
		for (const link of [
			'signalbox://deployments/x/roll-back',
			'signalbox://settings?do=quit',
			'signalbox:javascript:alert(1)',
			'signalbox://../../etc/passwd',
		]) {
			await desktop.emit('app', 'second-instance', ['signalbox', '--', link, '--end-everything'], '/');
		}
		await desktop.emit('app', 'open-url', `signalbox:/${address}`);
		await expect.poll(() => addressOf(page)).toBe(address);
		await expect(page.getByRole('heading', { name: new RegExp(`^${version} is taking`) })).toBeVisible();
		expect(await windows()).toHaveLength(1);
	});

	await test.step('a page that crashes is loaded again, and nothing is touched', async () => {
		const loads = desktop.records('page-loaded').length;
		const [before] = await windows();
		await desktop.crash(before?.id ?? 0);
		await desktop.noted('page-gone');
		await until('the page to be loaded again', () => desktop.records('page-loaded').length > loads);
		expect(await windows()).toMatchObject([{ id: before?.id, url: before?.url }]);
		expect(Object.keys(await answersBy(url, 200)).toSorted()).toEqual([firstVersion, version].toSorted());
	});

	// Playwright sees no page that has crashed before; the window that comes next it does.
	await test.step('without windows it stays in the tray while something ships', async () => {
		for (const { id } of await windows()) await desktop.closeWindow(id);
		await until('the windows to be gone', async () => (await windows()).length === 0);
		expect((await desktop.look()).trays.flat().some(({ label }) => label.startsWith('shop production: '))).toBe(true);
		expect(Object.keys(await answersBy(url, 200)).toSorted()).toEqual([firstVersion, version].toSorted());
		await desktop.clickTray();
		page = await desktop.page();
		await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText(version);
	});

	await test.step('a quit asks once, and says what happens to the traffic', async () => {
		await desktop.quit();
		const asked = await desktop.noted('message-box');
		expect(asked).toMatchObject({ message: `Quit while ${version} ships?`, answer: 'Cancel' });
		// A slow machine may be past the first step.
		expect(asked.detail).toMatch(/keeps its (5|25|50) % of traffic/);
		expect(await windows()).toHaveLength(1);
		await desktop.answer(1);
		await desktop.quit();
		expect(await desktop.ended).toMatchObject({ code: 0 });
		expect(desktop.records('message-box')).toHaveLength(2);
		// Nobody is at the controls, and users are served as before.
		expect(Object.keys(await answersBy(url, 200)).toSorted()).toEqual([firstVersion, version].toSorted());
	});

	const second = await launch({ folder, args: ['--sample'] });
	await test.step('the next start asks the target and goes on', async () => {
		page = await second.page();
		await page.getByRole('link', { name: /^In flight/ }).click();
		await expect(page.getByText(version).first()).toBeVisible({ timeout: 30_000 });
	});

	await test.step('an error of its own is told, ends it in order, and leaves the journal whole', async () => {
		await second.throwInMain('an error that the spec made up');
		const told = await second.noted('message-box', ({ message }) => message.includes('error of its own'));
		expect(told.detail).toContain('Targets were not touched');
		expect(await second.ended).toMatchObject({ code: 1 });
	});

	const third = await launch({ folder, args: ['--sample'] });
	await test.step('after which the deployment can still be taken back', async () => {
		page = await third.page();
		await page.getByRole('link', { name: /^In flight/ }).click();
		await page.getByText(version).first().click();
		await until(
			'the menu to offer it',
			async () => (await third.look()).menu.find(({ id }) => id === 'roll-back')?.enabled,
		);
		await third.clickMenu('roll-back');
		await isRolledBack(page, version);
	});
});

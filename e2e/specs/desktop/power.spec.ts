/** A machine that sleeps in the middle of a canary: nothing goes on until the target has been asked. */
import { deployCanary, isRolledBack, sampleRuns } from '../../support/desktop-shop.ts';
import { expect, test } from '../../support/desktop-test.ts';
import { answersBy, firstVersion } from '../../support/shop.ts';

test('is held while the machine sleeps, and asks the target when it wakes', async ({ launch }) => {
	test.setTimeout(120_000);
	const desktop = await launch({ args: ['--sample'] });
	const page = await desktop.page();
	const url = await sampleRuns(page);
	const version = await deployCanary(page);
	const heading = page.getByRole('heading', { level: 1 });
	const journal = page.getByRole('complementary', { name: 'Verdict and journal' });

	await desktop.emit('powerMonitor', 'suspend');
	await expect(heading).toContainText(/this machine went to sleep/);
	expect(Object.keys(await answersBy(url, 200)).toSorted()).toEqual([firstVersion, version].toSorted());
	await desktop.emit('powerMonitor', 'resume');
	await expect(heading).toHaveText(`${version} is taking 5 % of traffic`);
	await expect(journal).toContainText(/when this machine woke|woke with its machine/);

	// A locked screen takes nothing from the engine, which watches on.
	await desktop.emit('powerMonitor', 'lock-screen');
	await desktop.emit('powerMonitor', 'unlock-screen');
	await expect(heading).toHaveText(`${version} is taking 5 % of traffic`);

	// Nor does sleep take the way back.
	await desktop.emit('powerMonitor', 'suspend');
	await expect(heading).toContainText(/this machine went to sleep/);
	await desktop.clickMenu('roll-back');
	await desktop.emit('powerMonitor', 'resume');
	await isRolledBack(page, version);
	expect(await answersBy(url, 50)).toEqual({ [firstVersion]: 50 });
});

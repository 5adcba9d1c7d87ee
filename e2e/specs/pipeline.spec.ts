/** A newcomer's first pipeline: from a commit through gates and an approval into the canary, and what holds it back. */
import type { Locator, Page } from 'playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { commitChange, pipelineReady, runWithinMs } from '../support/sample-pipeline.ts';
import { publicUrl } from '../support/shop.ts';
import { expect, markDocument, test } from '../support/test.ts';
import { until } from '../support/until.ts';

const slowly = { timeout: 30_000 };

const job = (page: Page, name: string, state: string): Locator =>
	page
		.getByRole('toolbar', { name: /Pipeline as a graph/ })
		.getByRole('button', { name: new RegExp(`^${name}:? (${state})`) });

/** The row of a gate; pressing it opens what stands for it. */
const gate = (page: Page, name: string, outcome: string): Locator =>
	page.getByRole('button', { name: new RegExp(`^${outcome} ${name}$`) });

async function openShop(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.getByRole('row', { name: /shop/ }).getByRole('link', { name: 'shop', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: /^shop/ })).toBeAttached();
}

async function approve(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Approve User acceptance', exact: true }).click();
	const dialog = page.getByRole('dialog', { name: 'Approve User acceptance' });
	const send = dialog.getByRole('button', { name: 'Approve User acceptance' });
	for (const answer of await dialog.getByRole('radiogroup').all())
		await answer.getByText('Ok', { exact: true }).click();
	await send.click();
	await expect(dialog).toHaveCount(0);
}

test('a commit goes through all four stages into the canary, and one click takes it back', async ({
	page,
	startHost,
}) => {
	test.setTimeout(180_000);
	const host = await startHost({ sample: true });
	await pipelineReady(host);
	await openShop(page, host.address);
	await expect(page.getByText('No run yet').first()).toBeVisible();
	const isSameDocument = await markDocument(page);

	await test.step('jobs run and pass while a person looks', async () => {
		await page.getByRole('button', { name: /^Good: commit/ }).click();
		await expect(page.getByRole('link', { name: 'Watch 2.6.1' })).toBeVisible(slowly);
		await expect(job(page, 'unit-tests', 'waiting|running|passed')).toBeVisible(slowly);
		for (const name of ['unit-tests', 'syntax', 'build', 'api-tests', 'contract-tests', 'publish']) {
			await expect(job(page, name, 'passed')).toBeVisible(slowly);
		}
		expect(await isSameDocument()).toBe(true);
	});

	await test.step('the log of the unit tests is there to read and search', async () => {
		await job(page, 'unit-tests', 'passed').click();
		const log = page.getByRole('region', { name: 'Log of unit-tests' });
		await expect(log.getByRole('group', { name: /Lines of the log/ })).toContainText('takes a share off');
		await log.getByRole('searchbox', { name: 'Search the log' }).fill('sells chai');
		await log.getByRole('searchbox', { name: 'Search the log' }).press('Enter');
		await expect(log.getByText('1 of 1', { exact: true })).toBeVisible();
		await expect(log.locator('mark')).toHaveText('sells chai');
		await page.getByRole('button', { name: 'Close unit-tests' }).click();
	});

	await test.step('gates name what they found, their limit and their evidence', async () => {
		const coverage = page.getByRole('row').filter({ has: gate(page, 'Coverage', 'passed') });
		await expect(coverage).toContainText('100 %');
		await expect(coverage).toContainText('80 %');
		await expect(coverage).toContainText('lcov.info');
		await gate(page, 'Unit tests', 'passed').click();
		await expect(page.getByRole('row').filter({ hasText: 'unit.xml' }).nth(1)).toBeVisible();
	});

	await test.step('the release waits for a person, and says so', async () => {
		await expect(page.getByRole('link', { name: '2.6.1', exact: true }).first()).toBeVisible();
		await page
			.getByRole('button', { name: /^Deploy 2\.6\.1 to PRODUCTION: not possible/ })
			.first()
			.click();
		await expect(page.getByRole('dialog').getByText(/User acceptance/)).toBeVisible();
		await page.keyboard.press('Escape');
		await approve(page);
	});

	await test.step('it takes 5 % of the traffic with its new product', async () => {
		await page.getByRole('button', { name: 'Deploy 2.6.1 to PRODUCTION', exact: true }).first().click();
		await expect(page.getByRole('heading', { name: '2.6.1 is taking 5 % of traffic' })).toBeVisible(slowly);
		const products = `${await publicUrl(host)}/api/products`;
		const sold = async () => (await (await fetch(products)).text()).includes('"chai"');
		await until('the new product to be sold', sold, runWithinMs);
	});

	await test.step('one click goes back', async () => {
		await page.getByRole('button', { name: /^Roll back to 2\.3\.1/ }).click();
		await expect(page.getByRole('heading', { name: '2.6.1 was rolled back to 2.3.1' })).toBeVisible(slowly);
	});
});

test('less coverage holds a release until somebody answers for it; a broken commit names its test', async ({
	page,
	startHost,
}) => {
	test.setTimeout(180_000);
	const host = await startHost({ sample: true });
	await pipelineReady(host);
	await commitChange(host, 'good', ({ version }) => version !== null);
	await openShop(page, host.address);
	await expect(job(page, 'publish', 'passed')).toBeVisible(slowly);

	await test.step('an untested change fails Coverage against the release before it', async () => {
		await page.getByRole('button', { name: /^Untested: commit/ }).click();
		await expect(gate(page, 'Coverage', 'failed')).toBeVisible(slowly);
		const row = page.getByRole('row').filter({ has: gate(page, 'Coverage', 'failed') });
		await expect(row).toContainText('not below 100 % of 2.6.1');
		await expectAccessible(page, 'service with a failed gate');
		const refused = await host.room.client.deployments.start
			.mutate({
				...{ service: 'shop', environment: 'production', version: '2.6.2', strategy: 'canary' as const },
				...{ expectedStanding: '2.3.1', idempotencyKey: 'e2e-untested-2.6.2' },
			})
			.then(
				() => 'it was started',
				(error: unknown) => String(error),
			);
		expect(refused).toMatch(/2\.6\.2/);
	});

	await test.step('waived with a reason, it may ship', async () => {
		await gate(page, 'Coverage', 'failed').click();
		await page.getByRole('button', { name: 'Waive Coverage' }).click();
		const dialog = page.getByRole('dialog', { name: 'Waive Coverage' });
		await dialog.getByLabel('Reason').fill('Delivery days are tested by hand until Monday.');
		await dialog.getByRole('button', { name: 'Waive Coverage for 1 day' }).click();
		await expect(dialog).toHaveCount(0);
		await expect(gate(page, 'Coverage', 'waived')).toBeVisible(slowly);
		await expect(page.getByText('Delivery days are tested by hand until Monday.')).toBeVisible();
		await expect(page.getByRole('link', { name: '2.6.2', exact: true }).first()).toBeVisible(slowly);
		await approve(page);
		await expect(page.getByRole('button', { name: 'Deploy 2.6.2 to PRODUCTION', exact: true }).first()).toBeVisible(
			slowly,
		);
	});

	await test.step('a broken change shows the test that failed', async () => {
		await page.getByRole('button', { name: /^Broken: commit/ }).click();
		await expect(gate(page, 'Unit tests', 'failed')).toBeVisible(slowly);
		await gate(page, 'Unit tests', 'failed').click();
		await expect(page.getByRole('table').getByText('finds what is sold').first()).toBeVisible();
		await expect(page.getByRole('button', { name: /^Deploy 2\.6\.3/ })).toHaveCount(0);
	});
});

test('graph, job, log and gates by keys alone; the service screen in its states', async ({ page, startHost }) => {
	test.setTimeout(180_000);
	const host = await startHost({ sample: true });
	await pipelineReady(host);
	await openShop(page, host.address);
	await page.getByRole('button', { name: /^Good: commit/ }).focus();
	await page.keyboard.press('Enter');
	await expect(job(page, 'unit-tests', 'waiting|running|passed')).toBeVisible(slowly);
	await expectAccessible(page, 'service while a run runs');
	await expect(job(page, 'publish', 'passed')).toBeVisible(slowly);

	await test.step('arrows move in the graph, Enter opens the job', async () => {
		await tabTo(page, '[data-job]');
		await page.keyboard.press('Home');
		const first = await page.evaluate(() => document.activeElement?.textContent ?? '');
		await page.keyboard.press('ArrowDown');
		const second = await page.evaluate(() => document.activeElement?.textContent ?? '');
		expect([first, second].toSorted().map((label) => /^(syntax|unit-tests)/.exec(label)?.[0])).toEqual([
			'syntax',
			'unit-tests',
		]);
		await page.keyboard.press('ArrowRight');
		await expect(
			page.getByRole('button', { name: /^(api|contract)-tests:? passed/ }).and(page.locator(':focus')),
		).toHaveCount(1);
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('region', { name: /^Log of / })).toBeVisible();
	});

	await test.step('the log is searched', async () => {
		await tabTo(page, '[role=search] input');
		await page.keyboard.type('o');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('search').getByText(/^1 of /)).toBeVisible();
		await tabTo(page, '[data-log-rows]');
	});

	await test.step('a gate opens and closes', async () => {
		await tabTo(page, 'table [aria-expanded]');
		await page.keyboard.press('Enter');
		await expect(page.locator(':focus')).toHaveAttribute('aria-expanded', 'true');
		await expectAccessible(page, 'service that waits for approval, with a job, its log and a gate open');
		await page.keyboard.press('Enter');
		await expect(page.locator(':focus')).toHaveAttribute('aria-expanded', 'false');
	});
});

/** As a person does, with each stop on the way in sight. */
async function tabTo(page: Page, selector: string, atMost = 60): Promise<void> {
	for (let pressed = 0; pressed < atMost; pressed++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate((css) => document.activeElement?.matches(css) === true, selector)) return;
	}
	throw new Error(`Tab pressed ${atMost} times did not reach ${selector}`);
}

/** From a file of facts to a number, its rows, an incident's suspects, and the month on paper. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { expectAccessible } from '../support/axe.ts';
import type { BrowserHost } from '../support/browser-host.ts';
import { expect, test } from '../support/test.ts';

const slowly = { timeout: 30_000 };
const hour = 3_600_000;
const day = 24 * hour;

/**
 * Four releases, of which 1.2.0 was rolled back and 1.3.0 had an incident two hours later; one attempt never had traffic.
 * Counted 4, failed 2 of 4; of five deployments one (the rollback) was unplanned.
 */
function facts(now: number): string {
	const at = (days: number, hours = 0) => new Date(now - days * day + hours * hour).toISOString();
	const rows = [
		['deployment', '1', '1.0.0', at(20), 'succeeded', '', '', ''],
		['deployment', '2', '1.1.0', at(15), 'succeeded', '', '', ''],
		['deployment', '3', '1.2.0', at(10), 'succeeded', '', '', ''],
		['deployment', '4', '1.1.0', at(10, 1), 'succeeded', '', '', ''],
		['deployment', '5', '1.3.0', at(7), 'failed', '', '', ''],
		['deployment', '6', '1.3.0', at(5), 'succeeded', '', '', ''],
		['incident', 'OPS-1', '', '', '', 'Checkout fails', at(5, 2), at(5, 3)],
		['incident', 'OPS-2', '', '', '', 'The provider was down', at(2), at(2, 1)],
	];
	const header = 'kind,id,version,finishedAt,outcome,title,startedAt,resolvedAt,service';
	return `${[header, ...rows.map((row) => `${row.join(',')},billing`)].join('\n')}\n`;
}

const project = `version: 1
name: shop
delivery:
  zone: Europe/Berlin
  services: [billing]
  sources: [{ kind: file, path: facts.csv }]
services:
  - name: checkout
    releases: [1.0.0]
    environments:
      production:
        target: { kind: haproxy, api: "127.0.0.1:9", backend: app, slots: { blue: [{ server: b }], green: [{ server: g }] } }
`;

/** `until`: the newest fact is two days before it, the oldest twenty. */
async function openMeasured(host: BrowserHost, until = Date.now()): Promise<void> {
	const folder = path.join(host.folder, 'shop');
	await mkdir(folder);
	await writeFile(path.join(folder, 'facts.csv'), facts(until));
	await writeFile(path.join(folder, 'signalbox.yaml'), project);
	await host.room.client.projects.open.mutate({ path: folder });
}

/** The month before this one in the zone of the project: `2026-10`. */
function lastMonth(): string {
	const [year, month] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format().split('-').map(Number);
	return new Date(Date.UTC(year ?? 0, (month ?? 0) - 2, 1)).toISOString().slice(0, 7);
}

async function go(page: Page, hash: string): Promise<void> {
	await page.evaluate((to) => {
		location.hash = to;
	}, hash);
}

const card = (page: Page, metric: string): Locator => page.getByRole('region', { name: metric, exact: true });

test('a number opens its rows, an incident its suspects, and what is said by hand changes both', async ({
	page,
	startHost,
}) => {
	test.setTimeout(180_000);
	const host = await startHost();
	await openMeasured(host);
	await page.goto(host.address);

	await test.step('the five metrics say what they rest on', async () => {
		await go(page, '#/delivery/overview/service.billing~last.30');
		await expect(card(page, 'Change fail rate')).toContainText('50 %', slowly);
		await expect(card(page, 'Change fail rate')).toContainText('2 of 4');
		await expect(card(page, 'Deployment rework rate')).toContainText('20 %');
		await expect(card(page, 'Change lead time')).toContainText(/not measured|no data/i);
		await expectAccessible(page, 'delivery');
	});

	await test.step('each row says whether it counts, and why', async () => {
		await go(page, '#/delivery/change-fail-rate/service.billing~last.30');
		const rows = page.getByRole('group', { name: 'Rows, newest first' });
		await expect(rows.getByRole('row', { name: /^1\.2\.0 billing/ })).toContainText(/1\.1\.0/, slowly);
		await expect(rows.getByRole('row', { name: /^1\.3\.0 billing/ }).filter({ hasText: 'inferred' })).toHaveCount(1);
		await expect(rows.getByRole('row', { name: /^1\.1\.0 billing/ })).toHaveCount(2);
		await expectAccessible(page, 'rows of the change fail rate');
	});

	await test.step('an incident lights up what changed before it', async () => {
		await go(page, '#/timeline/service.billing~last.30');
		const list = page.getByRole('group', { name: 'Rows, newest first' });
		await list.getByRole('button', { name: /Checkout fails/ }).click();
		await expect(page.getByRole('heading', { name: 'What may have caused it' })).toBeVisible(slowly);
		await expect(page.getByRole('listitem').filter({ hasText: '1.3.0' }).first()).toBeVisible();
		await expectAccessible(page, 'timeline with an incident');
	});

	await test.step('said to be from no change, it leaves the rate', async () => {
		await page.getByRole('button', { name: 'No change caused it' }).click();
		await go(page, '#/delivery/overview/service.billing~last.30');
		await expect(card(page, 'Change fail rate')).toContainText('25 %', slowly);
		await expect(card(page, 'Change fail rate')).toContainText('1 of 4');
	});

	await test.step('the wire tells the same over many years', async () => {
		const { metrics } = host.room.client.delivery;
		const period = { from: '2020-01-01', to: '2040-01-01' };
		const answer = await metrics.query({ scope: { services: ['billing'] }, period, bucket: 'month' });
		const rate = answer.dora.find(({ metric }) => metric === 'change-fail-rate');
		expect(rate).toMatchObject({ state: 'measured', n: 1, of: 4 });
	});
});

test('the month on one document: notes, an action, a file to take along, and frozen as it is', async ({
	page,
	startHost,
}) => {
	test.setTimeout(180_000);
	const host = await startHost();
	const month = lastMonth();
	await openMeasured(host, Date.parse(`${month}-28T12:00:00Z`));
	await page.goto(host.address);
	await go(page, `#/retrospective/${month}`);
	await expect(page.getByRole('heading', { level: 1, name: /^Retrospective/ })).toBeVisible(slowly);
	await expect(page.getByRole('heading', { name: 'What this rests on' })).toBeVisible(slowly);
	await expectAccessible(page, 'retrospective');

	await page.getByRole('button', { name: 'Write notes' }).click();
	await page.getByRole('textbox', { name: 'Notes, in Markdown' }).fill('The **small** batches helped.');
	await page.getByRole('button', { name: 'Save notes' }).click();
	await expect(page.getByText('The small batches helped.')).toBeVisible(slowly);

	await page.getByRole('button', { name: 'Export' }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download', slowly),
		page.getByRole('menuitem', { name: 'Markdown' }).click(),
	]);
	expect(await readFile(await download.path(), 'utf8')).toContain('The **small** batches helped.');

	await page.getByRole('button', { name: /^Freeze/ }).click();
	await page.getByRole('button', { name: 'Freeze it for good' }).click();
	await expect(page.getByText('Frozen', { exact: true })).toBeVisible(slowly);
	await expect(page.getByRole('button', { name: 'Edit notes' })).toHaveCount(0);
});

test('tests, facts and an empty room say what is missing', async ({ page, startHost }) => {
	test.setTimeout(120_000);
	const host = await startHost();
	await openMeasured(host);
	await page.goto(host.address);
	await go(page, '#/tests');
	await expect(page.getByRole('heading', { level: 1, name: 'Tests' })).toBeVisible(slowly);
	await expectAccessible(page, 'tests without results');
	await go(page, '#/facts');
	await expect(page.getByText('facts.csv').first()).toBeVisible(slowly);
	await expect(page.getByText('The provider was down').first()).toBeVisible(slowly);
	await expectAccessible(page, 'facts');
});

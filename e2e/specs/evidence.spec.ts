/** Why the judge said so: on screen, out of the window, and what another policy or another team's analysis would have said. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { startCanary } from '../support/shop.ts';
import { expect, test } from '../support/test.ts';

const analysisTemplate = `apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata:
  name: success-rate
spec:
  metrics:
    - name: success-rate
      interval: 1m
      failureLimit: 3
      successCondition: result[0] >= 0.95
      provider:
        prometheus:
          address: http://prometheus.example.com:9090
          query: sum(rate(http_requests_total{code!~"5.."}[2m]))
    - name: web-check
      provider:
        web:
          url: http://example.com/check
`;

const rows = (page: Page) => page.getByRole('list', { name: 'Evidence by metric, harm first' }).getByRole('listitem');

async function makeWrong(page: Page): Promise<void> {
	const wronger = page.getByRole('slider', { name: 'wronger' });
	await wronger.focus();
	await wronger.press('End');
}

test('a rollback shows its evidence, hands it out, and lets other policies be tried on it', async ({ page, shop }) => {
	test.setTimeout(240_000);
	const id = await startCanary(shop);
	await page.goto(shop.address);
	await page.goto(`${shop.origin}/#/deployments/${id}`);
	await expect(page.getByRole('heading', { name: '2.4.0 is taking 5 % of traffic' })).toBeVisible();
	await expect(rows(page).first()).toBeVisible({ timeout: 60_000 });

	await test.step('in flight each metric says where it stands', async () => {
		await expect(rows(page).filter({ hasText: 'error rate' }).first()).toBeVisible();
		await expect(rows(page).filter({ hasText: 'p95' }).first()).toBeVisible();
		await expect(page.getByText(/takes a good release for a bad one in at most 5 % of deployments/)).toBeVisible();
		await expect(page.getByText(/\d+ looks? so far/)).toBeVisible();
	});

	await makeWrong(page);
	await expect(page.getByRole('heading', { name: '2.4.0 was rolled back to 2.3.1' })).toBeVisible({ timeout: 60_000 });

	await test.step('a line opens by key to its numbers, source and query', async () => {
		const errors = rows(page).filter({ hasText: 'error rate' }).first();
		const line = errors.getByRole('button', { expanded: false });
		await line.focus();
		await line.press('Enter');
		await expect(errors.getByRole('button', { expanded: true })).toBeVisible();
		await expect(errors.getByText('Evidence for harm', { exact: true })).toBeVisible();
		await expect(errors.getByRole('group', { name: 'Query' })).toBeVisible();
		await errors.getByText(/looks as a table|looks? as/).click();
		await expect(errors.getByRole('table')).toBeVisible();
		await expectAccessible(page, 'evidence of a rollback');
	});

	await test.step('it is saved as JSON and as Markdown', async () => {
		const saved = async (name: string): Promise<string> => {
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('button', { name, exact: true }).click(),
			]);
			return readFile(await download.path(), 'utf8');
		};
		const json: unknown = JSON.parse(await saved('Save JSON'));
		expect(json).toMatchObject({
			format: 'signalbox-evidence/1',
			deployment: { id, service: 'shop', version: '2.4.0', fromVersion: '2.3.1' },
		});
		expect(await saved('Save Markdown')).toMatch(/^## Evidence: shop 2\.4\.0 after 2\.3\.1 in production\n/);
	});

	await test.step('another policy is tried on it, faults in its text are told in place', async () => {
		await page.getByRole('button', { name: 'Try another policy' }).click();
		const text = page.getByRole('textbox', { name: 'Text of the health: section' });
		await text.fill('banana: 1\n');
		await expect(page.getByText('health:1:1')).toBeVisible();
		await text.fill('sequential:\n  alpha: 1%\n');
		await page.getByRole('button', { name: 'Try it', exact: true }).click();
		await expect(page.locator('#main').getByText(/^This policy would have /)).toBeVisible({ timeout: 30_000 });
		await expect(page.getByRole('table', { name: /changed its mind/ })).toBeVisible();
		await expectAccessible(page, 'another policy');
	});

	await test.step('a replay shows what was known then', async () => {
		await page.goto(`${shop.origin}/#/deployments/${id}?replay`);
		await expect(page.getByRole('region', { name: 'Replay' })).toBeVisible();
		await expect(page.getByText(/No look has been taken yet|Reading the evidence/)).toBeVisible();
		await page.getByRole('slider', { name: /^Replay/ }).press('End');
		await expect(rows(page).filter({ hasText: 'error rate' }).first()).toBeVisible({ timeout: 30_000 });
	});

	await test.step('an analysis of Argo Rollouts is imported by the palette and tried on it at once', async () => {
		await page.keyboard.press('Control+K');
		await page.keyboard.type('import argo');
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Import an analysis' });
		const read = dialog.getByRole('button', { name: 'Read it' });
		await dialog.getByRole('textbox', { name: 'Analysis' }).fill('a: [');
		await read.press('Enter');
		await expect(dialog.getByText(/^This file cannot be imported/)).toBeVisible();
		await expect(read).toBeFocused();
		await dialog.getByRole('textbox', { name: 'Analysis' }).fill(analysisTemplate);
		await read.press('Enter');
		await expect(dialog.getByRole('status').filter({ hasText: 'success-rate' })).toBeFocused();
		await expect(dialog.getByRole('group', { name: 'Section for signalbox.yaml, text' })).toContainText('success-rate');
		await expect(dialog.getByRole('region', { name: 'What could not be carried over' })).toContainText('web-check');
		await expectAccessible(page, 'import');
		await dialog.getByRole('button', { name: 'Try it there' }).click();
		await expect(page.getByRole('textbox', { name: 'Text of the health: section' })).toHaveValue(/success-rate/);
	});
});

/** Everything without a mouse: find, start, roll back; and the focus is always seen. */
import type { Locator, Page } from 'playwright/test';
import { expect, test } from '../support/test.ts';

/** Presses until the focus is on what is meant, as a person does; each stop on the way must be seen. */
async function pressUntil(page: Page, key: string, selector: string, atMost = 40): Promise<void> {
	for (let pressed = 0; pressed < atMost; pressed++) {
		await page.keyboard.press(key);
		await expectVisibleFocus(page);
		if (await page.evaluate((css) => document.activeElement?.matches(css) === true, selector)) return;
	}
	throw new Error(`${key} pressed ${atMost} times did not reach ${selector}`);
}

/** The focus shows by an outline or a shadow: on the element itself, or on what is drawn around it. */
async function expectVisibleFocus(page: Page): Promise<void> {
	const unseen = await page.evaluate(() => {
		let element = document.activeElement;
		if (element === null || element === document.body) return null;
		const name = element.outerHTML.slice(0, 120);
		for (let up = 0; element !== null && up < 3; up++, element = element.parentElement) {
			const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
			if ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none') return null;
		}
		return name;
	});
	expect(unseen, 'has the focus but does not show it').toBeNull();
}

/** The row that Enter would take, while the focus stays in the field. */
async function expectChosen(row: Locator): Promise<void> {
	const id = (await row.getAttribute('id')) ?? 'a row without an id';
	await expect(row.page().getByRole('dialog').getByRole('searchbox')).toHaveAttribute('aria-activedescendant', id);
}

test('from the board to a running canary and back, by keys alone', async ({ page, shop }) => {
	test.slow();
	await page.goto(shop.address);
	await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText('2.3.1');
	await pressUntil(page, 'Tab', '[role=grid] [data-stop]');
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('gridcell').getByRole('link', { name: '2.3.1' })).toBeFocused();
	await expectVisibleFocus(page);
	await page.keyboard.press('d');
	const dialog = page.getByRole('dialog', { name: 'Deploy shop' });
	await expect(dialog).toBeVisible();
	const deploy = dialog.getByRole('button', { name: /^Deploy \S+ to PRODUCTION$/ });
	for (let pressed = 0; pressed < 10; pressed++) {
		if (await deploy.evaluate((button) => button === document.activeElement)) break;
		await page.keyboard.press('Tab');
		await expectVisibleFocus(page);
	}
	await expect(deploy).toBeFocused();
	await page.keyboard.press('Enter');
	const heading = page.getByRole('heading', { level: 1 });
	await expect(heading).toHaveText(/is taking 5 % of traffic/, { timeout: 30_000 });

	await pressUntil(page, 'Tab', '[data-command=roll-back]');
	await page.keyboard.press('Enter');
	await expect(heading).toHaveText(/was rolled back to 2\.3\.1/, { timeout: 30_000 });
});

test('the palette opens by Ctrl+K, finds and acts', async ({ page, shop }) => {
	test.slow();
	await page.goto(shop.address);
	await expect(page.getByRole('row', { name: /shop/ }).getByRole('gridcell')).toContainText('2.3.1');
	await page.keyboard.press('Control+K');
	const palette = page.getByRole('dialog', { name: 'Find or do' });
	await page.keyboard.type('deploy shop');
	await expect(palette.getByRole('menuitem', { name: /Deploy shop to production/ })).toBeVisible();
	await expectChosen(palette.getByRole('menuitem', { name: /Deploy shop to production/ }));
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Deploy shop' });
	await expect(dialog).toBeVisible();
	await dialog.getByRole('button', { name: /^Deploy \S+ to PRODUCTION$/ }).press('Enter');
	const heading = page.getByRole('heading', { level: 1 });
	await expect(heading).toHaveText(/is taking 5 % of traffic/, { timeout: 30_000 });

	await page.keyboard.press('Control+K');
	await page.keyboard.type('roll back');
	await expect(palette.getByRole('menuitem').first()).toContainText('Roll back to 2.3.1');
	await expectChosen(palette.getByRole('menuitem').first());
	await page.keyboard.press('Enter');
	await expect(palette).toHaveCount(0);
	await expect(heading).toHaveText(/was rolled back to 2\.3\.1/, { timeout: 30_000 });

	// The second key has to come within a moment; on a busy machine the driver may be too slow, as a person may.
	await expect(async () => {
		await page.keyboard.press('g');
		await page.keyboard.press('h');
		await expect(heading).toHaveText('History', { timeout: 2_000 });
	}).toPass({ timeout: 30_000 });
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
});

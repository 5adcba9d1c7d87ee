/** axe over what is on screen, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/** WCAG 2.2 A and AA. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Colours that are on their way would be measured as they never are at rest. */
async function stillness(page: Page): Promise<void> {
	await page.waitForFunction(() =>
		document.getAnimations().every((one) => one.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
	);
}

async function violationsOf(
	page: Page,
	rules: 'all' | 'colours',
	without: readonly string[],
): Promise<readonly string[]> {
	const builder = new AxeBuilder({ page });
	if (rules === 'all') builder.withTags(standards).disableRules([...without]);
	else builder.withRules(['color-contrast']);
	const { violations } = await builder.analyze();
	return violations.map(
		({ id, impact, nodes }) =>
			`${impact} ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
	);
}

/**
 * Fails with every violation: rule, how bad, where. The themes differ in colours alone, so the second is asked for
 * those. `without`: rules that are switched off; say why at the call.
 */
export async function expectAccessible(page: Page, screen: string, without: readonly string[] = []): Promise<void> {
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await stillness(page);
		const found = await violationsOf(page, colorScheme === 'light' ? 'all' : 'colours', without);
		expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
	}
}

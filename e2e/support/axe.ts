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
	over: 'frames' | 'this document',
): Promise<readonly string[]> {
	const builder = new AxeBuilder({ page }).setLegacyMode(over === 'this document');
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
 * those. `without`: rules that are switched off; say why at the call. `over`: the desktop's own document is all there is,
 * and the other way opens a tab, which no window of ours may.
 */
export async function expectAccessible(
	page: Page,
	screen: string,
	without: readonly string[] = [],
	over: 'frames' | 'this document' = 'frames',
): Promise<void> {
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await stillness(page);
		const found = await violationsOf(page, colorScheme === 'light' ? 'all' : 'colours', without, over);
		expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
	}
}

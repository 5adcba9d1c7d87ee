/** axe over what is on screen, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/** WCAG 2.2 A and AA. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with every violation: rule, how bad, where. `without`: rules that are switched off; say why at the call. */
export async function expectAccessible(page: Page, screen: string, without: readonly string[] = []): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		const { violations } = await new AxeBuilder({ page })
			.withTags(standards)
			.disableRules([...without])
			.analyze();
		const found = violations.map(
			({ id, impact, nodes }) =>
				`${impact} ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
		);
		expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
	}
}

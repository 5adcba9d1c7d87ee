/** Tasks of more than 50 ms in a page: what a person feels as a jolt. */
import type { Page } from 'playwright';

/** Begins to watch; once a page. */
export async function watchLongTasks(page: Page): Promise<void> {
	await page.evaluate(() => {
		Reflect.set(globalThis, 'benchLongTasks', []);
		new PerformanceObserver((list) => {
			const seen: number[] = Reflect.get(globalThis, 'benchLongTasks');
			for (const { duration } of list.getEntries()) seen.push(duration);
		}).observe({ type: 'longtask' });
	});
}

/** How long each took since they were last forgotten, ms. */
export function longTasksOf(page: Page): Promise<readonly number[]> {
	return page.evaluate((): readonly number[] => Reflect.get(globalThis, 'benchLongTasks'));
}

export async function forgetLongTasks(page: Page): Promise<void> {
	await page.evaluate(() => void Reflect.set(globalThis, 'benchLongTasks', []));
}

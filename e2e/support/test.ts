/** `test` of the browser specs: pages that are watched, hosts that are ended, and a shop that is at rest. */
import { test as base, expect, type Page } from 'playwright/test';
import { type BrowserHost, type HostOptions, startBrowserHost } from './browser-host.ts';
import { bringToRest } from './shop.ts';
import { createTrouble, type Trouble } from './watch.ts';

interface OfTest {
	/** Errors in the console and violations of the policy; any that was not allowed fails the spec. */
	readonly trouble: Trouble;
	/** Starts a host of this spec alone. */
	readonly startHost: (options?: HostOptions) => Promise<BrowserHost>;
	/** The sample of this worker, at rest. */
	readonly shop: BrowserHost;
}

interface OfWorker {
	readonly sharedShop: BrowserHost;
	readonly sharedEmpty: BrowserHost;
}

export const test = base.extend<OfTest, OfWorker>({
	trouble: [
		async ({ context }, use) => {
			const trouble = createTrouble();
			await trouble.watch(context);
			await use(trouble);
			expect(trouble.unexpected(), 'errors in the console, and what the policy refused').toEqual([]);
		},
		{ auto: true },
	],
	startHost: [
		async ({ trouble }, use) => {
			const hosts: BrowserHost[] = [];
			await use(async (options) => {
				const host = await startBrowserHost(options);
				hosts.push(host);
				return host;
			});
			// The pages outlive their host by a moment, and say so.
			trouble.rest();
			for (const host of hosts.reverse()) await host.end();
		},
		{ timeout: 120_000 },
	],
	sharedShop: [
		async ({}, use) => {
			const host = await startBrowserHost({ sample: true });
			await use(host);
			await host.end();
		},
		{ scope: 'worker', timeout: 120_000 },
	],
	sharedEmpty: [
		async ({}, use) => {
			const host = await startBrowserHost();
			await use(host);
			await host.end();
		},
		{ scope: 'worker', timeout: 60_000 },
	],
	shop: [
		async ({ sharedShop }, use) => {
			await bringToRest(sharedShop);
			await use(sharedShop);
		},
		{ timeout: 120_000 },
	],
});

/** Marks the document, to tell later whether it is still the same one. */
export async function markDocument(page: Page): Promise<() => Promise<boolean>> {
	const mark = crypto.randomUUID();
	await page.evaluate((text) => Reflect.set(globalThis, 'markOfThisDocument', text), mark);
	return async () => (await page.evaluate(() => Reflect.get(globalThis, 'markOfThisDocument'))) === mark;
}

export { expect };

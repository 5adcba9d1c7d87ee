/** Whatever gets into the page as text does not run. */
import { expect, test } from '../support/test.ts';

test('injected scripts do not run, and each is reported', async ({ page, sharedEmpty, trouble }) => {
	trouble.allow(/Content Security Policy|Refused by the policy/);
	await page.goto(sharedEmpty.address);
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();
	const refused = await page.evaluate(async () => {
		const seen: string[] = [];
		const all = new Promise<void>((resolve) => {
			document.addEventListener('securitypolicyviolation', (event) => {
				seen.push(event.effectiveDirective);
				if (seen.length === 4) resolve();
			});
		});
		const run = 'globalThis.didRun = true;';
		const inline = document.createElement('script');
		inline.textContent = run;
		const data = document.createElement('script');
		data.src = `data:text/javascript,${encodeURIComponent(run)}`;
		const frame = document.createElement('iframe');
		frame.src = 'http://127.0.0.1:9/';
		document.body.append(inline, data, frame);
		const holder = document.createElement('div');
		holder.innerHTML = `<button type="button" onclick="${run}">x</button>`;
		document.body.append(holder);
		holder.querySelector('button')?.click();
		await all;
		return seen.toSorted();
	});
	expect(refused).toEqual(['frame-src', 'script-src-attr', 'script-src-elem', 'script-src-elem']);
	expect(await page.evaluate(() => Reflect.get(globalThis, 'didRun'))).toBeUndefined();
});

/** The desktop starts, and stays locked in whatever its page tries. */
import { expectAccessible } from '../../support/axe.ts';
import { listeningPorts } from '../../support/listening-ports.ts';
import { expect, test } from '../../support/desktop-test.ts';
import { until } from '../../support/until.ts';

test('one locked window on our own protocol, and no port to the network', async ({ launch, runsOn }) => {
	// What this spec does to the page is refused by the policy, which says so.
	launch.allow(/Content Security Policy|Refused|Not allowed to |ERR_|blocked|status of 404/i);
	const desktop = await launch();
	const page = await desktop.page();
	await expect(page.getByRole('heading', { name: 'Open a project' })).toBeVisible();

	await test.step('shows one window', async () => {
		const { windows } = await desktop.look();
		expect(windows.map(({ url, isVisible }) => [url.startsWith('app://control-room/'), isVisible])).toEqual([
			[true, true],
		]);
	});

	await test.step('locks it in', async () => {
		// The emulator has no processes of Electron's own, and the real runtime does not tell what windows were made with.
		// Linux tells nothing of sandboxes either.
		if (runsOn === 'runtime') expect(await desktop.sandboxes?.()).not.toContain(false);
		else {
			expect(await desktop.webPreferences?.()).toMatchObject([
				{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
			]);
		}
	});

	await test.step('gives the page two functions and nothing of Node', async () => {
		const bridge = await page.evaluate(() =>
			Object.entries(Reflect.get(globalThis, 'signalbox')).map(([name, each]) => [name, typeof each]),
		);
		expect(bridge).toEqual([
			['call', 'function'],
			['subscribe', 'function'],
		]);
		const node = await page.evaluate(() =>
			['require', 'process', 'module', 'Buffer', 'global'].filter((name) => Reflect.has(globalThis, name)),
		);
		expect(node).toEqual([]);
	});

	await test.step('serves its own files with the policy, and no others', async () => {
		const policy = await page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy'));
		expect(policy).toMatch(/^default-src 'none'; script-src 'self'/);
		expect(policy).not.toContain('unsafe');
		const found = await page.evaluate(
			async (names) => {
				const answers = await Promise.all(names.map((name) => fetch(name).then(({ status }) => status)));
				return answers;
			},
			['./package.json', '..%2fpackage.json', './.stamp', './../../package.json'],
		);
		expect(found).toEqual([404, 404, 404, 404]);
	});

	await test.step('has the room again after a reload', async () => {
		await page.reload();
		await expect(page.getByRole('button', { name: 'Start the sample' })).toBeEnabled();
	});

	await test.step('a second start leaves the room to the first', async () => {
		const second = await launch({ folder: desktop.folder });
		expect(await second.ended).toMatchObject({ code: 0 });
		expect((await desktop.look()).windows).toHaveLength(1);
	});

	await test.step('is accessible in both themes', () =>
		expectAccessible(page, 'the start screen', [], 'this document'));

	await test.step('listens on no port', () => {
		expect(listeningPorts(desktop.pid).filter((port) => !desktop.ownPorts.includes(port))).toEqual([]);
	});

	await test.step('runs no script that got in as text', async () => {
		await page.evaluate(() => {
			const inline = document.createElement('script');
			inline.textContent = 'globalThis.didRun = true';
			const holder = document.createElement('div');
			holder.innerHTML = '<button type="button" onclick="globalThis.didRun = true">x</button>';
			document.body.append(inline, holder);
			holder.querySelector('button')?.click();
			holder.remove();
		});
		expect(await page.evaluate(() => Reflect.get(globalThis, 'didRun'))).toBeUndefined();
	});

	await test.step('lets the page have no device and no permission', async () => {
		const asked = await page.evaluate(async () => {
			const said = (given: unknown) => (given instanceof Error ? given.name : String(given));
			return [
				said(await Notification.requestPermission()),
				await new Promise<string>((resolve) => {
					navigator.geolocation.getCurrentPosition(
						() => resolve('given'),
						({ code }) => resolve(`refused ${code}`),
					);
				}),
				said(await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', said)),
				said(await navigator.clipboard.readText().then(() => 'given', said)),
			];
		});
		expect(asked).toEqual(['denied', 'refused 1', 'NotAllowedError', 'NotAllowedError']);
	});

	// From here on by scripts alone: Playwright waits for navigations to end, and these never do.
	await test.step('goes nowhere else', async () => {
		await page.evaluate(() => {
			document.body.dataset['stays'] = 'yes';
		});
		const addresses = [
			'https://example.com/',
			'http://127.0.0.1:9/',
			'app://control-room.evil/',
			'file:///etc/passwd',
			'javascript:document.body.dataset.stays="no"',
			'data:text/html,<h1>elsewhere</h1>',
		];
		for (const address of addresses) {
			await page.evaluate((to) => location.assign(to), address).catch(() => {});
			await page.evaluate((to) => {
				const link = Object.assign(document.createElement('a'), { href: to });
				const form = Object.assign(document.createElement('form'), { action: to });
				document.body.append(link, form);
				link.click();
				form.submit();
				link.remove();
				form.remove();
			}, address);
			await page.evaluate((to) => {
				const frame = Object.assign(document.createElement('iframe'), { src: to });
				document.body.append(frame);
				setTimeout(() => frame.remove(), 50);
			}, address);
		}
		await until('the frames to be gone', () => page.evaluate(() => document.querySelectorAll('iframe').length === 0));
		expect(await page.evaluate(() => document.body.dataset['stays'])).toBe('yes');
		expect((await desktop.look()).windows.map(({ url }) => new URL(url).host)).toEqual(['control-room']);
	});

	await test.step('opens no window of its own, and nothing outside', async () => {
		await page.evaluate(() => {
			for (const address of ['https://example.com/', './', 'file:///etc/passwd', 'about:blank']) {
				window.open(address);
				const link = Object.assign(document.createElement('a'), { href: address, target: '_blank' });
				document.body.append(link);
				link.click();
				link.remove();
			}
		});
		await until('the refused windows to be gone', async () => (await desktop.look()).windows.length === 1);
		expect(desktop.records('open-external')).toEqual([]);
	});

	await test.step('ends in order', async () => {
		await desktop.quit();
		expect(await desktop.ended).toMatchObject({ code: 0 });
	});
});

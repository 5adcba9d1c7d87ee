import { describe, expect, it } from 'vitest';
import { defaultShellSettings, shellSettings, shellSettingsChange } from './settings.ts';

describe('the proxy of the settings', () => {
	const withProxy = (proxyUrl: string) => ({ network: { ...defaultShellSettings.network, proxyUrl } });

	it.each(['http://ada:s3cret@proxy:3128', 'ada:s3cret@proxy:3128', 'http://token@proxy', 'http://ada:p%40ss@proxy'])(
		'%s is not saved: settings are a plain file',
		(proxyUrl) => {
			const read = shellSettingsChange.safeParse(withProxy(proxyUrl));
			expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual(['network.proxyUrl']);
			expect(read.error?.message).not.toMatch(/s3cret|token/);
		},
	);

	it.each(['', 'http://proxy:3128', 'proxy:3128', 'socks5://proxy:1080'])('%j is saved', (proxyUrl) => {
		expect(shellSettingsChange.safeParse(withProxy(proxyUrl)).success).toBe(true);
	});

	it('does not make a file unreadable that has one already', () => {
		expect(shellSettings.safeParse(withProxy('http://ada:s3cret@proxy')).success).toBe(true);
	});
});

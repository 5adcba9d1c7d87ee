import { describe, expect, test } from 'vitest';
import { allTrafficTo } from '../../../../shared/domain/target/model.ts';
import { manualCommands } from './manual-commands.ts';
import { testConfig } from './test-config.ts';

const config = testConfig({
	api: { socket: '/run/haproxy/admin.sock' },
	backend: 'app',
	slots: {
		blue: [{ server: 'blue1', url: null }],
		green: [
			{ server: 'green1', url: null },
			{ server: 'green2', url: null },
		],
	},
});

describe('what a person types at HAProxy', () => {
	test('makes the servers ready, gives them the traffic, takes it from the others, and looks', () => {
		expect(manualCommands(config, allTrafficTo('blue'))).toEqual([
			"echo 'set server app/blue1 state ready; set server app/blue1 weight 100; set server app/green1 weight 0; set server app/green2 weight 0' | socat stdio UNIX-CONNECT:/run/haproxy/admin.sock",
			"echo 'show stat app 4 -1' | socat stdio UNIX-CONNECT:/run/haproxy/admin.sock",
		]);
	});

	test('takes every user off both slots where nothing stood before', () => {
		const [set = ''] = manualCommands(config, { blue: 0, green: 0 });
		expect(set).toContain('blue1 weight 0; set server app/green1 weight 0');
		expect(set).not.toContain('ready');
	});

	test.each([
		[{ host: '127.0.0.1', port: 9999 }, 'TCP:127.0.0.1:9999'],
		[{ host: '::1', port: 9999 }, "'TCP:[::1]:9999'"],
		[{ socket: '/srv/my haproxy/a.sock' }, "'UNIX-CONNECT:/srv/my haproxy/a.sock'"],
	])('goes through the door %j', (api, address) => {
		for (const line of manualCommands({ ...config, api }, allTrafficTo('green'))) {
			expect(line.endsWith(`| socat stdio ${address}`)).toBe(true);
		}
	});

	test('a name out of the configuration never becomes a command of the shell', () => {
		const [, look] = manualCommands({ ...config, backend: "a'; reboot; '" }, allTrafficTo('blue'));
		expect(look).toContain(`'show stat a'\\''; reboot; '\\'' 4 -1'`);
	});
});

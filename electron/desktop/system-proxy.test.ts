import { expect, it } from 'vitest';
import { createSystemProxy } from './system-proxy.ts';

it('hands the address to the session and its answer back', async () => {
	const asked: string[] = [];
	const resolve = createSystemProxy({
		async resolveProxy(address) {
			asked.push(address);
			return 'PROXY proxy.corp.example:3128; DIRECT';
		},
	});
	expect(await resolve('https://metrics.corp.example/')).toBe('PROXY proxy.corp.example:3128; DIRECT');
	expect(asked).toEqual(['https://metrics.corp.example/']);
});

import { expect, it } from 'vitest';
import { hasUserInfo, travelsInTheClear } from './web-address.ts';

it.each([
	['https://prometheus.internal', false],
	['http://prometheus.internal:9090', true],
	['http://127.0.0.1:9090', false],
	['http://localhost', false],
	['http://[::1]:9090/', false],
	['http://127.0.0.1.evil.example', true],
	['http://localhost.evil.example', true],
	['http://127.0.0.1@evil.example', true],
	['nonsense', true],
])('%s in the clear: %s', (address, isClear) => {
	expect(travelsInTheClear(address)).toBe(isClear);
});

it.each([
	['https://h:1/p?x=a@b#c@d', false],
	['https://h/@path', false],
	['https://token@h', true],
	['https://token@h:1/p', true],
	['https://me:secret@h', true],
	['https://@h', true],
	['https://h\\@other', true],
	['HTTPS:token@h', true],
])('%s with userinfo: %s', (address, has) => {
	expect(hasUserInfo(address)).toBe(has);
});

import { expect, test } from 'vitest';
import { networkTrouble } from './network-trouble.ts';

test.each([
	['', null],
	['http://proxy.example:3128', null],
	[' https://proxy.example ', null],
	['socks5://127.0.0.1:1080', null],
	['proxy.example:3128', /such as http/],
	['ftp://proxy.example', /such as http/],
	['nonsense', /such as http/],
	['http://ada:secret@proxy.example', /name and password/],
	['http://ada@proxy.example', /name and password/],
])('a proxy at "%s"', (text, expected) => {
	const said = networkTrouble('proxyUrl', text);
	if (expected === null) expect(said).toBeNull();
	else expect(said).toMatch(expected);
});

test('the other fields are checked by the host', () => {
	expect(networkTrouble('noProxy', 'anything')).toBeNull();
});

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isExempt } from './no-proxy.ts';

const exempt = (address: string, noProxy: string) => isExempt(new URL(address), noProxy);

describe('NO_PROXY', () => {
	it.each([
		// Names.
		['https://metrics.corp.example', 'corp.example', true],
		['https://metrics.corp.example', '.corp.example', true],
		['https://metrics.corp.example', '*.corp.example', true],
		['https://corp.example', 'corp.example', true],
		['https://corp.example', '.corp.example', true],
		['https://corp.example', '*.corp.example', false],
		['https://evilcorp.example', 'corp.example', false],
		['https://corp.example.evil', 'corp.example', false],
		['https://METRICS.corp.example', 'Metrics.CORP.example', true],
		['https://metrics.corp.example.', 'corp.example', true],
		['https://metrics.corp.example', 'corp.example.', true],
		['https://bücher.example', 'bücher.example', true],
		['https://shop.bücher.example', 'xn--bcher-kva.example', true],
		// Lists.
		['https://b.example', 'a.example,b.example', true],
		['https://b.example', 'a.example b.example', true],
		['https://b.example', ' a.example , , b.example ', true],
		['https://b.example', '', false],
		['https://b.example', ',', false],
		['https://b.example', '*', true],
		['https://b.example', 'a.example, *', true],
		['https://b.example', 'a.*', false],
		['https://b.example', '*.', false],
		['https://b.example', '.', false],
		// Ports.
		['https://b.example', 'b.example:443', true],
		['http://b.example', 'b.example:443', false],
		['http://b.example', 'b.example:80', true],
		['https://b.example:8443', 'b.example:8443', true],
		['https://b.example:8443', 'b.example', true],
		['https://b.example:8443', '*:8443', true],
		['https://b.example', '*:8443', false],
		// Addresses.
		['http://10.1.2.3:9090', '10.1.2.3', true],
		['http://10.1.2.3:9090', '10.1.2.3:9090', true],
		['http://10.1.2.3:9090', '10.1.2.3:9091', false],
		['http://10.1.2.3', '10.0.0.0/8', true],
		['http://11.1.2.3', '10.0.0.0/8', false],
		['http://10.1.2.3', '10.1.2.0/23', true],
		['http://10.1.4.3', '10.1.2.0/23', false],
		['http://10.1.2.3', '0.0.0.0/0', true],
		['http://10.1.2.3', '10.0.0.0/33', false],
		['http://10.1.2.3', '10.0.0.0/', false],
		['http://10.1.2.3', '2.3', false],
		['http://10.1.2.3', '.2.3', false],
		['http://10.1.2.3', '999.1.2.3', false],
		['http://[fd00::1]', 'fd00::1', true],
		['http://[fd00::1]:9090', '[fd00::1]:9090', true],
		['http://[fd00::1]:9090', '[fd00::1]', true],
		['http://[fd00::1]:9090', '[fd00::1]:9091', false],
		['http://[fd00:0:0::1]', 'FD00:0000::0001', true],
		['http://[fd12::1]', 'fd00::/8', true],
		['http://[fe80::1]', 'fd00::/8', false],
		['http://[::ffff:10.1.2.3]', '10.0.0.0/8', true],
		['http://10.1.2.3', '::/0', false],
		['http://[fd00::1]', '0.0.0.0/0', false],
		['http://[fd00::1]', 'fd00:::::1', false],
	])('%s with "%s": %s', (address, noProxy, wanted) => {
		expect(exempt(address, noProxy)).toBe(wanted);
	});
});

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/).filter((text) => !text.startsWith('xn--'));
const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));

test.prop([name, label, fc.constantFrom('', '.')])('a domain covers every name below it', (domain, below, dot) => {
	expect(exempt(`https://${below}.${domain}/`, `${dot}${domain}`)).toBe(true);
});

test.prop([name, label])('a domain covers no name that only ends in its letters', (domain, before) => {
	expect(exempt(`https://${before}${domain}/`, domain)).toBe(false);
});

test.prop([fc.ipV4(), fc.integer({ min: 0, max: 32 })])(
	'a network covers the address that it is named by',
	(address, length) => {
		expect(exempt(`http://${address}/`, `${address}/${length}`)).toBe(true);
	},
);

test.prop([fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 })])(
	'a network covers an address when their first bits agree',
	(address, network, length) => {
		const bits = (text: string) =>
			text.split('.').reduce((all, part) => all + Number(part).toString(2).padStart(8, '0'), '');
		const agree = bits(address).slice(0, length) === bits(network).slice(0, length);
		expect(exempt(`http://${address}/`, `${network}/${length}`)).toBe(agree);
	},
);

test.prop([fc.ipV6(), fc.integer({ min: 0, max: 128 })])('so it is with IPv6', (address, length) => {
	expect(exempt(`http://[${address}]/`, `${address}/${length}`)).toBe(
		!new URL(`http://[${address}]`).hostname.startsWith('[::ffff:') || length <= 32,
	);
});

test.prop([fc.webUrl({ validSchemes: ['http', 'https'] }), fc.string({ unit: 'binary', maxLength: 60 })])(
	'whatever stands in NO_PROXY, it is answered, and a further entry takes nothing back',
	(address, noProxy) => {
		const before = exempt(address, noProxy);
		expect(exempt(address, `${noProxy},nobody.invalid`)).toBe(before);
		expect(exempt(address, `${noProxy},*`)).toBe(true);
	},
);

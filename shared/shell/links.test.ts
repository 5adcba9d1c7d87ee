import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { linkTo, looksLikeLink, parseLink } from './links.ts';

describe('a link that names a place', () => {
	test.each([
		['signalbox://', '/'],
		['signalbox:///', '/'],
		['signalbox://open/', '/'],
		['signalbox://in-flight', '/in-flight'],
		['signalbox://in-flight/', '/in-flight'],
		['signalbox://history', '/history'],
		['signalbox://settings', '/settings'],
		['signalbox://wall', '/wall'],
		['signalbox://connections', '/connections'],
		['signalbox://connections/shop', '/connections/shop'],
		['signalbox://services/shop', '/services/shop'],
		['signalbox://services/shop/runs/shop%3A412', '/services/shop/runs/shop%3A412'],
		['signalbox://services/shop/releases/2.4.1', '/services/shop/releases/2.4.1'],
		['signalbox://services/caf%C3%A9%20au%20lait', '/services/caf%C3%A9%20au%20lait'],
		['signalbox://deployments/shop-production-1a2b', '/deployments/shop-production-1a2b'],
		['signalbox://open/deployments/shop-production-1a2b', '/deployments/shop-production-1a2b'],
		['signalbox://delivery', '/delivery'],
		['signalbox://delivery/recovery-time', '/delivery/recovery-time'],
		[
			'signalbox://delivery/overview/service.checkout~month.2026-10',
			'/delivery/overview/service.checkout~month.2026-10',
		],
		['signalbox://timeline/incident.pagerduty%7CQ1', '/timeline/incident.pagerduty%7CQ1'],
		['signalbox://retrospective/2026-10', '/retrospective/2026-10'],
		['signalbox://tests', '/tests'],
		['signalbox://facts', '/facts'],
	])('%s', (link, address) => expect(parseLink(link)).toEqual({ ok: true, value: address }));
});

describe('a link that is refused', () => {
	test.each([
		'',
		'signalbox',
		'signalbox:',
		'signalbox:/history',
		'signalbox:history',
		'SIGNALBOX://history',
		' signalbox://history',
		'signalbox://history ',
		'signalbox://history\n',
		'signalbox://history\nsignalbox://wall',
		'signalbox://nowhere',
		'signalbox://deployments',
		'signalbox://deployments/',
		'signalbox://deployments/a/b',
		'signalbox://deployments/a/roll-back',
		'signalbox://deployments/..',
		'signalbox://deployments/%2e%2e',
		'signalbox://deployments/.',
		'signalbox://deployments/%00',
		'signalbox://deployments/%0d%0a',
		'signalbox://deployments/%7f',
		'signalbox://deployments/%',
		'signalbox://deployments/%zz',
		'signalbox://deployments/%ff',
		'signalbox://deployments/a?rollBack=1',
		'signalbox://deployments/a#x',
		'signalbox://deployments/a --data=/evil',
		'signalbox://x --data=/evil',
		'signalbox://x" --data="/evil',
		'signalbox://user@history',
		'signalbox://user:pw@history',
		'signalbox://history:80',
		'signalbox://open',
		'signalbox://open/open/history',
		'signalbox://rollback/shop',
		'signalbox://promote',
		'signalbox://javascript:alert(1)',
		'signalbox://services/<script>',
		'signalbox://services/café',
		`signalbox://services/${'a'.repeat(301)}`,
		`signalbox://services/${'%61'.repeat(330)}`,
		'https://history',
		'app://control-room/#/history',
		'file:///etc/passwd',
		'signalboxx://history',
		'xsignalbox://history',
	])('%j', (link) => {
		expect(parseLink(link)).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
	});
});

describe('a word that is meant as a link', () => {
	test.each(['signalbox://history', 'signalbox:', 'SignalBox://x --data=/evil', 'signalbox://nowhere'])('%j', (word) =>
		expect(looksLikeLink(word)).toBe(true),
	);
	test.each(['--data=signalbox://x', '/usr/bin/signalbox', 'signalbox', '', 'https://signalbox:80'])(
		'and %j is not',
		(word) => expect(looksLikeLink(word)).toBe(false),
	);
});

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => {
	return (
		text.isWellFormed() &&
		text !== '.' &&
		text !== '..' &&
		!/\p{Cc}/u.test(text) &&
		encodeURIComponent(text).length <= 300
	);
});

property.prop([fc.constantFrom('deployments', 'services', 'connections'), name])(
	'every address of the screens survives being copied as a link',
	(place, text) => {
		const address = `/${place}/${encodeURIComponent(text)}`;
		expect(parseLink(linkTo(address))).toEqual({ ok: true, value: address });
		expect(parseLink(linkTo(`#${address}`))).toEqual({ ok: true, value: address });
	},
);

property.prop([
	fc.oneof(
		fc.string(),
		fc.string().map((text) => `signalbox://${text}`),
		fc.webUrl(),
	),
])('whatever arrives, only an address of a screen comes out', (text) => {
	const parsed = parseLink(text);
	if (!parsed.ok) return;
	expect(parsed.value).toMatch(/^\/[A-Za-z0-9_.~!*'()%-]*(\/[A-Za-z0-9_.~!*'()%-]+)?$/);
	expect(decodeURIComponent(parsed.value)).not.toMatch(/\p{Cc}/u);
});

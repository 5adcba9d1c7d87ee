import { describe, expect, it } from 'vitest';
import { knownNetworkWords } from '../../connectors/http.ts';
import { isUnreachable, proxyError, type ProxyTrouble, proxyTrouble } from './proxy-errors.ts';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const rejected = (cause: Error) => new TypeError('fetch failed', { cause });

describe('an error behind a proxy', () => {
	it.each<[string, unknown, ProxyTrouble | null]>([
		['nobody listens', rejected(coded('ECONNREFUSED')), 'unreachable'],
		['the name of the proxy is unknown', rejected(coded('ENOTFOUND')), 'unreachable'],
		['it takes too long to connect', rejected(coded('UND_ERR_CONNECT_TIMEOUT')), 'unreachable'],
		['407 to CONNECT', rejected(new Error('Proxy response (407) !== 200 when HTTP Tunneling')), 'wantsPassword'],
		['407 to GET', rejected(new Error('Proxy Authentication Required (407)')), 'wantsPassword'],
		['502 to CONNECT', rejected(new Error('Proxy response (502) !== 200 when HTTP Tunneling')), 'refused'],
		['CONNECT is cut off', rejected(coded('UND_ERR_PRX_CONN')), 'refused'],
		['an unknown authority', rejected(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')), null],
		['a text that only speaks of it', rejected(new Error('no Proxy response (407)')), null],
		['no error at all', 'ECONNREFUSED', null],
	])('%s', (_, error, trouble) => {
		expect(proxyTrouble(error)).toBe(trouble);
	});

	it.each<[ProxyTrouble, string, boolean]>([
		['unreachable', 'the proxy cannot be reached', true],
		['wantsPassword', 'the proxy asks for a password', false],
		['refused', 'the proxy refused to connect there', false],
		['unusable', 'the proxy that is named cannot be used', false],
	])('%s is told as "%s"', (trouble, words, mayGoOn) => {
		const error = proxyError(trouble, rejected(coded('ECONNREFUSED')));
		expect(knownNetworkWords(error)).toContain(words);
		expect(isUnreachable(error)).toBe(mayGoOn);
	});
});

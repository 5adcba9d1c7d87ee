import { describe, expect, it } from 'vitest';
import type { CiHost, CiReply } from '../../http-hosts/host.ts';
import { jenkinsFailure, wordsOfPage } from './failures.ts';

const host: CiHost = {
	label: 'Jenkins shop',
	product: 'Jenkins',
	base: 'https://ci.example.com',
	headers: {},
	auth: null,
};

function reply(status: number, text: string, headers: Readonly<Record<string, string>> = {}): CiReply {
	return {
		status,
		text,
		isUnchanged: false,
		address: host.base,
		asOf: 0,
		clockSkewMs: null,
		budget: null,
		notBefore: null,
		header: (name) => headers[name] ?? null,
		hide: (said) => said.replaceAll('s3cret', '…'),
	};
}

describe('failures', () => {
	it.each([
		['a header', '', { 'x-required-permission': 'hudson.model.Hudson.Read' }, 'Overall/Read'],
		['the page', '<p>ada is missing the Job/Cancel permission</p>', {}, 'Job/Cancel'],
		['a permission of a plugin', '', { 'x-required-permission': 'com.example.Thing.Use' }, 'Thing/Use'],
	])('names what is missing, from %s', (_, text, headers, name) => {
		const { problem } = jenkinsFailure(host, reply(403, text, headers), { what: 'stop the build', isAct: true });
		expect(problem.code).toBe('ci-unauthorised');
		expect(problem.message).toContain(`the account lacks the permission ${name}.`);
	});

	it('refuses an act in the words of the page, without our credentials', () => {
		const page = '<html><title>Error</title><h2>HTTP ERROR 400 s3cret is &quot;nothing&quot;</h2></html>';
		const { problem } = jenkinsFailure(host, reply(400, page), { what: 'start a build', isAct: true });
		expect(problem.code).toBe('ci-refused');
		expect(problem.message).toBe(
			'Jenkins shop did not start a build (status 400). It says: "HTTP ERROR 400 … is "nothing""',
		);
	});

	it.each([
		['plain words', 'plain words'],
		['<html><style>h2{}</style><body></body></html>', ''],
		['<h2>  Oops! &lt;it&gt; &amp;lt; broke  </h2><pre>at hudson.model.Run</pre>', 'Oops! <it> &lt; broke'],
		['', ''],
	])('reads %o as %o', (page, words) => {
		expect(wordsOfPage(page)).toBe(words);
	});
});

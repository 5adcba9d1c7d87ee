import { describe, expect, it } from 'vitest';
import type { CiReply } from '../../http-hosts/host.ts';
import { githubFailure, missingRight } from './failures.ts';

const host = {
	...{ label: 'GitHub acme/shop', product: 'GitHub', base: 'https://api.github.com', headers: {} },
	auth: { secret: { from: 'environment', name: 'TOKEN' } as const, headers: () => ({}) },
};
const asOf = Date.parse('2026-11-28T12:00:00Z');

function reply(status: number, headers: Readonly<Record<string, string>> = {}, message = 'No'): CiReply {
	return {
		...{ status, text: JSON.stringify({ message }), isUnchanged: false, asOf, clockSkewMs: 0, budget: null },
		...{ notBefore: null, address: 'https://api.github.com/repos/acme/shop/actions/runs' },
		header: (name) => headers[name] ?? null,
		hide: (text) => text,
	};
}
const asked = { what: 'its runs', isAct: false };

describe('what the token lacks', () => {
	it.each([
		[
			'a scope',
			{ 'x-oauth-scopes': 'public_repo, gist', 'x-accepted-oauth-scopes': 'repo' },
			/lacks the scope repo \(it has public_repo, gist\)/,
		],
		[
			'every scope',
			{ 'x-oauth-scopes': '', 'x-accepted-oauth-scopes': 'repo' },
			/lacks the scope repo \(it has none\)/,
		],
		[
			'a permission',
			{ 'x-accepted-github-permissions': 'actions=write,pull_requests=read' },
			/permission actions: write, pull requests: read/,
		],
	])('is named: %s', (_name, headers, words) => {
		expect(missingRight(reply(403, headers))).toMatch(words);
		expect(githubFailure(host, reply(403, headers), asked).problem).toMatchObject({
			code: 'ci-unauthorised',
			message: expect.stringMatching(words),
		});
	});

	it.each([
		['one of several is enough', { 'x-oauth-scopes': 'public_repo', 'x-accepted-oauth-scopes': 'public_repo, repo' }],
		['repo includes the public ones', { 'x-oauth-scopes': 'repo', 'x-accepted-oauth-scopes': 'public_repo' }],
		['nothing is said', {}],
	])('is nothing: %s', (_name, headers) => {
		expect(missingRight(reply(403, headers))).toBeNull();
	});

	it('is single sign-on', () => {
		const url = 'required; url=https://github.com/orgs/acme/sso?authorization_request=AB';
		const { problem } = githubFailure(host, reply(403, { 'x-github-sso': url }), asked);
		expect(problem).toMatchObject({ code: 'ci-unauthorised', message: expect.stringMatching(/single sign-on/) });
		expect(JSON.stringify(problem)).not.toContain('authorization_request');
	});

	it('may be why a private repository is not there', () => {
		const headers = { 'x-oauth-scopes': 'public_repo', 'x-accepted-oauth-scopes': 'repo' };
		const { problem } = githubFailure(host, reply(404, headers), asked);
		expect(problem).toMatchObject({
			code: 'not-found',
			message: expect.stringMatching(/private and the token lacks the scope repo/),
		});
		expect(githubFailure(host, reply(404), asked).problem).toMatchObject({
			code: 'not-found',
			hint: expect.stringMatching(/private/),
		});
	});
});

describe('limits', () => {
	const spent = { limit: 60, remaining: 0, resetsAt: asOf + 5000 };
	it.each([
		['the budget is spent', { ...reply(403), budget: spent, notBefore: asOf + 5000 }, asOf + 5000],
		['a pause is asked for', { ...reply(403, { 'retry-after': '9' }), notBefore: asOf + 9000 }, asOf + 9000],
		['too much at a time, without a pause', reply(403, {}, 'You have exceeded a secondary rate limit.'), asOf + 60_000],
		['429', reply(429), asOf + 60_000],
	])('%s', (_name, limited, notBefore) => {
		const { problem } = githubFailure(host, limited, asked);
		expect(problem).toMatchObject({ code: 'ci-rate-limited', retryable: true, details: { notBefore } });
	});

	it('are not every refusal', () => {
		const granted = { ...reply(403), budget: { limit: 60, remaining: 59, resetsAt: asOf } };
		expect(githubFailure(host, granted, asked).problem.code).toBe('ci-unauthorised');
	});
});

describe('acts', () => {
	it('that GitHub refuses say so in its words, and are not for repeating', () => {
		const tooOld = reply(403, {}, 'Unable to retry this workflow run because it was created over a month ago');
		const { problem } = githubFailure(host, tooOld, { what: 'run it again', isAct: true });
		expect(problem).toMatchObject({
			code: 'ci-refused',
			retryable: false,
			message: expect.stringMatching(/over a month ago/),
		});
		const unknown = githubFailure(host, reply(502), { what: 'cancel the run', isAct: true }).problem;
		expect(unknown).toMatchObject({
			code: 'ci-unreachable',
			retryable: false,
			hint: expect.stringMatching(/look at its runs/),
		});
	});
});

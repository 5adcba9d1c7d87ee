import { expect, it } from 'vitest';
import type { CiHost, CiReply } from '../../http-hosts/host.ts';
import { gitlabFailure } from './failures.ts';

const host: CiHost = {
	label: 'GitLab acme/shop',
	product: 'GitLab',
	base: 'https://gitlab.example.com',
	headers: {},
	auth: { secret: { from: 'environment', name: 'TOKEN' }, headers: () => ({}) },
};

function reply(status: number, body: unknown): CiReply {
	return {
		status,
		text: typeof body === 'string' ? body : JSON.stringify(body),
		isUnchanged: false,
		address: host.base,
		asOf: 1000,
		clockSkewMs: null,
		budget: null,
		notBefore: null,
		header: () => null,
		hide: (said) => said.replaceAll('glsecret', '…'),
	};
}

const scope = { error: 'insufficient_scope', error_description: 'Needs more.', scope: 'api read_api' };

it.each([
	[401, { message: '401 Unauthorized' }, false, 'ci-unauthorised', 'does not accept the token.'],
	[
		401,
		{ error: 'invalid_token', error_description: 'Token was revoked.' },
		false,
		'ci-unauthorised',
		'"Token was revoked."',
	],
	[403, scope, false, 'ci-unauthorised', 'the token lacks the scope read_api (or api). It says: "Needs more."'],
	[403, scope, true, 'ci-unauthorised', 'the token lacks the scope api.'],
	[403, { message: '403 Forbidden' }, false, 'ci-unauthorised', 'the token may not do this.'],
	[403, { message: '403 Forbidden - Job is not retryable' }, true, 'ci-refused', 'Job is not retryable'],
	[404, { message: '404 Project Not Found' }, false, 'not-found', 'or not for this token.'],
	[400, { message: { base: ['Reference not found'] } }, true, 'ci-refused', 'It says: "Reference not found"'],
	[429, 'Retry later\n', false, 'ci-rate-limited', 'asked too often'],
	[502, '<html>Bad gateway</html>', false, 'ci-unreachable', 'a fault of its own (status 502).'],
	[400, { message: 'sent glsecret' }, true, 'ci-refused', 'It says: "sent …"'],
] as const)('tells %i %o in words (act %s)', (status, body, isAct, code, words) => {
	const { problem } = gitlabFailure(host, reply(status, body), { what: 'the pipelines', isAct });
	expect(problem.code).toBe(code);
	expect(problem.message).toContain(words);
	expect(problem.hint.length).toBeGreaterThan(10);
});

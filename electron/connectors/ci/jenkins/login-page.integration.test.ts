/** A proxy before Jenkins that sends everybody without its own session to a page to log in. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { type Loopback, startLoopback } from '../../http-hosts/testing.ts';
import { createJenkinsRunner } from './runner.ts';

let host: Loopback;
let location: string;
beforeEach(async () => {
	host = await startLoopback(({ method }, response) => {
		if (method === 'POST') response.writeHead(302, { location }).end();
		else response.writeHead(404).end();
	});
});
afterEach(() => host.stop());

const cancel = () =>
	createJenkinsRunner(
		{
			...{ kind: 'jenkins', url: host.url, job: 'shop', isMultibranch: false, user: 'ada' },
			token: { from: 'environment', name: 'JENKINS_TOKEN' },
		},
		{ clock: realClock, fetch, resolveSecret: async () => ok('11aa22bb33cc44dd55ee66ff') },
	).cancel('12');

it.each(['https://login.example/authorize?next=/job/shop/12/', '/login?from=%2Fjob%2Fshop%2F12%2F', '/'])(
	'has done nothing when it points to %s',
	async (to) => {
		location = to;
		expect(await cancel()).toMatchObject({ problem: { code: 'ci-unauthorised', retryable: false } });
		expect(host.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
	},
);

it('is Jenkins itself when it points to the build, by whatever name it knows its own address', async () => {
	location = 'http://ci.inside:8080/job/shop/12/';
	expect(await cancel()).toEqual(ok(null));
});

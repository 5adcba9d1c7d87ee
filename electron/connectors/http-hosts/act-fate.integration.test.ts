/** An act that nobody answered may have been done: it must not be called a question that is asked again. */
import { expect, it } from 'vitest';
import { realClock } from '../../testing/real-world.ts';
import { fail } from '../../../shared/domain/result.ts';
import { createCiHttp } from './client.ts';
import { startLoopback } from './testing.ts';

const hostAt = (base: string) => ({ label: 'CI acme/shop', product: 'CI', base, headers: {}, auth: null });
const deps = { clock: realClock, fetch, resolveSecret: async () => fail('secret-missing', 'None.', 'None.') };
const unsure = {
	code: 'ci-unreachable',
	retryable: false,
	hint: expect.stringContaining('may have taken the order'),
};

it('is sent once, and its fate is told as it is', async () => {
	let cutsOff = false;
	const host = await startLoopback((_asked, response) => void (cutsOff && response.destroy()));
	const http = createCiHttp(hostAt(host.url), deps);
	const act = { method: 'POST', address: `${host.url}/start`, body: '{}' } as const;
	expect(await http.send({ ...act, timeoutMs: 20 })).toMatchObject({ problem: unsure });
	cutsOff = true;
	expect(await http.send(act)).toMatchObject({ problem: unsure });
	// The first may have been given up before it was heard.
	expect(host.asked.length).toBeLessThanOrEqual(2);
	await host.stop();
	http.close();
});

it('is none where nobody listens', async () => {
	const host = await startLoopback(() => undefined);
	await host.stop();
	const refused = await createCiHttp(hostAt(host.url), deps).send({ method: 'POST', address: `${host.url}/start` });
	expect(refused).toMatchObject({ problem: { message: expect.stringContaining('connection refused') } });
	expect(JSON.stringify(refused)).not.toContain('may have taken');
});

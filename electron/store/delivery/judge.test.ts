import { expect, test } from 'vitest';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { day, deployment, june, openFacts, tell, valueOf } from './test-facts.ts';
import { setup } from './test-worlds.ts';

const asked: MetricsQuery = {
	scope: { services: ['shop'], group: null, environments: [] },
	...{ period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null, bucket: 'week', withBots: false },
};

test('an environment that only facts name is part of the first answer, and follows the tier that they say', async () => {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	const deployed = async () => valueOf(await store.metrics(asked, june + 20 * day)).dora[0]?.n;
	expect(await deployed()).toBe(0);
	await tell(store, 'ci', [deployment('1', june + day, { environment: 'eu' })]);
	expect(await deployed()).toBe(1);
	await tell(store, 'ci', [deployment('1', june + day, { environment: 'eu', tier: 'staging' })]);
	expect(await deployed()).toBe(0);
	await tell(store, 'ci', [deployment('1', june + day, { environment: 'eu' })]);
	expect(await deployed()).toBe(1);
});

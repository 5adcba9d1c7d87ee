/** A real Alertmanager: that its answers are what we read, and that what it resolves is told as over. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../../../e2e/peers/prometheus.ts';
import type { AlertmanagerFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { fail } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { type Pulled, pullWith } from '../common/conformance-steps.ts';
import { createAlertmanagerSource } from './source.ts';
import { type AlertmanagerPeer, findAlertmanager, startAlertmanager } from './test-alertmanager.ts';

const program = findAlertmanager();
const hour = 60 * 60 * 1000;

describe.skipIf(program === null)('a real Alertmanager (needs prometheus-alertmanager on PATH)', () => {
	let peer: AlertmanagerPeer;
	beforeAll(async () => {
		peer = await startAlertmanager(program ?? '');
	});
	afterAll(() => peer.stop());

	const pull = (cursor: string | null): Promise<Pulled> => {
		const config: AlertmanagerFactsConfig = {
			...{ id: 'alerts', kind: 'alertmanager', url: peer.url, token: null, auth: null, backMs: hour },
			...{ services: { 'shop-api': 'shop' }, environments: {}, serviceLabel: 'service' },
			labels: { severity: 'page "now"' },
		};
		const resolveSecret = async () => fail('secret-missing', 'none', 'none');
		const source = createAlertmanagerSource(config, { clock: realClock, fetch, resolveSecret });
		return pullWith(source, { cursor, since: 0, now: Date.now() });
	};
	/** Pulls until something is told; Alertmanager shows a change a moment later. */
	const pullUntilTold = async (cursor: string | null): Promise<Pulled> => {
		let pulled = await pull(cursor);
		const isTold = async () => {
			if (pulled.facts.length === 0) pulled = await pull(pulled.cursor);
			return pulled.facts.length > 0 || pulled.failure !== null;
		};
		await waitUntil(isTold, 20_000);
		return pulled;
	};

	test('fires, goes on under a silence, and is over when it is resolved', async () => {
		const labels = { alertname: 'HighErrors', service: 'shop-api', severity: 'page "now"' };
		const startsAt = Date.now() - 60_000;
		await peer.send(labels, { startsAt, endsAt: Date.now() + hour });
		await peer.send({ ...labels, severity: 'info' }, { startsAt, endsAt: Date.now() + hour });
		const first = await pullUntilTold(null);
		expect(first.failure).toBeNull();
		expect(first.leftOut).toEqual([]);
		expect(first.facts).toMatchObject([
			{ title: 'HighErrors', service: 'shop', startedAt: startsAt, resolvedAt: null },
		]);

		await peer.silence({ alertname: 'HighErrors' });
		const silenced = await pull(first.cursor);
		expect([silenced.failure, silenced.facts]).toEqual([null, []]);

		await peer.send(labels, { startsAt, endsAt: Date.now() - 1 });
		const last = await pullUntilTold(silenced.cursor);
		expect(last.facts).toHaveLength(1);
		const [fact] = last.facts;
		expect(fact?.kind === 'incident' ? fact.resolvedAt : null).toBeGreaterThan(startsAt);
	});
});

import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { EnvironmentRecord } from '../engine/ports.ts';
import { engineActor } from '../../shared/domain/release.ts';
import {
	appendAll,
	appendOf,
	codeOf,
	createdEvent,
	openForTest,
	temporaryFile,
	toyFold,
	valueOf,
} from './test-support.ts';

const place: EnvironmentRecord = {
	key: 'checkout/production',
	standing: { version: '2.3.9', slot: 'blue' },
	knownGood: null,
	since: 1,
	deploymentId: null,
};

async function roomWithHistory() {
	const file = temporaryFile();
	const store = await openForTest(file);
	valueOf(await store.saveEnvironment(place, engineActor, 1));
	const first = appendOf('d1', null, [createdEvent('d1')]);
	const second = appendOf('d2', null, [createdEvent('d2')]);
	const end = appendOf('d1', first.deployment, [{ type: 'begun' }, { type: 'window-ended' }], {
		environment: { ...place, standing: { version: '2.4.0', slot: 'green' }, deploymentId: 'd1' },
		idempotencyKey: 'click',
	});
	await appendAll(store, [first, second, end]);
	valueOf(await store.saveSamples('d2', [{ at: 1, values: { blue: {}, green: {} } }]));
	const look = async () => ({
		deployments: valueOf(await store.listDeployments({ limit: 10 })),
		open: valueOf(await store.openDeployments()),
		environments: valueOf(await store.environments()),
		samples: valueOf(await store.samples('d2')),
	});
	return { file, store, look };
}

test('the projections that are made from the journal are those that were written with it', async () => {
	const { file, store, look } = await roomWithHistory();
	const { fence } = valueOf(await store.takeLease('checkout/production', 90_000, 1_000));
	const before = await look();
	const db = new DatabaseSync(file, { enableForeignKeyConstraints: false });
	db.exec(`delete from environments; delete from deployments where id = 'd1'; update deployments set snapshot = 'x'`);
	db.close();
	expect(valueOf(await store.rebuildProjections(toyFold))).toStrictEqual({ deployments: 2, environments: 1 });
	expect(await look()).toStrictEqual(before);
	expect(valueOf(await store.leases())[0]?.fence).toBe(fence);
});

test('nothing changes when the journal does not fit or the fold fails', async () => {
	const { file, store, look } = await roomWithHistory();
	const before = await look();
	const failed = await store.rebuildProjections(() => {
		throw new Error('no');
	});
	expect(codeOf(failed)).toBe('store-failed');
	expect(await look()).toStrictEqual(before);
	const db = new DatabaseSync(file);
	db.exec(`drop trigger journal_refuses_update; update journal set payload = '{"type":"begun"}' where seq = 3`);
	db.close();
	const refused = await store.rebuildProjections(toyFold);
	expect(refused.ok ? null : refused.problem.details).toStrictEqual({ seq: 3 });
	expect(await look()).toStrictEqual(before);
});

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { emptyRoom, fullRoom } from '../dev/fake-room.ts';
import type { RoomChange } from '../../shared/rpc/views.ts';
import { applyChanges, share } from '../../shared/rpc/apply-changes.ts';

const room = fullRoom(1_000_000_000_000, 9);
const billing = room.environments['billing/production'];
const catalog = room.environments['catalog/production'];
if (billing === undefined || catalog === undefined) throw new Error('the fixture lost its services');

describe('a patch', () => {
	test('sets an entity and leaves every other one as it was', () => {
		const next = applyChanges(room, [
			{ collection: 'environments', key: billing.key, value: { ...billing, healthText: 'another' } },
		]);
		expect(next.environments[billing.key]?.healthText).toBe('another');
		expect(next.environments[catalog.key]).toBe(catalog);
		expect(next.deployments).toBe(room.deployments);
		expect(room.environments[billing.key]).toBe(billing);
	});

	test('keeps what did not change inside the entity that did', () => {
		const value = structuredClone({ ...billing, asOf: 5 });
		const next = applyChanges(room, [{ collection: 'environments', key: billing.key, value }]);
		expect(next.environments[billing.key]).not.toBe(billing);
		expect(next.environments[billing.key]?.releases).toBe(billing.releases);
	});

	test('adds and removes', () => {
		const added = applyChanges(emptyRoom(), [{ collection: 'environments', key: billing.key, value: billing }]);
		expect(Object.keys(added.environments)).toEqual([billing.key]);
		const removed = applyChanges(added, [{ collection: 'environments', key: billing.key, value: null }]);
		expect(removed.environments).toEqual({});
	});

	test('applies its changes in order', () => {
		const next = applyChanges(room, [
			{ collection: 'environments', key: billing.key, value: null },
			{ collection: 'environments', key: billing.key, value: billing },
		]);
		expect(next.environments[billing.key]).toEqual(billing);
	});

	test('sets what there is only one of', () => {
		const next = applyChanges(room, [
			{ collection: 'sample', key: '', value: { ...room.sample, state: 'running' } },
			{ collection: 'host', key: '', value: { ...room.host, mayAct: false } },
		]);
		expect(next.sample.state).toBe('running');
		expect(next.host.mayAct).toBe(false);
	});

	const idle: readonly (readonly [string, readonly RoomChange[]])[] = [
		['nothing', []],
		['an equal entity', [{ collection: 'environments', key: billing.key, value: structuredClone(billing) }]],
		['the removal of what is not there', [{ collection: 'needs', key: 'nobody', value: null }]],
		['an equal singleton', [{ collection: 'sample', key: '', value: structuredClone(room.sample) }]],
	];
	test.each(idle)('of %s keeps the room itself', (_name, changes) => {
		expect(applyChanges(room, changes)).toBe(room);
	});

	test('is not fooled by keys that every object has', () => {
		const next = applyChanges(emptyRoom(), [{ collection: 'needs', key: 'constructor', value: null }]);
		expect(next.needs).toEqual({});
	});
});

describe('share', () => {
	property.prop([fc.jsonValue(), fc.jsonValue()])('gives what is equal to the new value', (before, after) => {
		expect(share(before, after)).toEqual(after);
	});

	property.prop([fc.jsonValue()])('gives the old identity for an equal value', (value) => {
		const again = share(value, structuredClone(value));
		expect(Object.is(again, value)).toBe(true);
	});
});

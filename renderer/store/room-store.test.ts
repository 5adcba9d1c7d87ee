import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import type { RoomMessage } from '../../shared/rpc/views.ts';
import { type FakeConnection, fakeConnection } from '../dev/fake-connection.ts';
import { emptyRoom, fullRoom } from '../dev/fake-room.ts';
import { createRoomStore, linked, type RoomSnapshot, receive } from './room-store.ts';

const room = fullRoom(1_000_000_000_000, 2);
const known: RoomSnapshot = {
	room,
	number: 7,
	link: { state: 'connected', since: 0, problem: null },
	lastKnownAt: 50,
};
const patch = (number: number): RoomMessage => ({
	kind: 'patch',
	number,
	changes: [{ collection: 'host', key: '', value: { ...room.host, actor: 'Bob' } }],
});

describe('a message', () => {
	test('with the next number is applied', () => {
		const next = receive(known, patch(8), 60);
		expect(next).toMatchObject({ number: 8, lastKnownAt: 60, room: { host: { actor: 'Bob' } } });
	});

	test.each([7, 3])('that was seen before (%i) changes nothing but the age', (number) => {
		expect(receive(known, patch(number), 60)).toEqual({ ...known, lastKnownAt: 60 });
	});

	test.each([9, 100])('after a gap (%i) is not applied', (number) => {
		expect(receive(known, patch(number), 60)).toBe('gap');
	});

	test('without a snapshot before it is a gap', () => {
		expect(receive({ ...known, room: null, number: null }, patch(1), 60)).toBe('gap');
	});

	test('that is a snapshot is taken whatever its number, and keeps what is equal', () => {
		const again = structuredClone(room);
		const next = receive({ ...known, number: 90 }, { kind: 'snapshot', number: 2, room: again }, 60);
		expect(next).toMatchObject({ number: 2 });
		expect(next !== 'gap' && next.room === room).toBe(true);
	});
});

describe('the link', () => {
	const reconnecting = { state: 'reconnecting', since: 80, problem: null } as const;

	test('keeps the last room when it is cut, known until the cut', () => {
		expect(linked(known, reconnecting)).toMatchObject({ room, number: 7, lastKnownAt: 80 });
	});

	test('does not make the room younger while it stays cut', () => {
		const cut = linked(known, reconnecting);
		expect(linked(cut, { ...reconnecting, since: 900 }).lastKnownAt).toBe(80);
	});

	test('knows nothing when nothing ever came', () => {
		expect(linked({ ...known, room: null, lastKnownAt: null }, reconnecting).lastKnownAt).toBeNull();
	});
});

describe('the store', () => {
	const running: (() => void)[] = [];
	afterEach(() => {
		for (const stop of running.splice(0)) stop();
	});
	function started(connection: FakeConnection) {
		const made = createRoomStore({ connection, now: () => 100, wait: async () => {} });
		running.push(made.start());
		return made.store;
	}

	test('begins without a number and then follows', async () => {
		const connection = fakeConnection(emptyRoom());
		const store = started(connection);
		await eventually(() => store.getState().room !== null, 'the snapshot');
		connection.tell({
			kind: 'patch',
			number: 2,
			changes: [{ collection: 'host', key: '', value: { ...emptyRoom().host, actor: 'Bob' } }],
		});
		await eventually(() => store.getState().room?.host.actor === 'Bob', 'the patch');
		expect(connection.watched).toEqual([null]);
	});

	test('asks for a snapshot after a gap, and what was known stays meanwhile', async () => {
		const connection = fakeConnection(room);
		const store = started(connection);
		await eventually(() => store.getState().number === 1, 'the snapshot');
		const seen: unknown[] = [];
		store.subscribe((state) => seen.push(state.room));
		connection.tell(patch(5));
		await eventually(() => connection.watched.length === 2, 'another watch');
		await eventually(() => store.getState().number === 1, 'another snapshot');
		expect(connection.watched).toEqual([null, null]);
		expect(seen.every((each) => each === room)).toBe(true);
	});

	test('goes on from its number after a cut stream', async () => {
		const connection = fakeConnection(room);
		const store = started(connection);
		await eventually(() => store.getState().number === 1, 'the snapshot');
		connection.cut();
		await eventually(() => connection.watched.length === 2, 'another watch');
		expect(connection.watched).toEqual([null, 1]);
		connection.tell(patch(2));
		await eventually(() => store.getState().room?.host.actor === 'Bob', 'the patch');
	});
});

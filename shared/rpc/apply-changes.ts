/** The only place where patches touch the room. Pure, so that tables can test it. */
import type { RoomChange, RoomState } from './views.ts';

/**
 * The room after `changes`. Entities that are not named keep their identity, and so do whole collections,
 * so that only the components of what changed draw again. An entity set to an equal value keeps its identity too.
 */
export function applyChanges(room: RoomState, changes: readonly RoomChange[]): RoomState {
	return changes.reduce(applyChange, room);
}

function applyChange(room: RoomState, change: RoomChange): RoomState {
	switch (change.collection) {
		case 'sample':
			return replace(room, 'sample', share(room.sample, change.value));
		case 'host':
			return replace(room, 'host', share(room.host, change.value));
		case 'projects':
			return replace(room, 'projects', setEntity(room.projects, change.key, change.value));
		case 'services':
			return replace(room, 'services', setEntity(room.services, change.key, change.value));
		case 'environments':
			return replace(room, 'environments', setEntity(room.environments, change.key, change.value));
		case 'deployments':
			return replace(room, 'deployments', setEntity(room.deployments, change.key, change.value));
		case 'connections':
			return replace(room, 'connections', setEntity(room.connections, change.key, change.value));
		case 'needs':
			return replace(room, 'needs', setEntity(room.needs, change.key, change.value));
		case 'notices':
			return replace(room, 'notices', setEntity(room.notices, change.key, change.value));
		case 'factSources':
			return replace(room, 'factSources', setEntity(room.factSources, change.key, change.value));
		case 'delivery':
			return replace(room, 'delivery', share(room.delivery, change.value));
	}
}

function replace<K extends keyof RoomState>(room: RoomState, key: K, value: RoomState[K]): RoomState {
	return room[key] === value ? room : { ...room, [key]: value };
}

function setEntity<T>(all: Readonly<Record<string, T>>, key: string, value: T | null): Readonly<Record<string, T>> {
	const present = Object.hasOwn(all, key);
	if (value === null) {
		if (!present) return all;
		const { [key]: _removed, ...rest } = all;
		return rest;
	}
	const next = present ? share(all[key], value) : value;
	return present && next === all[key] ? all : { ...all, [key]: next };
}

/**
 * `next`, with every part that equals the one in `previous` replaced by the latter, so that identity means equality.
 * For plain JSON values only. After a reconnect this keeps the screen still where nothing happened.
 */
export function share<T>(previous: unknown, next: T): T {
	// The cast is safe: `shareJson` returns something equal to `next`, part by part.
	return shareJson(previous, next) as T;
}

function shareJson(previous: unknown, next: unknown): unknown {
	if (Object.is(previous, next)) return previous;
	if (Array.isArray(previous) && Array.isArray(next)) {
		const shared = next.map((item, index) => shareJson(previous[index], item));
		const same = shared.length === previous.length && shared.every((item, index) => item === previous[index]);
		return same ? previous : shared;
	}
	if (isRecord(previous) && isRecord(next)) {
		const keys = Object.keys(next);
		const entries = keys.map((key) => [key, shareJson(previous[key], next[key])] as const);
		const same =
			keys.length === Object.keys(previous).length &&
			entries.every(([key, value]) => Object.hasOwn(previous, key) && value === previous[key]);
		return same ? previous : Object.fromEntries(entries);
	}
	return next;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

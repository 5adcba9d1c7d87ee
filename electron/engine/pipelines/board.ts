/** Puts services on the screen: a few a turn, only what can be seen to have changed, and the age of the rest now and then. */
import type { ServiceView } from '../../../shared/rpc/pipeline-views.ts';
import type { ConnectionView, NeedView, RoomChange } from '../../../shared/rpc/views.ts';
import type { Clock } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { needsOfService } from './needs.ts';
import type { FindService, OpenService } from './open-service.ts';
import type { Standing } from './release-view.ts';
import { nextChangeAt, serviceView } from './service-view.ts';

export interface Board {
	/** The service changed: it is drawn a moment later. */
	draw(service: string): void;
	/** It was asked and nothing changed: its age is told at a slow pace. */
	touch(service: string): void;
	/** Draws these at once, in one patch. */
	drawNow(services: readonly string[]): void;
	remove(services: readonly string[]): void;
	needs(): readonly NeedView[];
	stop(): void;
}

const drawDelayMs = 20;
/** Services drawn in one turn of the loop: all of 300 at once would make a click wait. */
const drawnAtOnce = 8;
/** How old the told age may be, ms. */
const quietMs = 15_000;
/** Views that time alone changes are looked for at least so often: the wall clock may be set. */
const longestSleepMs = 60_000;

/** Fields that grow by themselves while nothing happens. */
const quietFields = {
	service: new Set(['asOf', 'pollMs', 'durationMs', 'clockSkewMs']),
	/** The rest of a budget. */
	connection: new Set(['asOf', 'detail']),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** A view as text, without what changes while nothing happens. */
function loudText(view: ServiceView | ConnectionView, quiet: ReadonlySet<string>): string {
	return JSON.stringify(view, (field, value: unknown) => (quiet.has(field) ? undefined : value));
}

interface Shown {
	text: string;
	at: number;
	needs: readonly NeedView[];
	/** The next instant, by the wall clock, at which it changes by time alone. */
	changesAt: number | null;
}

export function createBoard(options: {
	readonly clock: Clock;
	readonly hub: RoomHub;
	readonly find: FindService;
	readonly standing: (service: OpenService) => Standing;
	readonly connections: () => readonly ConnectionView[];
	readonly onConnection: (before: ConnectionView['state'] | undefined, now: ConnectionView) => void;
	readonly onNeeds: () => void;
}): Board {
	const { clock, hub } = options;
	const shown = new Map<string, Shown>();
	const dirty = new Set<string>();
	const connections = new Map<string, { readonly text: string; readonly at: number }>();
	let isDue = false;
	let isStopped = false;
	let cancelAlarm: () => void = () => undefined;

	function drawOne(name: string): readonly RoomChange[] {
		const service = options.find(name);
		if (service === undefined) return [];
		const facts = { book: service.book, poll: service.poll, standing: options.standing(service), now: clock.now() };
		const value = serviceView(facts);
		const text = loudText(value, quietFields.service);
		const before = shown.get(name);
		const at = clock.monotonic();
		const isSilent = before?.text === text && at - before.at < quietMs;
		shown.set(name, {
			text,
			at: isSilent ? before.at : at,
			needs: needsOfService(service, facts.now),
			changesAt: nextChangeAt(facts),
		});
		return isSilent ? [] : [{ collection: 'services', key: name, value }];
	}

	function connectionChanges(): readonly RoomChange[] {
		const now = options.connections();
		const gone = [...connections.keys()].filter((id) => now.every((one) => one.id !== id));
		for (const id of gone) connections.delete(id);
		const changes: RoomChange[] = gone.map((key) => ({ collection: 'connections', key, value: null }));
		for (const view of now) {
			const text = loudText(view, quietFields.connection);
			const before = connections.get(view.id);
			if (before?.text === text && clock.monotonic() - before.at < quietMs) continue;
			connections.set(view.id, { text, at: clock.monotonic() });
			options.onConnection(hub.state().connections[view.id]?.state, view);
			changes.push({ collection: 'connections', key: view.id, value: view });
		}
		return changes;
	}

	function drawNow(names: readonly string[]): void {
		const needsBefore = JSON.stringify(names.map((name) => shown.get(name)?.needs ?? []));
		const changes = [...names.flatMap(drawOne), ...connectionChanges()];
		if (changes.length > 0) hub.change(changes);
		if (JSON.stringify(names.map((name) => shown.get(name)?.needs ?? [])) !== needsBefore) options.onNeeds();
		setAlarm();
	}

	function drawDirty(): void {
		isDue = false;
		if (isStopped) return;
		const names = [...dirty].slice(0, drawnAtOnce);
		for (const name of names) dirty.delete(name);
		drawNow(names);
		if (dirty.size > 0) drawSoon();
	}

	function drawSoon(): void {
		if (isDue || isStopped) return;
		isDue = true;
		clock.after(drawDelayMs, drawDirty);
	}

	/** Freezes begin and waivers end without anybody doing anything. */
	function setAlarm(): void {
		cancelAlarm();
		if (isStopped) return;
		const next = Math.min(...[...shown.values()].map(({ changesAt }) => changesAt ?? Number.POSITIVE_INFINITY));
		if (next === Number.POSITIVE_INFINITY) return;
		const waitMs = Math.min(longestSleepMs, Math.max(1, next - clock.now()));
		cancelAlarm = clock.after(waitMs, ring);
	}

	function ring(): void {
		for (const [name, { changesAt }] of shown) {
			if (changesAt !== null && changesAt <= clock.now()) dirty.add(name);
		}
		if (dirty.size > 0) drawSoon();
		setAlarm();
	}

	return {
		draw(service) {
			dirty.add(service);
			drawSoon();
		},
		touch(service) {
			const before = shown.get(service);
			if (before !== undefined && clock.monotonic() - before.at < quietMs) return;
			dirty.add(service);
			drawSoon();
		},
		drawNow,
		remove(services) {
			for (const name of services) {
				shown.delete(name);
				dirty.delete(name);
			}
			const gone = services.map((key) => ({ collection: 'services', key, value: null }) as const);
			hub.change([...gone, ...connectionChanges()]);
			options.onNeeds();
			setAlarm();
		},
		needs: () => [...shown.values()].flatMap(({ needs }) => needs),
		stop() {
			isStopped = true;
			cancelAlarm();
		},
	};
}

import { describe, expect, it } from 'vitest';
import { createdEvent } from '../../shared/domain/deployment/fixture.ts';
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { engineActor } from '../../shared/domain/release.ts';
import { createLiveHub, type LiveHub } from './live-hub.ts';
import { createFakeClock } from './testing/fake-clock.ts';

const sample = (at: number) => ({ at, values: { blue: {}, green: {} } });
const begun: RecordedEvent = { event: { type: 'begun' }, revision: 2, at: 2, actor: engineActor };
const created: RecordedEvent = { event: createdEvent(), revision: 1, at: 1, actor: engineActor };

/** A screen that has read its first message. */
async function screen(hub: LiveHub, id = 'd1') {
	const leaving = new AbortController();
	const messages = hub.watch(id, leaving.signal)[Symbol.asyncIterator]();
	const first = await messages.next();
	return { first: first.value, next: () => messages.next(), leave: () => leaving.abort() };
}

function hubOf() {
	const clock = createFakeClock(0);
	return { clock, hub: createLiveHub(clock) };
}

describe('what is kept of a stream', () => {
	it('a running deployment is kept without a watcher', async () => {
		const { hub } = hubOf();
		hub.event('d1', created);
		(await screen(hub)).leave();
		expect(hub.isFilled('d1')).toBe(true);
		expect((await screen(hub)).first).toMatchObject({ events: [created] });
	});

	it('a deployment that left the room is forgotten at once where nobody watches', () => {
		const { hub } = hubOf();
		hub.event('d1', created);
		hub.forget('d1');
		expect(hub.isFilled('d1')).toBe(false);
	});

	it('a deployment that left the room while screens watch is forgotten with the last of them', async () => {
		const { hub } = hubOf();
		hub.event('d1', created);
		const [one, other] = [await screen(hub), await screen(hub)];
		hub.forget('d1');
		one.leave();
		expect(hub.isFilled('d1')).toBe(true);
		other.leave();
		expect(hub.isFilled('d1')).toBe(false);
	});

	it('an old deployment that was filled from the store is forgotten with its watcher', async () => {
		const { hub } = hubOf();
		hub.fill('d1', [sample(1)], [created]);
		(await screen(hub)).leave();
		expect(hub.isFilled('d1')).toBe(false);
	});

	it('a deployment that was filled first and then ran on is kept', async () => {
		const { hub } = hubOf();
		hub.fill('d1', [], [created]);
		const watching = await screen(hub);
		hub.event('d1', begun);
		watching.leave();
		expect(hub.isFilled('d1')).toBe(true);
	});

	it('a screen that left while the store was read leaves nothing behind', async () => {
		const { hub } = hubOf();
		hub.fill('d1', [], [created]);
		hub.watch('d1', AbortSignal.abort());
		expect(hub.isFilled('d1')).toBe(false);
	});

	it('a screen that still watches what was forgotten is told what comes', async () => {
		const { hub, clock } = hubOf();
		hub.event('d1', created);
		const watching = await screen(hub);
		hub.forget('d1');
		hub.event('d1', begun);
		await clock.advance(300);
		expect((await watching.next()).value).toMatchObject({ kind: 'patch', events: [begun] });
	});
});

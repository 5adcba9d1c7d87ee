/** After a crash, a deployment whose project does not open again must not be forgotten. */
import { describe, expect, it } from 'vitest';
import type { NeedView } from '../../shared/rpc/views.ts';
import { createEngine, type Engine } from './engine.ts';
import { openTestRoom, quietLogger, setupOf, type TestRoom } from './testing/test-room.ts';

const needs = (engine: Engine): readonly NeedView[] => Object.values(engine.state().needs);

/** A new run of the control room in which no project has opened yet. */
async function restart(room: TestRoom): Promise<Engine> {
	const engine = createEngine({
		store: room.store,
		clock: room.clock,
		logger: quietLogger,
		host: room.engine.state().host,
		sample: room.engine.state().sample,
		newDeploymentId: () => 'unused',
	});
	await engine.recall();
	return engine;
}

async function crashedCanary(): Promise<TestRoom> {
	const room = await openTestRoom();
	await room.start();
	await room.clock.advance(1_000);
	expect(room.target.split()).toEqual({ blue: 95, green: 5 });
	await room.crash().then((again) => again.engine.close());
	return room;
}

describe('a canary whose project did not open after a restart', () => {
	it('needs a person once the projects of last time had their time, and no longer when it is opened', async () => {
		const room = await crashedCanary();
		const engine = await restart(room);
		await room.clock.advance(5_000);
		expect(needs(engine)).toEqual([]);
		await room.clock.advance(30_000);
		expect(needs(engine)).toHaveLength(1);
		const [need] = needs(engine);
		expect(need).toMatchObject({ urgency: 'now', kind: 'environment' });
		expect(`${need?.title} ${need?.detail}`).toMatch(/checkout production.*2\.4\.0/);
		expect(need?.detail).toContain('5 % of traffic went to 2.4.0, 95 % to 2.3.1');
		expect(need?.detail).toContain('checkout/production');
		expect(need?.detail).toContain('Open signalbox.yaml');

		await engine.closeProject('other');
		await room.clock.advance(1_000);
		expect(needs(engine)).toEqual([need]);

		const project = {
			id: 'p',
			name: 'p',
			file: 'signalbox.yaml',
			source: null,
			issues: [],
			loadedAt: 0,
			sample: false,
		};
		const opening = engine.openProject(project, [setupOf(room.target, room.source)]);
		await room.clock.advance(1_000);
		await opening;
		expect(needs(engine)).toEqual([]);
		const [taken] = Object.values(engine.state().deployments);
		expect(taken).toMatchObject({ heldBy: null, deployment: { state: 'analysing', release: { version: '2.4.0' } } });
		await room.clock.advance(30_000);
		expect(needs(engine)).toEqual([]);
		await engine.close();
	});

	it('needs nobody while another control room runs it, and does once that one is gone', async () => {
		const room = await openTestRoom();
		await room.start();
		const engine = await restart(room);
		await room.clock.advance(60_000);
		expect(needs(engine)).toEqual([]);
		await room.engine.close();
		await room.clock.advance(30_000);
		expect(needs(engine)).toHaveLength(1);
		await engine.close();
	});

	it('is not told of one that has ended', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('roll-back');
		await room.clock.advance(5_000);
		await room.engine.close();
		const engine = await restart(room);
		await room.clock.advance(60_000);
		expect(needs(engine)).toEqual([]);
		await engine.close();
	});
});

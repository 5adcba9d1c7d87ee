import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createWorld, giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';
import { createEvidenceDesk } from './evidence-desk.ts';

const refused = fail('ci-unauthorised', 'Memory refuses the token.', 'Give it a new one.').problem;

test('reports that a host refused are asked for again when somebody looks at the run', async () => {
	const room = await openPipelineRoom();
	room.collector.failNext(1, refused);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(600_000);
	expect(room.collector.asked).toHaveLength(1);
	expect(room.pipeline()).toMatchObject({ releases: [], latest: { version: null } });
	expect((await room.detail())?.problem).toMatchObject({ code: 'ci-unauthorised' });
	await room.clock.advance(2_000);
	expect(room.pipeline().latest).toMatchObject({ version: '2.1.0' });
	expect((await room.detail())?.problem).toBeNull();
});

test('reports that were given up are asked for again once their host answers again', async () => {
	const room = await openPipelineRoom();
	room.collector.failNext(1, refused);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(10_000);
	room.runner.faults.failNext('listRuns', 1, refused);
	await room.clock.advance(400_000);
	expect(room.pipeline()).toMatchObject({ state: 'reachable', latest: { version: '2.1.0' } });
	expect(room.collector.asked).toHaveLength(2);
});

test('a failure of our own over what was collected is a problem of the run, and ends nobody', async () => {
	const clock = createFakeClock();
	const { runner } = createWorld();
	const told: string[] = [];
	const desk = createEvidenceDesk({ clock, collector: { collect: async () => ok({ evidence: [], problems: [] }) } });
	desk.want({
		...{ service: 'shop', nativeId: '1', attempt: 1, reach: 'end', runner, sources: [] },
		onCollected: () => Promise.reject(new Error('broken')),
		onProblem: ({ code }) => void told.push(code),
	});
	await clock.advance(1);
	expect(told).toEqual(['internal']);
});

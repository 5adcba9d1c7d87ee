import { expect, test } from 'vitest';
import { pipelineConfig, twoPeople } from '../testing/test-pipeline-config.ts';
import { createWorld, giveRun, grace, openPipelineRoom, pass } from '../testing/test-pipelines.ts';
import { approve, mayProduce } from './test-decisions.ts';

const linus = { name: 'Linus', mayAct: true };

/** One person who is no author has to approve. Linus has written everything that git knows. */
function room() {
	const world = createWorld();
	const config = pipelineConfig({ approval: { ...twoPeople, count: 1 } });
	return openPipelineRoom({ pipeline: { config, runner: world.runner, git: world.git } }, world);
}

test('another run of a commit that made a release asks for somebody else than its authors as the first did', async () => {
	const open = await room();
	const commit = { sha: '7'.padStart(40, '0'), author: null };
	for (const _ of ['first', 'again']) {
		pass(open.runner, giveRun(open.runner, { commit }));
		await open.clock.advance(2_000);
	}
	expect(open.pipeline().releases).toMatchObject([{ version: '2.2.0', commitCount: 0 }, { version: '2.1.0' }]);
	expect(await approve(open, { runId: 'shop:2' }, linus)).toMatchObject({ ok: true });
	expect(open.pipeline().latest?.headline).toContain('somebody else has to approve too');
	expect(await mayProduce(open, '2.2.0')).toMatchObject({ problem: { code: 'gate-closed' } });
	expect(await approve(open, { runId: 'shop:2' }, grace)).toMatchObject({ ok: true });
	expect(await mayProduce(open, '2.2.0')).toMatchObject({ ok: true });
});

test('a run that brings nothing of its own is held by the author of its commit', async () => {
	const open = await room();
	const author = { name: 'Linus', email: null };
	for (const number of [7, 5]) {
		pass(open.runner, giveRun(open.runner, { commit: { sha: String(number).padStart(40, '0'), author } }));
		await open.clock.advance(2_000);
	}
	open.runner.setJob(giveRun(open.runner, { commit: { sha: '4'.padStart(40, '0'), author } }), 'build', {
		state: 'passed',
	});
	await open.clock.advance(2_000);
	pass(open.runner, '3', ['unit', 'api']);
	open.git.break(true);
	await open.clock.advance(2_000);
	expect(await approve(open, { runId: 'shop:3' }, linus)).toMatchObject({ ok: true });
	expect((await open.detail('shop:3'))?.stages[2]?.approval?.status).toMatchObject({ state: 'waiting' });
});

test('a release made without git is not approved on the word of its last author, until git has named all', async () => {
	const open = await room();
	open.git.break(true);
	pass(open.runner, giveRun(open.runner, { commit: { author: { name: 'Grace', email: null } } }));
	await open.clock.advance(130_000);
	expect(open.pipeline().releases).toMatchObject([{ commitCount: null, authors: [{ name: 'Grace' }] }]);
	await approve(open, {}, linus);
	expect(await mayProduce(open)).toMatchObject({ problem: { message: expect.stringContaining('Nobody can tell') } });
	const again = await open.restart();
	again.git.break(false);
	await again.clock.advance(130_000);
	expect(again.pipeline().latest?.headline).toContain('Linus is an author of this change');
});

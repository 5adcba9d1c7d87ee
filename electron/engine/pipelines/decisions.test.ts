import { expect, test } from 'vitest';
import { coverageGate, onePerson, pipelineConfig, twoPeople } from '../testing/test-pipeline-config.ts';
import { coverage, passedTests } from '../testing/test-pipeline-fakes.ts';
import { ada, createWorld, giveRun, grace, openPipelineRoom, pass } from '../testing/test-pipelines.ts';

import { approve, greenRoom, guest, hour, key, later, mayProduce, waive } from './test-decisions.ts';

test('two people are asked, one of whom did not write the change', async () => {
	const room = await greenRoom({ approval: twoPeople });
	expect(room.pipeline().latest).toMatchObject({
		version: '2.1.0',
		headline: '2.1.0 is waiting for approval from 2 of 2',
	});
	expect(room.needs()).toMatchObject([
		{
			kind: 'approval',
			urgency: 'soon',
			environment: 'shop/production',
			title: 'shop: 2.1.0 waits in User acceptance',
		},
	]);
	expect(await mayProduce(room)).toMatchObject({
		problem: { code: 'gate-closed', message: expect.stringContaining('Waiting for approval from 2 of 2') },
	});
	expect(await approve(room, {}, { name: 'ltorvalds', mayAct: true })).toMatchObject({ ok: true });
	expect(room.pipeline().latest?.headline).toBe('2.1.0 is waiting for approval from 1 of 2');
	expect(await approve(room, {}, grace)).toMatchObject({ ok: true, value: { duplicate: false } });
	expect(room.pipeline().latest?.headline).toBe('2.1.0 is ready for production');
	expect(room.needs()).toEqual([]);
	expect(await mayProduce(room)).toMatchObject({ ok: true });
});

test('an author alone does not suffice', async () => {
	const room = await greenRoom({ approval: { ...twoPeople, count: 1 } });
	await approve(room, {}, { name: 'Linus', mayAct: true });
	expect(room.pipeline().latest?.headline).toContain('somebody else has to approve too');
});

test('a decision can be taken back, a rejection needs its reason', async () => {
	const room = await greenRoom({ approval: onePerson });
	expect(await approve(room, { decision: 'withdrawn' })).toMatchObject({ problem: { code: 'not-allowed' } });
	await approve(room);
	expect((await room.detail())?.stages[2]).toMatchObject({ state: 'passed' });
	await approve(room, { decision: 'withdrawn' });
	expect((await room.detail())?.stages[2]).toMatchObject({ state: 'approval' });
	expect(await approve(room, { decision: 'rejected', reason: ' ' })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
	await approve(room, { decision: 'rejected', reason: 'Too slow' });
	expect((await room.detail())?.stages[2]).toMatchObject({ state: 'failed', text: 'Rejected by Ada: Too slow' });
	expect((await mayProduce(room)).ok).toBe(false);
});

test('who may not decide is told why, and nothing is written', async () => {
	const room = await greenRoom({ approval: { ...onePerson, from: ['Grace'] } });
	const facts = room.store.facts.length;
	expect(await approve(room)).toMatchObject({
		problem: { code: 'not-allowed', message: expect.stringContaining('Grace') },
	});
	expect(await approve(room, {}, guest)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await approve(room, { stage: 'commit' }, grace)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await approve(room, { attempt: 2 }, grace)).toMatchObject({ problem: { code: 'stale' } });
	expect(await approve(room, { runId: 'shop:9' }, grace)).toMatchObject({ problem: { code: 'not-found' } });
	expect(await waive(room, {}, guest)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(room.store.facts).toHaveLength(facts);
});

test('a stage that has not begun cannot be approved', async () => {
	const room = await greenRoom({ approval: onePerson });
	giveRun(room.runner);
	await room.clock.advance(1_000);
	expect(await approve(room, { runId: 'shop:2' })).toMatchObject({
		problem: { code: 'not-allowed', message: 'User acceptance cannot be approved: the stage has not begun.' },
	});
});

test('what was decided on one try does not count for the next', async () => {
	const room = await greenRoom({ approval: onePerson });
	await approve(room);
	expect(room.pipeline().latest?.headline).toBe('2.1.0 is ready for production');
	const again = { service: 'shop', runId: 'shop:1', onlyFailed: false, idempotencyKey: key() };
	await room.during(room.pipelines.api.rerun(again, ada));
	expect((await mayProduce(room)).ok).toBe(false);
	pass(room.runner, '1');
	await room.clock.advance(2_000);
	expect(room.pipeline().latest).toMatchObject({ attempt: 2, headline: '2.1.0 is waiting for approval from 1 of 1' });
	expect((await mayProduce(room)).ok).toBe(false);
	await approve(room, { attempt: 2 });
	expect(await mayProduce(room)).toMatchObject({ ok: true });
	expect(room.pipeline().releases).toHaveLength(1);
});

test('a checklist is answered by those who approve, and an objection holds', async () => {
	const checklist = [{ id: 'usability', question: 'Can a newcomer find it?' }];
	const room = await greenRoom({ approval: { ...onePerson, checklist } });
	const answer = { item: 'usability', note: null, attachments: [] };
	expect(await approve(room, { answers: [{ ...answer, outcome: 'not-ok' }] })).toMatchObject({ ok: false });
	expect(await approve(room, { answers: [{ ...answer, item: 'other', outcome: 'ok' }] })).toMatchObject({ ok: false });
	await approve(room);
	expect((await room.detail())?.stages[2]?.approval?.status).toMatchObject({
		state: 'waiting',
		openItems: ['usability'],
	});
	await approve(room, { answers: [{ ...answer, outcome: 'ok' }] });
	expect((await room.detail())?.stages[2]?.approval?.status).toMatchObject({ state: 'approved', openItems: [] });
});

test('a click that arrives twice decides once, also while the first is still being written', async () => {
	const room = await greenRoom({ approval: twoPeople });
	const facts = room.store.facts.length;
	const twice = { idempotencyKey: 'double-click-1' };
	const answers = await Promise.all([approve(room, twice), approve(room, twice)]);
	expect(answers).toMatchObject([{ value: { duplicate: false } }, { value: { duplicate: true } }]);
	expect(await approve(room, twice)).toMatchObject({ value: { duplicate: true } });
	const again = await room.restart();
	expect(await approve(again, twice)).toMatchObject({ value: { duplicate: true } });
	expect(room.store.facts).toHaveLength(facts + 1);
	expect((await again.detail())?.stages[2]?.approval?.status.have).toBe(1);
});

test('a waiver opens a gate until it expires, with nobody doing anything', async () => {
	const world = createWorld();
	world.collector.set('1', [passedTests, coverage(700)]);
	const config = pipelineConfig({ gates: [coverageGate] });
	const room = await openPipelineRoom({ pipeline: { config, runner: world.runner, git: world.git } }, world);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	expect(room.pipeline().releases).toEqual([]);
	expect(await waive(room, { until: room.clock.now() + 100 * 24 * hour })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
	expect(await waive(room, { gate: 'Other' })).toMatchObject({ problem: { code: 'not-found' } });
	expect(await waive(room)).toMatchObject({ ok: true });
	await room.clock.advance(1_000);
	expect(room.pipeline().releases).toMatchObject([
		{ version: '2.1.0', readiness: [{ allowed: true }, { allowed: true }] },
	]);
	expect((await room.detail())?.waivers).toMatchObject([{ gate: 'Coverage', reason: 'Known', by: { name: 'Ada' } }]);
	expect(room.needs()).toEqual([]);
	await later(room, 53 * hour);
	expect(room.needs()).toMatchObject([{ kind: 'waiver', title: 'shop: the waiver of Coverage ends soon' }]);
	await later(room, 48 * hour);
	expect(room.needs()).toMatchObject([{ kind: 'gate' }]);
	expect(room.pipeline().releases).toMatchObject([{ readiness: [{ allowed: false }, { allowed: false }] }]);
	expect(await mayProduce(room)).toMatchObject({
		problem: {
			code: 'gate-closed',
			hint: 'Anybody who may act can waive it.',
			details: { reasons: [{ kind: 'gate' }, { kind: 'stage' }, { kind: 'stage' }] },
		},
	});
});

test('a waiver is ended before its time, and a restart knows both', async () => {
	const world = createWorld();
	world.collector.set('1', [passedTests, coverage(700)]);
	const config = pipelineConfig({ gates: [coverageGate] });
	const room = await openPipelineRoom({ pipeline: { config, runner: world.runner, git: world.git } }, world);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	await waive(room, { idempotencyKey: 'waive-000001' });
	const again = await room.restart();
	expect((await again.detail())?.waivers).toHaveLength(1);
	const input = { service: 'shop', waiverId: 'waiver-waive-000001', reason: 'Mended', idempotencyKey: key() };
	expect(await again.during(again.pipelines.api.endWaiver(input, ada))).toMatchObject({ ok: true });
	expect((await again.detail())?.waivers).toEqual([]);
	const repeated = again.pipelines.api.endWaiver({ ...input, idempotencyKey: key() }, ada);
	expect(await again.during(repeated)).toMatchObject({ problem: { code: 'not-found' } });
	expect((await (await again.restart()).detail())?.waivers).toEqual([]);
});

test('attachments cross as text and are bounded', async () => {
	const room = await openPipelineRoom();
	const { attach, attachment } = room.pipelines.api;
	const file = { name: 'shot.png', mediaType: 'image/png', contentBase64: btoa('hello') };
	expect(await attach(file, ada)).toMatchObject({ value: { name: 'shot.png', sizeBytes: 5 } });
	expect(await attach({ ...file, contentBase64: '***' }, ada)).toMatchObject({ problem: { code: 'invalid-input' } });
	expect(await attach({ ...file, contentBase64: btoa('x'.repeat(700_001)) }, ada)).toMatchObject({
		problem: { code: 'too-large' },
	});
	expect(await attach(file, guest)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await attachment({ id: 'a'.repeat(64) })).toMatchObject({
		value: { contentBase64: btoa('\u0001\u0002\u0003') },
	});
});

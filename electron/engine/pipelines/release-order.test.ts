import { expect, test } from 'vitest';
import type { Gate } from '../../../shared/domain/gates/model.ts';
import { coverageGate, pipelineConfig } from '../testing/test-pipeline-config.ts';
import { coverage, passedTests } from '../testing/test-pipeline-fakes.ts';
import { createWorld, giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';

const sha = (number: number) => String(number).padStart(40, '0');
const notLess: Gate = { ...coverageGate, rule: { kind: 'coverage', of: 'lines', atLeast: 0.5, failOnDecrease: true } };

function room() {
	const world = createWorld();
	const config = pipelineConfig({
		gates: [notLess],
		version: { kind: 'file', path: 'package.json', field: 'version' },
	});
	return openPipelineRoom({ pipeline: { config, runner: world.runner, git: world.git } }, world);
}

test('an old commit that is run again is not the newest release: what comes next is held against that', async () => {
	const open = await room();
	const commits = [
		[1, 600],
		[2, 900],
		[1, 600],
		[3, 700],
	] as const;
	for (const [index, [number, covered]] of commits.entries()) {
		open.collector.set(String(index + 1), [passedTests, coverage(covered)]);
		pass(open.runner, giveRun(open.runner, { commit: { sha: sha(number) } }));
		await open.clock.advance(2_000);
		// The run of the old commit is let through for once, as it is only about what follows from it.
		if (index !== 2) continue;
		const until = open.clock.now() + 3_600_000;
		const said = { service: 'shop', gate: 'Coverage', runId: 'shop:3', reason: 'An old one', until };
		const waived = open.pipelines.api.waive({ ...said, idempotencyKey: 'waive-old-1' }, { name: 'Ada', mayAct: true });
		expect(await open.during(waived)).toMatchObject({ ok: true });
		await open.clock.advance(2_000);
	}
	expect(open.pipeline().releases.map(({ runId }) => runId)).toEqual(['shop:2', 'shop:1']);
	const gates = (await open.detail())?.stages[0]?.gateResults ?? [];
	expect(gates.find(({ gate }) => gate === 'Coverage')).toMatchObject({
		outcome: 'failed',
		trend: { before: { value: 0.9 } },
	});
});

test('a slow run whose release comes after that of a younger one is not what the next is counted from', async () => {
	const open = await room();
	const [slow, quick] = [4, 6].map((number) => giveRun(open.runner, { commit: { sha: sha(number) } }));
	for (const [id, covered] of [
		[slow, 600],
		[quick, 900],
	] as const) {
		open.collector.set(id ?? '', [passedTests, coverage(covered)]);
	}
	await open.clock.advance(2_000);
	pass(open.runner, quick ?? '');
	await open.clock.advance(2_000);
	pass(open.runner, slow ?? '');
	await open.clock.advance(2_000);
	expect(open.pipeline().releases).toHaveLength(2);
	const next = giveRun(open.runner, { commit: { sha: sha(9) } });
	open.collector.set(next, [passedTests, coverage(950)]);
	pass(open.runner, next);
	await open.clock.advance(2_000);
	expect(open.pipeline().releases[0]).toMatchObject({ runId: 'shop:3', commitCount: 3 });
	const gates = (await open.detail())?.stages[0]?.gateResults ?? [];
	expect(gates.find(({ gate }) => gate === 'Coverage')?.trend?.before?.value).toBe(0.9);
});

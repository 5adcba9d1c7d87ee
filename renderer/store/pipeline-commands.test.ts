import { describe, expect, test } from 'vitest';
import { fail, type Problem } from '../../shared/domain/result.ts';
import { fakeConnection } from '../dev/fake-connection.ts';
import { createPipelineCommands } from './pipeline-commands.ts';

const run = { service: 'checkout', runId: 'checkout:412' };
const refusal = fail('gate-closed', 'It was refused.', 'Ask again later.');

function commands(refused = false) {
	const reported: Problem[] = [];
	const connection = fakeConnection(
		null,
		undefined,
		undefined,
		refused ? { cancel: async () => refusal, waive: async () => refusal } : {},
	);
	let keys = 0;
	const made = createPipelineCommands({
		client: connection.client,
		newKey: () => `key-${String(keys++)}`,
		report: (problem) => reported.push(problem),
	});
	return { made, asked: connection.asked, reported };
}

describe('commands on pipelines', () => {
	test('carry a fresh key for each click', async () => {
		const { made, asked } = commands();
		await made.start('checkout');
		await made.rerun(run, true);
		await made.cancel(run);
		await made.answer(run, 'release', false);
		expect(asked).toEqual([
			{
				what: 'pipelines.start',
				input: { service: 'checkout', branch: null, commit: null, inputs: {}, idempotencyKey: 'key-0' },
			},
			{ what: 'pipelines.rerun', input: { ...run, onlyFailed: true, idempotencyKey: 'key-1' } },
			{ what: 'pipelines.cancel', input: { ...run, idempotencyKey: 'key-2' } },
			{
				what: 'pipelines.answer',
				input: { ...run, jobId: 'release', approve: false, comment: '', idempotencyKey: 'key-3' },
			},
		]);
	});

	test('report a refused button, and hand back what a dialog asked', async () => {
		const { made, reported } = commands(true);
		expect((await made.cancel(run)).ok).toBe(false);
		expect(reported).toEqual([refusal.problem]);
		expect(await made.waive({ service: 'checkout', gate: 'Coverage', runId: null, reason: 'x', until: 1 })).toEqual(
			refusal,
		);
		expect(reported).toHaveLength(1);
	});
});

import { describe, expect, test } from 'vitest';
import { fail, type Problem } from '../../shared/domain/result.ts';
import { fakeConnection } from '../dev/fake-connection.ts';
import { fakeEnvironment } from '../dev/fake-environment.ts';
import { fakeFlight } from '../dev/fake-flight.ts';
import { createCommands } from './commands.ts';

function commands(refuse?: Problem) {
	const connection = fakeConnection(null);
	const reported: Problem[] = [];
	let keys = 0;
	const { client } = connection;
	const made = createCommands({
		client:
			refuse === undefined
				? client
				: { ...client, deployments: { ...client.deployments, pause: async () => ({ ok: false, problem: refuse }) } },
		newKey: () => `key-${++keys}`,
		report: (problem) => reported.push(problem),
	});
	return { made, reported, asked: connection.asked };
}

const view = fakeFlight(1_000_000, { service: 'checkout' });

describe('a command', () => {
	test.each([
		['promote', 'deployments.promote'],
		['promote-fully', 'deployments.promoteFully'],
		['pause', 'deployments.pause'],
		['resume', 'deployments.resume'],
		['retry', 'deployments.retry'],
		['roll-back', 'deployments.rollBack'],
	] as const)('%s asks %s with the revision that was on screen', async (command, what) => {
		const { made, asked } = commands();
		await made.run(view, command);
		expect(asked).toEqual([
			{
				what,
				input: { deploymentId: 'flight-checkout', expectedRevision: 14, idempotencyKey: 'key-1', reason: null },
			},
		]);
	});

	test('has a key of its own at each click', async () => {
		const { made, asked } = commands();
		await Promise.all([made.run(view, 'pause'), made.run(view, 'pause')]);
		expect(asked.map(({ input }) => input)).toMatchObject([{ idempotencyKey: 'key-1' }, { idempotencyKey: 'key-2' }]);
	});

	test('that is refused is reported and handed back', async () => {
		const { problem } = fail('stale', 'It has moved on.', 'Look again.');
		const { made, reported } = commands(problem);
		expect(await made.run(view, 'pause')).toEqual({ ok: false, problem });
		expect(reported).toEqual([problem]);
	});
});

test('a start names what the screen showed as standing', async () => {
	const { made, asked } = commands();
	await made.start(
		fakeEnvironment(0, { service: 'checkout', environment: 'staging', version: '2.3.1' }),
		'2.4.0',
		null,
	);
	expect(asked).toEqual([
		{
			what: 'deployments.start',
			input: {
				service: 'checkout',
				environment: 'staging',
				version: '2.4.0',
				strategy: null,
				expectedStanding: '2.3.1',
				idempotencyKey: 'key-1',
			},
		},
	]);
});

import { afterEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../shared/domain/result.ts';
import type { Caller } from '../../shared/rpc/api.ts';
import { callResult } from '../../shared/rpc/client.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import { createMemoryClient, type MemoryClient } from './memory-link.ts';
import { createFakeShell } from '../../shared/rpc/testing/fake-shell.ts';

const ada: Caller = { name: 'Ada', mayAct: true };
const onlooker: Caller = { name: 'Eve', mayAct: false };
const click = { deploymentId: 'd1', expectedRevision: 1, idempotencyKey: 'click-0001', reason: null };
const open: MemoryClient[] = [];

function setup(caller: Caller = ada) {
	const fake = createFakeApi();
	const logged: { readonly level: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
	const logger = {
		warn: (fields: Readonly<Record<string, unknown>>) => logged.push({ level: 'warn', fields }),
		error: (fields: Readonly<Record<string, unknown>>) => logged.push({ level: 'error', fields }),
	};
	const memory = createMemoryClient({ api: fake.api, caller, shell: createFakeShell().shell, logger });
	open.push(memory);
	return { ...fake, ...memory, logged };
}

afterEach(async () => {
	await Promise.all(open.splice(0).map((each) => each.close()));
});

describe('calls over the memory wire', () => {
	test('carry the validated input and the caller to the engine', async () => {
		const { client, calls } = setup();
		const result = await callResult(client.deployments.rollBack.mutate(click));
		expect(result).toEqual(ok({ deploymentId: 'd1', revision: 2, duplicate: false }));
		expect(calls).toEqual([{ name: 'rollBack', input: click, caller: ada }]);
	});

	test('fill in defaults before the engine sees them', async () => {
		const { client, calls } = setup();
		await callResult(client.history.list.query({}));
		expect(calls[0]?.input).toEqual({ service: null, environment: null, before: null, limit: 50 });
	});

	test('bring a failure back as the same problem, and keep its cause at home', async () => {
		const { client, answer, logged } = setup();
		const cause = new Error('socket /run/secret.sock said no');
		const refused = fail('target-refused', 'HAProxy refused.', 'Look at it.', {
			retryable: true,
			details: { share: 25 },
			cause,
		});
		answer(refused);
		const result = await callResult(client.deployments.promote.mutate(click));
		expect(result).toEqual({ ok: false, problem: refused.problem });
		expect(logged).toEqual([
			{ level: 'warn', fields: { err: cause, path: 'deployments.promote', code: 'target-refused' } },
		]);
	});

	test('name the field of an input that is not as expected', async () => {
		const { client, calls } = setup();
		const result = await callResult(client.deployments.rollBack.mutate({ ...click, expectedRevision: 0 }));
		expect(result).toMatchObject({
			ok: false,
			problem: { code: 'invalid-input', details: { field: 'expectedRevision' }, retryable: false },
		});
		expect(calls).toEqual([]);
	});

	test('tell nothing of an exception but that there was one, and log it whole', async () => {
		const { client, explode, logged } = setup();
		const bug = new TypeError('cannot read /home/ada/.secrets');
		explode(bug);
		const error: unknown = await client.deployments.rollBack.mutate(click).catch((caught: unknown) => caught);
		const result = await callResult(Promise.reject(error));
		expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
		expect(JSON.stringify(error)).not.toMatch(/ada|TypeError|stack/);
		expect(logged).toEqual([{ level: 'error', fields: { err: bug, path: 'deployments.rollBack' } }]);
	});

	test('have a name for what the host does not know', async () => {
		const { client } = setup();
		const unknown = Reflect.get(client.deployments, 'launchMissiles').mutate(click);
		expect(await callResult(unknown)).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
	});
});

describe('a caller that may only look', () => {
	test.each([
		[
			'deployments.start',
			{ service: 's', environment: 'e', version: '1', expectedStanding: null, idempotencyKey: 'click-0001' },
		],
		...['promote', 'promoteFully', 'pause', 'resume', 'retry', 'rollBack'].map(
			(name) => [`deployments.${name}`, click] as const,
		),
		['projects.open', { path: '/p' }],
		['projects.create', { path: '/p', source: '' }],
		['projects.reload', { projectId: 'p' }],
		['projects.close', { projectId: 'p' }],
		['connections.test', { connectionId: 'c' }],
		['sample.start', undefined],
		['sample.stop', undefined],
		['sample.setFault', { delayMs: 0, errorRate: 0, memory: 0 }],
		['notices.clear', undefined],
	] as const)('is refused %s', async (path, input) => {
		const { client, calls } = setup(onlooker);
		const [group = '', name = ''] = path.split('.');
		const result = await callResult(Reflect.get(Reflect.get(client, group), name).mutate(input));
		expect(result).toMatchObject({ ok: false, problem: { code: 'read-only' } });
		expect(calls).toEqual([]);
	});

	test('does not look into folders of this machine', async () => {
		const { client } = setup(onlooker);
		expect(await callResult(client.projects.draft.query({ path: '/p' }))).toMatchObject({
			problem: { code: 'read-only' },
		});
	});

	test('may read', async () => {
		const { client } = setup(onlooker);
		expect(await callResult(client.history.list.query({}))).toEqual(ok([]));
	});
});

describe('watching the room', () => {
	test('starts with a snapshot and goes on with every patch once, across cuts', async () => {
		const { client, publish, cut, watchers } = setup();
		const seen: string[] = [];
		const subscription = client.room.watch.subscribe(undefined, {
			onData: ({ data }) => seen.push(`${data.kind} ${data.number}`),
		});
		await eventually(() => seen.length === 1, 'the snapshot');
		for (let round = 0; round < 5; round++) {
			publish();
			publish();
			// The first of them may be on the wire, arrived or not sent yet: each is resumed rightly.
			if (round % 2 === 0) await eventually(() => seen.at(-1) === `patch ${round * 4 + 2}`, 'the patches');
			cut();
			publish([]);
			publish([]);
			await eventually(() => watchers() === 1, 'the next watcher');
			await eventually(() => Number(seen.at(-1)?.split(' ')[1]) === (round + 1) * 4, 'the missed patches');
		}
		expect(seen).toEqual(['snapshot 0', ...Array.from({ length: 20 }, (_, index) => `patch ${index + 1}`)]);
		subscription.unsubscribe();
		await eventually(() => watchers() === 0, 'the watcher to leave');
	});

	test('resumes from the number the screen names', async () => {
		const { client, publish } = setup();
		for (let count = 0; count < 4; count++) publish();
		const seen: number[] = [];
		client.room.watch.subscribe({ lastEventId: '2' }, { onData: ({ data }) => seen.push(data.number) });
		await eventually(() => seen.length === 2, 'the patches');
		expect(seen).toEqual([3, 4]);
	});
});

test('a command in flight when the connection is cut fails as disconnected, never silently', async () => {
	const { client, cut, api } = setup();
	let isAsked = false;
	Object.assign(api.deployments, {
		promote: () => {
			isAsked = true;
			return new Promise(() => {});
		},
	});
	const pending = callResult(client.deployments.promote.mutate(click));
	await eventually(() => isAsked, 'the call');
	cut();
	expect(await pending).toMatchObject({ ok: false, problem: { code: 'disconnected', retryable: true } });
});

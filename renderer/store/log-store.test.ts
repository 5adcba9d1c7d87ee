import { describe, expect, test } from 'vitest';
import type { LogMessage } from '../../shared/rpc/pipeline-views.ts';
import { createFakePipelines } from '../../shared/rpc/testing/fake-pipelines.ts';
import type { ControlRoomClient } from './connection.ts';
import { createLogStore } from './log-store.ts';

function message(fromByte: number, text: string, more: Partial<LogMessage> = {}): LogMessage {
	return { number: fromByte + text.length, fromByte, text, isComplete: false, gap: null, problem: null, ...more };
}

/** A client whose streams are scripted one after the other; `cut` ends one as a lost connection would. */
function logOf(...streams: readonly (readonly (LogMessage | 'cut')[])[]) {
	const asked: number[] = [];
	let waits = 0;
	const client = {
		pipelines: {
			...createFakePipelines(() => undefined),
			async *log({ fromByte }: { readonly fromByte: number }): AsyncGenerator<LogMessage> {
				const stream = streams[asked.length] ?? [];
				asked.push(fromByte);
				for (const each of stream) {
					if (each === 'cut') throw new Error('cut');
					yield each;
				}
			},
		},
	} as unknown as Pick<ControlRoomClient, 'pipelines'>;
	const ended = Promise.withResolvers<void>();
	const log = createLogStore({
		client,
		job: { service: 'shop', runId: 'shop:1', jobId: 'unit' },
		wait: async () => {
			waits += 1;
			if (waits >= streams.length) ended.resolve();
		},
		schedule: (flush) => {
			queueMicrotask(flush);
			return () => undefined;
		},
	});
	log.store.subscribe(({ status }) => {
		if (status === 'done') ended.resolve();
	});
	return { log, asked, ended: ended.promise };
}

describe('the log of a job', () => {
	test('is what its pieces say, until it is complete', async () => {
		const { log, ended } = logOf([
			message(0, 'one\ntw'),
			message(6, 'o\n', { isComplete: true, gap: 'cut at 200 MB' }),
		]);
		log.start();
		await ended;
		expect(log.buffer.text()).toBe('one\ntwo\n');
		expect(log.store.getState()).toEqual({ status: 'done', lines: 2, gap: 'cut at 200 MB', problem: null });
	});

	test('goes on after a cut where it was, and takes nothing twice', async () => {
		const { log, asked, ended } = logOf(
			[message(0, 'one\n'), 'cut'],
			[message(0, 'one\n'), message(4, 'two\n', { isComplete: true })],
		);
		log.start();
		await ended;
		expect(asked).toEqual([0, 4]);
		expect(log.buffer.text()).toBe('one\ntwo\n');
	});

	test('says why it cannot be read, and keeps what was read', async () => {
		const problem = {
			code: 'ci-unreachable',
			message: 'GitHub does not answer.',
			hint: 'Wait.',
			retryable: true,
		} as const;
		const { log, ended } = logOf([message(0, 'one\n'), message(4, '', { problem })]);
		const end = log.start();
		await ended;
		expect(log.store.getState()).toMatchObject({ status: 'reconnecting', lines: 1, problem });
		end();
	});
});

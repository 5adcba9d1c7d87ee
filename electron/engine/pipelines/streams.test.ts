import { expect, test } from 'vitest';
import type { LogMessage, RunMessage } from '../../../shared/rpc/pipeline-views.ts';
import { fail } from '../../../shared/domain/result.ts';
import { giveRun, openPipelineRoom, pass, type PipelineRoom } from '../testing/test-pipelines.ts';
import { messagesOf } from './log-stream.ts';

function collect<T>(stream: AsyncIterable<T>, into: T[]): Promise<void> {
	return (async () => {
		for await (const message of stream) into.push(message);
	})();
}

function follow(room: PipelineRoom, more: { readonly jobId?: string; readonly fromByte?: number } = {}) {
	const leaving = new AbortController();
	const messages: LogMessage[] = [];
	const input = { service: 'shop', runId: 'shop:1', jobId: '1', fromByte: 0, ...more };
	const done = collect(room.pipelines.api.log(input, leaving.signal), messages);
	const text = (): string => messages.map((message) => message.text).join('');
	return { messages, done, text, leave: () => leaving.abort() };
}

async function roomWithLog(): Promise<PipelineRoom> {
	const room = await openPipelineRoom();
	giveRun(room.runner);
	room.runner.setJob('1', 'build', { state: 'running' });
	room.runner.appendLog('1', 'build', 'one\n');
	await room.clock.advance(500);
	return room;
}

test('a log is told from its beginning, goes on as it grows, and ends when it is complete', async () => {
	const room = await roomWithLog();
	const log = follow(room);
	await room.clock.advance(100);
	expect(log.text()).toBe('one\n');
	room.runner.appendLog('1', 'build', 'two ü\n');
	await room.clock.advance(2_500);
	expect(log.text()).toBe('one\ntwo ü\n');
	room.runner.appendLog('1', 'build', 'three\n');
	room.runner.setJob('1', 'build', { state: 'passed' });
	await room.clock.advance(5_500);
	await log.done;
	expect(log.text()).toBe('one\ntwo ü\nthree\n');
	expect(log.messages.at(-1)).toMatchObject({ isComplete: true, number: 17 });
});

test('after a cut a log goes on from the byte that is known', async () => {
	const room = await roomWithLog();
	room.runner.setJob('1', 'build', { state: 'passed' });
	const log = follow(room, { fromByte: 2 });
	await room.clock.advance(100);
	await log.done;
	expect(log.messages).toEqual([{ number: 4, fromByte: 2, text: 'e\n', isComplete: true, gap: null, problem: null }]);
});

test('a silent log is asked ever less, and at most every five seconds', async () => {
	const room = await roomWithLog();
	const log = follow(room);
	await room.clock.advance(20_000);
	const before = room.runner.calls('readLog');
	await room.clock.advance(60_000);
	expect(room.runner.calls('readLog') - before).toBeLessThanOrEqual(12);
	expect(room.runner.calls('readLog') - before).toBeGreaterThanOrEqual(11);
	log.leave();
	await log.done;
	const asked = room.runner.calls('readLog');
	await room.clock.advance(60_000);
	expect(room.runner.calls('readLog')).toBe(asked);
});

test('a log that cannot be read just now says so once and goes on; one that is gone ends', async () => {
	const room = await roomWithLog();
	const away = fail('ci-unreachable', 'Memory does not answer.', 'Tried again.', { retryable: true });
	room.runner.faults.failNext('readLog', 3, away.problem);
	const log = follow(room);
	await room.clock.advance(20_000);
	expect(log.messages).toMatchObject([{ problem: { message: 'Memory does not answer.' } }, { text: 'one\n' }]);
	log.leave();
	await log.done;
	const gone = follow(room, { jobId: '99' });
	await room.clock.advance(100);
	await gone.done;
	expect(gone.messages).toMatchObject([{ problem: { code: 'not-found' } }]);
	const nowhere: LogMessage[] = [];
	const input = { service: 'shop', runId: 'shop:77', jobId: '1', fromByte: 0 };
	await collect(room.pipelines.api.log(input, new AbortController().signal), nowhere);
	expect(nowhere).toMatchObject([{ problem: { code: 'not-found' } }]);
});

test('a log ends with its project', async () => {
	const room = await roomWithLog();
	const log = follow(room);
	await room.clock.advance(1_000);
	await room.pipelines.close('p');
	await room.clock.advance(100);
	await log.done;
	expect(room.hub.state().services).toEqual({});
	expect(room.hub.state().connections).toEqual({});
});

test('a piece is cut into messages that no click has to wait for, never within a character', () => {
	const text = `${'a'.repeat(9)}\u{1f680}${'ü'.repeat(10)}`;
	const bytes = new TextEncoder().encode(text).byteLength;
	const piece = { text, fromByte: 100, nextByte: 100 + bytes, isComplete: true, gap: 'Its beginning is lost.' };
	const messages = messagesOf(piece, 10);
	expect(messages.map((message) => message.text).join('')).toBe(text);
	expect(messages.map(({ fromByte, number }) => [fromByte, number])).toEqual([
		[100, 109],
		[109, 129],
		[129, 133],
	]);
	expect(messages.map(({ isComplete }) => isComplete)).toEqual([false, false, true]);
	expect(messages.map(({ gap }) => gap)).toEqual(['Its beginning is lost.', null, null]);
});

test('a watched run is told whole after each change, at most four times a second', async () => {
	const room = await openPipelineRoom();
	const messages: RunMessage[] = [];
	const leaving = new AbortController();
	const done = collect(room.pipelines.api.watchRun({ service: 'shop', runId: null }, leaving.signal), messages);
	await room.clock.advance(300);
	expect(messages).toMatchObject([{ detail: null }]);
	const id = giveRun(room.runner);
	room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(300);
	const before = messages.length;
	for (let step = 0; step < 40; step += 1) {
		room.runner.setJob(id, 'build', { note: `step ${step}` });
		await room.clock.advance(50);
	}
	await room.clock.advance(500);
	expect(messages.length - before).toBeLessThanOrEqual(10);
	expect(messages.at(-1)?.detail?.stages[0]?.jobList[0]?.note).toBe('step 39');
	const numbers = messages.map(({ number }) => number);
	expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
	leaving.abort();
	await done;
});

test('a slow reader gets the newest only, and nothing piles up behind it', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner);
	room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(500);
	const leaving = new AbortController();
	const stream = room.pipelines.api
		.watchRun({ service: 'shop', runId: 'shop:1' }, leaving.signal)
		[Symbol.asyncIterator]();
	const first = stream.next();
	await room.clock.advance(300);
	await first;
	for (let step = 0; step < 20; step += 1) {
		room.runner.setJob(id, 'build', { note: `step ${step}` });
		await room.clock.advance(300);
	}
	const next = stream.next();
	await room.clock.advance(300);
	expect((await next).value?.detail?.stages[0]?.jobList[0]?.note).toBe('step 19');
	leaving.abort();
	await stream.return?.();
});

test('closing ends every watcher, timer and question', async () => {
	const room = await openPipelineRoom();
	pass(room.runner, giveRun(room.runner));
	const messages: RunMessage[] = [];
	const done = collect(
		room.pipelines.api.watchRun({ service: 'shop', runId: null }, new AbortController().signal),
		messages,
	);
	await room.clock.advance(2_000);
	await room.pipelines.stop();
	await room.clock.advance(120_000);
	await done;
	const asked = room.runner.calls('listRuns');
	await room.clock.advance(600_000);
	expect(room.runner.calls('listRuns')).toBe(asked);
	expect(room.clock.pending()).toBe(0);
});

import { expect, test } from 'vitest';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import type { RunMessage } from '../../shared/rpc/pipeline-views.ts';
import { fakeConnection } from '../dev/fake-connection.ts';
import { fakeRunDetail } from '../dev/fake-pipelines-run.ts';
import { createRunStore } from './run-store.ts';
import { type StreamSink, streamOf } from './stream.ts';

const detail = fakeRunDetail(1e12, 'checkout', 'running');

function open(runId: string | null = null) {
	const sinks: StreamSink<RunMessage>[] = [];
	const asked: unknown[] = [];
	const { client } = fakeConnection(null, undefined, undefined, {
		watchRun: (input, signal) =>
			streamOf(signal, (sink) => {
				asked.push(input);
				sinks.push(sink);
				return { unsubscribe() {} };
			}),
	});
	const run = createRunStore({ client, service: 'checkout', runId, now: () => 7, wait: async () => {} });
	return { run, sinks, asked, stop: run.start(), state: () => run.store.getState() };
}

test('shows each message whole, and keeps what did not change', async () => {
	const { sinks, asked, state, stop } = open();
	await eventually(() => sinks.length === 1, 'the question');
	expect(asked).toEqual([{ service: 'checkout', runId: null }]);
	sinks[0]?.push({ number: 1, detail });
	await eventually(() => state().status === 'live', 'the run');
	expect(state().lastKnownAt).toBe(7);
	const before = state().detail;
	sinks[0]?.push({ number: 9, detail: { ...structuredClone(detail), asOf: 5 } });
	await eventually(() => state().detail?.asOf === 5, 'the second message');
	expect(state().detail?.stages).toBe(before?.stages);
	stop();
});

test('a cut keeps the last known run on screen, marked, and asks again', async () => {
	const { sinks, state, stop } = open('checkout:412');
	await eventually(() => sinks.length === 1, 'the question');
	sinks[0]?.push({ number: 1, detail });
	await eventually(() => state().status === 'live', 'the run');
	sinks[0]?.fail(new Error('cut'));
	await eventually(() => sinks.length === 2, 'the second question');
	expect(state()).toMatchObject({ status: 'reconnecting', detail: { run: { number: 412 } } });
	sinks[1]?.push({ number: 1, detail });
	await eventually(() => state().status === 'live', 'the run');
	stop();
});

test('a service without a run is known to have none; a stream that ends has no more to say', async () => {
	const { sinks, state, stop } = open();
	await eventually(() => sinks.length === 1, 'the question');
	sinks[0]?.push({ number: 1, detail: null });
	await eventually(() => state().status === 'live', 'the answer');
	expect(state().detail).toBeNull();
	sinks[0]?.end();
	await eventually(() => state().status === 'ended', 'the end');
	stop();
});

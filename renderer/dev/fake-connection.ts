/** A connection to nothing: it tells one room, then the messages that a test hands it. */
import { fakeDelivery } from './fake-delivery.ts';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { ShellApi } from '../../shared/rpc/shell-api.ts';
import type { RoomMessage, RoomState } from '../../shared/rpc/views.ts';
import type { ControlRoomClient, LinkStatus, RoomConnection } from '../store/connection.ts';
import { fakeShell } from './fake-shell.ts';
import { type StreamSink, streamOf } from '../store/stream.ts';

export interface FakeConnection extends RoomConnection {
	/** Sends a message to whoever watches. */
	tell(message: RoomMessage): void;
	setStatus(status: LinkStatus): void;
	/** Cuts the streams, as a lost link does. */
	cut(): void;
	/** What was asked, in order: `deployments.rollBack` and its input. */
	readonly asked: readonly { readonly what: string; readonly input: unknown }[];
	/** `lastNumber` of each time the room was watched. */
	readonly watched: readonly (number | null)[];
}

const refusal = fail('not-found', 'This connection is a fake, so nothing was done.', 'Use a real one.');

const noEvidence: ControlRoomClient['evidence'] = {
	trail: async () => refusal,
	trial: async () => refusal,
	importAnalysis: async () => refusal,
};

/** A call that is noted with its input and gives the value. */
type Note = <T>(what: string, value: T) => (input?: unknown) => Promise<Result<T>>;

/** Makes a connection that first tells `room`, when there is one, and answers questions about evidence, pipelines and delivery as given. Commands are noted and succeed. */
export function fakeConnection(
	room: RoomState | null,
	evidence: ControlRoomClient['evidence'] = noEvidence,
	shell: ShellApi = fakeShell(),
	pipelines: Partial<ControlRoomClient['pipelines']> = {},
	delivery: Partial<ControlRoomClient['delivery']> = {},
): FakeConnection {
	let status: LinkStatus = { state: room === null ? 'connecting' : 'connected', since: 0, problem: null };
	const listeners = new Set<() => void>();
	const sinks = new Set<StreamSink<RoomMessage>>();
	const asked: { what: string; input: unknown }[] = [];
	const watched: (number | null)[] = [];
	const note: Note = (what, value) => async (input) => {
		asked.push({ what, input });
		return ok(value);
	};
	const commands = fakeCommands(note);
	const client: ControlRoomClient = {
		room: {
			watch: (lastNumber, signal) =>
				streamOf<RoomMessage>(signal, (sink) => {
					watched.push(lastNumber);
					sinks.add(sink);
					if (room !== null && lastNumber === null) sink.push({ kind: 'snapshot', number: 1, room });
					return { unsubscribe: () => sinks.delete(sink) };
				}),
		},
		...commands,
		pipelines: { ...commands.pipelines, ...pipelines },
		delivery: { ...commands.delivery, ...delivery },
		evidence,
		shell,
	};
	return {
		client,
		status: {
			get: () => status,
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		setStatus(next) {
			status = next;
			for (const listener of [...listeners]) listener();
		},
		tell: (message) => {
			for (const sink of [...sinks]) sink.push(message);
		},
		cut: () => {
			for (const sink of [...sinks]) sink.fail(new Error('cut'));
		},
		asked,
		watched,
	};
}

/** Everything that can be asked, but to watch the room. */
function fakeCommands(note: Note): Omit<ControlRoomClient, 'room' | 'evidence' | 'shell'> {
	const command = (name: string) =>
		note(`deployments.${name}`, { deploymentId: 'flight-checkout', revision: 15, duplicate: false });
	return {
		deployments: {
			start: command('start'),
			promote: command('promote'),
			promoteFully: command('promoteFully'),
			pause: command('pause'),
			resume: command('resume'),
			retry: command('retry'),
			rollBack: command('rollBack'),
			live: (_input, signal) => streamOf(signal, () => ({ unsubscribe() {} })),
		},
		pipelines: fakePipelines(note),
		delivery: fakeDelivery(note),
		history: { list: note('history.list', []), replay: async () => refusal },
		projects: {
			open: note('projects.open', { projectId: 'shop' }),
			draft: note('projects.draft', { file: '/home/ada/shop/signalbox.yaml', source: 'version: 1\n' }),
			create: note('projects.create', { projectId: 'shop' }),
			reload: note('projects.reload', { issues: [] }),
			close: note('projects.close', null),
			check: note('projects.check', { issues: [] }),
			schema: note('projects.schema', { jsonSchema: '{}' }),
		},
		connections: { test: note('connections.test', null) },
		sample: {
			start: note('sample.start', null),
			stop: note('sample.stop', null),
			setFault: note('sample.setFault', null),
			commit: note('sample.commit', { version: '2.6.1', commit: 'c0ffee1', runId: 'shop:1', duplicate: false }),
		},
		notices: { clear: note('notices.clear', null) },
	};
}

/** No service has a run yet; everything that is pressed is noted. */
function fakePipelines(note: Note): ControlRoomClient['pipelines'] {
	const done = (name: string) => note(`pipelines.${name}`, { duplicate: false });
	return {
		watchRun: (_input, signal) => streamOf(signal, () => ({ unsubscribe() {} })),
		log: (_input, signal) => streamOf(signal, () => ({ unsubscribe() {} })),
		runs: note('pipelines.runs', []),
		releases: note('pipelines.releases', []),
		release: async () => refusal,
		attachment: async () => refusal,
		lookAt: note('pipelines.lookAt', null),
		start: note('pipelines.start', { duplicate: false, runId: null }),
		rerun: done('rerun'),
		cancel: done('cancel'),
		answer: done('answer'),
		approve: done('approve'),
		waive: done('waive'),
		endWaiver: done('endWaiver'),
		liftFreeze: done('liftFreeze'),
		attach: async () => refusal,
	};
}

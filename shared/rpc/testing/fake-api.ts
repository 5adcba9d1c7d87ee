/** An engine that does nothing but answer, for tests of the wire and of the hosts. */
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Caller, CommandInput, CommandOutcome, EngineApi } from '../api.ts';
import type { RoomChange, RoomMessage, RoomState } from '../views.ts';
import { noDelivery } from '../delivery-views.ts';
import { createFakeDelivery } from './fake-delivery.ts';
import { createFakePipelines } from './fake-pipelines.ts';

export const emptyRoom: RoomState = {
	host: {
		kind: 'browser',
		version: '0.0.0',
		dataFolder: '/data',
		mayAct: true,
		actor: 'Ada',
		suggestedProject: null,
	},
	projects: {},
	services: {},
	environments: {},
	deployments: {},
	connections: {},
	needs: {},
	notices: {},
	factSources: {},
	delivery: noDelivery,
	sample: {
		state: 'stopped',
		fault: { delayMs: 0, errorRate: 0, memory: 0 },
		requestsPerSecond: null,
		url: null,
		problem: null,
		clockRate: 1,
		hasPipeline: false,
	},
};

/** What was asked of the fake, in order. */
export interface FakeCall {
	readonly name: string;
	readonly input: unknown;
	readonly caller: Caller | null;
}

export interface FakeApi {
	readonly api: EngineApi;
	readonly calls: FakeCall[];
	/** Sends a patch to every watcher and keeps it for those that come back. */
	publish(changes?: readonly RoomChange[]): number;
	/** What the next commands answer. */
	answer(result: Result<CommandOutcome>): void;
	/** Makes commands throw, as a bug would. */
	explode(error: Error): void;
	/** Subscriptions that are open now. */
	watchers(): number;
}

/** Makes a fake engine whose room holds patches from number 1 on. */
export function createFakeApi(room: RoomState = emptyRoom): FakeApi {
	const calls: FakeCall[] = [];
	const log: RoomMessage[] = [];
	const wakers = new Set<() => void>();
	let outcome: Result<CommandOutcome> = ok({ deploymentId: 'd1', revision: 2, duplicate: false });
	let bomb: Error | null = null;

	async function* watch(lastNumber: number | null, signal: AbortSignal): AsyncGenerator<RoomMessage> {
		let seen = lastNumber ?? log.length;
		if (lastNumber === null || lastNumber > log.length) {
			seen = log.length;
			yield { kind: 'snapshot', number: seen, room };
		}
		let wake = () => {};
		const nudge = () => wake();
		wakers.add(nudge);
		signal.addEventListener('abort', nudge);
		try {
			while (!signal.aborted) {
				const next = log[seen];
				if (next === undefined) {
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				} else {
					seen = next.number;
					yield next;
				}
			}
		} finally {
			wakers.delete(nudge);
		}
	}

	const command = (name: string) => async (input: CommandInput | object, caller: Caller) => {
		calls.push({ name, input, caller });
		if (bomb !== null) throw bomb;
		return outcome;
	};
	const done =
		(name: string) =>
		async (...args: readonly unknown[]): Promise<Result<null>> => {
			calls.push({ name, input: args.length > 1 ? args[0] : null, caller: null });
			return ok(null);
		};
	const api: EngineApi = {
		room: { watch },
		deployments: {
			start: command('start'),
			promote: command('promote'),
			promoteFully: command('promoteFully'),
			pause: command('pause'),
			resume: command('resume'),
			retry: command('retry'),
			rollBack: command('rollBack'),
			async *live() {
				yield {
					kind: 'patch',
					number: 1,
					points: [],
					readings: [],
					events: [],
				};
			},
		},
		delivery: createFakeDelivery((name, input, caller) => calls.push({ name, input, caller })),
		pipelines: createFakePipelines((name, input, caller) => calls.push({ name, input, caller })),
		history: {
			list: async (input) => {
				calls.push({ name: 'history.list', input, caller: null });
				return ok([]);
			},
			replay: async () => fail('not-found', 'There is no such deployment.', 'Look in the history.'),
		},
		evidence: {
			trail: async ({ deploymentId }) => ok({ deploymentId, policy: null, points: [], looks: 0 }),
			trial: async (input) => {
				calls.push({ name: 'evidence.trial', input, caller: null });
				return fail('not-found', 'There is no such deployment.', 'Look in the history.');
			},
			importAnalysis: async (input) => {
				calls.push({ name: 'evidence.importAnalysis', input, caller: null });
				return fail('unsupported', 'This is neither of both.', 'Paste an AnalysisTemplate or a canary configuration.');
			},
		},
		projects: {
			open: async (input, caller) => {
				calls.push({ name: 'projects.open', input, caller });
				return ok({ projectId: 'p1' });
			},
			draft: async ({ path }) => ok({ file: `${path}/signalbox.yaml`, source: 'version: 1\n' }),
			create: async (input, caller) => {
				calls.push({ name: 'projects.create', input, caller });
				return ok({ projectId: 'p1' });
			},
			reload: async () => ok({ issues: [] }),
			close: done('projects.close'),
			check: async () => ok({ issues: [] }),
			schema: async () => ok({ jsonSchema: '{}' }),
		},
		connections: { test: done('connections.test') },
		sample: {
			start: done('sample.start'),
			stop: done('sample.stop'),
			setFault: done('sample.setFault'),
			commit: async (input, caller) => {
				calls.push({ name: 'sample.commit', input, caller });
				return ok({ version: '2.6.1', commit: 'c0ffee1', runId: 'shop:1', duplicate: false });
			},
		},
		notices: { clear: done('notices.clear') },
	};
	return {
		api,
		calls,
		publish: (changes = []) => {
			const number = log.length + 1;
			log.push({ kind: 'patch', number, changes });
			for (const wake of wakers) wake();
			return number;
		},
		answer: (result) => {
			outcome = result;
		},
		explode: (error) => {
			bomb = error;
		},
		watchers: () => wakers.size,
	};
}

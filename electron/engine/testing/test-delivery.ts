/** Delivery metrics on a clock that stands still, with facts in memory and sources that tell what a test says. */
import { onTestFinished } from 'vitest';
import type { DeploymentFact } from '../../../shared/domain/delivery/facts.ts';
import { defaultDeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import { defaultTestPolicy } from '../../../shared/domain/tests/policy.ts';
import type { NoticeView, RoomState } from '../../../shared/rpc/views.ts';
import { createDelivery, type Delivery, type DeliveryPorts } from '../delivery/delivery.ts';
import type { DeliveryProject } from '../delivery/setup.ts';
import type { SyncedSource } from '../delivery/sync-loop.ts';
import type { FactBatch, FactSource, QuarantineWriter } from '../delivery-ports.ts';
import type { Retrospective } from '../retrospective/ports.ts';
import { createRoomHub } from '../room-hub.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import {
	createMemoryDecisionJournal,
	createMemoryDeliveryStore,
	type MemoryDeliveryStore,
} from './memory-delivery-store.ts';
import { emptyRoom } from './test-pipelines.ts';
import { quietLogger } from './test-room.ts';

export interface TestSource extends FactSource {
	/** Cursors that pulls began with. */
	readonly asked: (string | null)[];
	/** What the next pulls tell, batch by batch, after the cursor that they begin with: the batch's index. */
	batches: readonly (Result<readonly DeploymentFact[]> | 'wait')[];
	/** Lets a pull that waits go on. */
	release(): void;
	readonly isClosed: () => boolean;
}

export function deploymentFact(source: string, nativeId: string, more: Partial<DeploymentFact> = {}): DeploymentFact {
	return {
		...{ kind: 'deployment', source, nativeId, url: null, offsetMinutes: null, service: 'shop' },
		...{ environment: 'production', tier: 'production', version: nativeId, commit: null, startedAt: 1 },
		...{ firstTrafficAt: null, finishedAt: 2, outcome: 'succeeded', tookTraffic: null, isRollback: null },
		...{ takesBack: null, isHotfix: null, fixes: [], note: null, actor: null },
		...more,
	};
}

export function createTestSource(id: string): TestSource {
	let isClosed = false;
	let wake: () => void = () => undefined;
	const source: TestSource = {
		...{ id, kind: 'test', label: `Test ${id}`, tells: ['deployment'], asked: [], batches: [] },
		release: () => wake(),
		isClosed: () => isClosed,
		async *pull({ cursor }, signal) {
			source.asked.push(cursor);
			for (let at = Number(cursor ?? 0); at < source.batches.length; at += 1) {
				if (signal.aborted) return;
				const told = source.batches[at];
				if (told === 'wait') {
					await new Promise<void>((resolve) => {
						wake = resolve;
						signal.addEventListener('abort', () => resolve(), { once: true });
					});
					if (signal.aborted) return yield fail('cancelled', 'Stopped.', 'Go on.');
					continue;
				}
				if (told === undefined || !told.ok) return yield told ?? fail('internal', 'None.', 'None.');
				yield batchOf(told.value, at + 1, source.batches.length);
			}
		},
		async close() {
			isClosed = true;
		},
	};
	return source;
}

function batchOf(facts: readonly DeploymentFact[], done: number, total: number): Result<FactBatch> {
	return ok({ facts, cursor: String(done), progress: { done, total, noun: 'pages' }, coveredFrom: 1, leftOut: [] });
}

export function projectOf(sources: readonly FactSource[], more: Partial<DeliveryProject> = {}): DeliveryProject {
	return {
		...{ projectId: 'p', name: 'shop project', policy: defaultDeliveryPolicy, tests: defaultTestPolicy },
		...{ incidentsByHand: false, report: null, quarantine: null, practices: [] },
		services: [
			{
				...{ name: 'shop', owner: 'the shop team', repository: null, hasPaths: false, hasRuns: false, hasTests: false },
				environments: [{ name: 'production', tier: 'production' }],
			},
		],
		sources: sources.map(
			(source): SyncedSource => ({ projectId: 'p', source, host: source.id, everyMs: 300_000, backMs: 1_000 }),
		),
		...more,
	};
}

/** What was written for test runners, by file. */
export function createTestQuarantines(): QuarantineWriter & {
	readonly files: ReadonlyMap<string, readonly Quarantine[]>;
} {
	const files = new Map<string, readonly Quarantine[]>();
	return {
		files,
		async write(file, entries) {
			files.set(file, entries);
			return ok(null);
		},
	};
}

export interface TestDelivery {
	readonly clock: FakeClock;
	readonly store: MemoryDeliveryStore;
	readonly journal: ReturnType<typeof createMemoryDecisionJournal>;
	readonly delivery: Delivery;
	readonly room: () => RoomState;
	readonly notices: readonly Pick<NoticeView, 'title' | 'detail' | 'tone'>[];
	/** Lets a call run to its end on a clock that would otherwise stand still. */
	during<T>(call: Promise<T>): Promise<T>;
}

/** Kept over a restart. */
export type DeliveryWorld = Partial<Pick<TestDelivery, 'clock' | 'store' | 'journal'>> & {
	readonly onQuarantines?: (services: readonly string[]) => void;
};

const never = async () => fail('unsupported', 'No report is made in this test.', 'None.');
const noRetrospective: Retrospective = {
	...{
		maturity: never,
		maturityMonth: never,
		retrospective: never,
		exportReport: never,
		reportSchema: never,
		freezeReport: never,
	},
	...{ write: never, needs: () => [], open() {}, again() {}, close: async () => undefined },
};

export function openTestDelivery(world: DeliveryWorld = {}, ports: Partial<DeliveryPorts> = {}): TestDelivery {
	const { clock = createFakeClock(), store = createMemoryDeliveryStore() } = world;
	const journal = world.journal ?? createMemoryDecisionJournal();
	const hub = createRoomHub({ clock, initial: emptyRoom() });
	const notices: Pick<NoticeView, 'title' | 'detail' | 'tone'>[] = [];
	const delivery = createDelivery({
		...{ clock, logger: quietLogger, hub, pipelines: null, onNeeds: () => undefined },
		onQuarantines: world.onQuarantines ?? (() => undefined),
		desk: { notify: (draft) => void notices.push(draft) },
		journal: { journal: async () => ok([]), events: async () => ok([]), lastSeq: async () => ok(0) },
		ports: {
			...{ store: ok(store), journal, printer: null, files: null, sha256: () => '0'.repeat(64) },
			importSource: () => fail('unsupported', 'Nothing is imported in this test.', 'None.'),
			createRetrospective: () => noRetrospective,
			...ports,
		},
	});
	onTestFinished(async () => {
		const stopping = delivery.stop();
		await clock.advance(100);
		await stopping;
	});
	return {
		...{ clock, store, journal, delivery, notices, room: hub.state },
		async during(call) {
			await clock.advance(200);
			return call;
		},
	};
}

/** Facts for the tests of the store: whole with little said. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type {
	CommitFact,
	DeploymentFact,
	Fact,
	IncidentFact,
	PipelineRunFact,
	TestRunFact,
	TimelineEventFact,
} from '../../../shared/domain/delivery/facts.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { openDeliveryStore, type OpenDeliveryStore } from './open-delivery-store.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
/** 1 June 2026. */
export const june = Date.UTC(2026, 5, 1);

/** The value, or a test failure that says what the store said. */
export function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(`${result.problem.code}: ${result.problem.message}`, { cause: result.cause });
}

/** Path of a file of facts in a folder that goes when the test ends. */
export function temporaryFactsFile(): string {
	const folder = mkdtempSync(join(tmpdir(), 'signalbox-facts-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'delivery.db');
}

/** A store that is closed when the test ends. */
export async function openFacts(file = ':memory:'): Promise<OpenDeliveryStore> {
	const store = valueOf(await openDeliveryStore({ file, now: june }));
	onTestFinished(() => store.close());
	return store;
}

/** Keeps facts of one source. */
export async function tell(store: OpenDeliveryStore, source: string, facts: readonly Fact[], at = june) {
	return valueOf(await store.ingest({ source, facts, cursor: null, coveredFrom: 0, at }));
}

/** The hash of a commit by number. */
export function sha(number: number): string {
	return number.toString(16).padStart(40, '0');
}

export function deployment(nativeId: string, at: number, more: Partial<DeploymentFact> = {}): DeploymentFact {
	return {
		...{ kind: 'deployment', source: 'ci', nativeId, url: null, offsetMinutes: null, service: 'shop' },
		...{ environment: 'production', tier: 'production', version: nativeId, commit: null, startedAt: at - hour / 2 },
		...{ firstTrafficAt: null, finishedAt: at, outcome: 'succeeded', tookTraffic: true, isRollback: null },
		...{ takesBack: null, isHotfix: null, fixes: [], note: null, actor: null },
		...more,
	};
}

export function commit(number: number, authoredAt: number, more: Partial<CommitFact> = {}): CommitFact {
	return {
		...{ kind: 'commit', repository: 'shop', sha: sha(number), parents: number > 1 ? [sha(number - 1)] : [] },
		...{ authoredAt, committedAt: authoredAt + 1_000, authorOffsetMinutes: 0, authorName: 'Ada' },
		...{ authorEmail: 'ada@acme.example', subject: `commit ${number}`, reverts: [], touches: null },
		...more,
	};
}

export function incident(nativeId: string, startedAt: number, more: Partial<IncidentFact> = {}): IncidentFact {
	return {
		...{ kind: 'incident', source: 'pager', nativeId, url: null, offsetMinutes: null, title: `incident ${nativeId}` },
		...{ service: 'shop', sourceService: 'Shop', environment: null, severity: 'high', startedAt, detectedAt: null },
		...{ acknowledgedAt: null, resolvedAt: startedAt + hour, causedBy: [], isNotFromChange: false },
		...more,
	};
}

export function run(nativeId: string, at: number, more: Partial<PipelineRunFact> = {}): PipelineRunFact {
	return {
		...{ kind: 'pipeline-run', source: 'runs', nativeId, url: null, offsetMinutes: null, service: 'shop' },
		...{ workflow: 'main', branch: 'main', isDefaultBranch: true, commit: sha(1), attempt: 1, state: 'passed' },
		...{ createdAt: at - hour / 4, startedAt: at - hour / 5, finishedAt: at, waitedForPeopleMs: null },
		...more,
	};
}

export function testRun(nativeId: string, at: number, more: Partial<TestRunFact> = {}): TestRunFact {
	return {
		...{ kind: 'test-run', source: 'tests', nativeId, url: null, offsetMinutes: null, service: 'shop' },
		...{ runId: nativeId, attempt: 1, commit: sha(1), branch: 'main', isDefaultBranch: true, at, wallMs: 60_000 },
		results: [
			...[{ test: 'cart > adds', file: 'test/unit/cart.test.ts', group: 'unit', outcome: 'passed' } as const].map(
				(result) => ({ ...result, durationMs: 12, passedOnRetry: false }),
			),
			...[{ test: 'cart > pays', file: null, group: 'e2e', outcome: 'failed' } as const].map((result) => ({
				...result,
				durationMs: 0.25,
				passedOnRetry: true,
			})),
		],
		...more,
	};
}

export function event(nativeId: string, at: number, more: Partial<TimelineEventFact> = {}): TimelineEventFact {
	return {
		...{ kind: 'timeline-event', source: 'flags', nativeId, url: null, offsetMinutes: null, type: 'flag' },
		...{ service: 'shop', environment: 'production', at, endedAt: null, title: `event ${nativeId}`, actor: null },
		...more,
	};
}

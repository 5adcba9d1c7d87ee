import { describe, expect, test } from 'vitest';
import type { CollectedEvidence } from '../../shared/domain/gates/evidence.ts';
import type { Waiver } from '../../shared/domain/gates/model.ts';
import type { Approval, FreezeLift } from '../../shared/domain/pipeline/decisions.ts';
import type { PipelineRun, ReleaseRecord } from '../../shared/domain/pipeline/model.ts';
import type { Actor } from '../../shared/domain/release.ts';
import type { PipelineFact } from '../engine/pipeline-ports.ts';
import type { OpenStore } from './open-store.ts';
import { openSqlite } from './sqlite.ts';
import { appendOf, codeOf, createdEvent, openForTest, temporaryFile, valueOf } from './test-support.ts';

const ada: Actor = { kind: 'person', name: 'Ada' };
const hour = 3_600_000;

function record(store: OpenStore, fact: PipelineFact, idempotencyKey: string | null = null, service = 'shop') {
	return store.recordPipelineFact({ service, fact, actor: ada, at: 1_000, idempotencyKey });
}

function approval(id: string, runId: string): Approval {
	const decided = { decision: 'approved', by: ada, at: 1_000, reason: null, answers: [] } as const;
	return { id, service: 'shop', runId, stage: 'user-acceptance', ...decided };
}

function waiver(id: string, until: number): Waiver {
	return { id, service: 'shop', gate: 'Coverage', runId: null, by: ada, at: 1_000, until, reason: 'the tool is down' };
}

function lift(id: string, until: number): FreezeLift {
	const why = { by: ada, at: 1_000, until, reason: 'a fix for users' };
	return { id, freeze: 'weekend', service: 'shop', environment: 'production', ...why };
}

function release(version: string, commit = 'a'.repeat(40)): ReleaseRecord {
	return {
		...{ service: 'shop', version, commit, branch: 'main', runId: 'shop:1', attempt: 1, madeAt: 2_000, previous: null },
		...{ commits: [], commitCount: 0, commitsNote: null, authors: [], artifacts: [], oldestCommitAt: null },
	};
}

function run(number: number, state: PipelineRun['state'] = 'passed'): PipelineRun {
	const commit = { sha: 'b'.repeat(40), subject: 'x', author: null, authoredAt: null, committedAt: null, parents: [] };
	return {
		...{ id: `shop:${number}`, service: 'shop', runner: 'memory', nativeId: String(number), number, attempt: 1 },
		...{ commit, branch: 'main', trigger: 'push', startedBy: null, url: null, state, createdAt: number * 1_000 },
		...{ startedAt: null, finishedAt: null, jobs: [], jobsKnown: true },
	};
}

describe('facts of pipelines', () => {
	test('are decided once for each click, and read back as long as they matter', async () => {
		const store = await openForTest();
		const first = valueOf(await record(store, { type: 'approval', approval: approval('a1', 'shop:1') }, 'click-0001'));
		expect(first.duplicate).toBe(false);
		expect(
			valueOf(await record(store, { type: 'approval', approval: approval('a1', 'shop:1') }, 'click-0001')),
		).toEqual({
			seq: first.seq,
			duplicate: true,
		});
		valueOf(await record(store, { type: 'approval', approval: approval('a2', 'shop:2') }));
		valueOf(await record(store, { type: 'waiver', waiver: waiver('w1', hour) }));
		valueOf(await record(store, { type: 'waiver', waiver: waiver('w2', 2 * hour) }));
		valueOf(await record(store, { type: 'waiver', waiver: waiver('w3', 2 * hour) }));
		valueOf(await record(store, { type: 'waiver-ended', waiverId: 'w3', reason: 'mended' }));
		valueOf(await record(store, { type: 'freeze-lift', lift: lift('l1', 2 * hour) }));
		const asked = { service: 'shop', runIds: ['shop:1'], now: hour };
		expect(valueOf(await store.pipelineDecisions(asked))).toEqual({
			approvals: [approval('a1', 'shop:1')],
			waivers: [waiver('w2', 2 * hour)],
			lifts: [lift('l1', 2 * hour)],
		});
		expect(valueOf(await store.pipelineDecisions({ ...asked, service: 'other' }))).toEqual({
			approvals: [],
			waivers: [],
			lifts: [],
		});
		const entries = valueOf(await store.journal({ stream: 'pipeline:shop', limit: 100 }));
		expect(entries.map(({ type }) => type)).toEqual([
			...['approval', 'approval', 'waiver', 'waiver', 'waiver', 'waiver-ended', 'freeze-lift'],
		]);
		expect(valueOf(await store.verify())).toEqual({ entries: 7 });
	});

	test('a key of a pipeline is no command of a deployment', async () => {
		const store = await openForTest();
		const command = { type: 'run-command', command: 'cancel', runId: 'shop:1', detail: null } as const;
		valueOf(await record(store, command, 'click-0002'));
		expect(valueOf(await store.findCommand('click-0002'))).toBeNull();
	});

	test('a version is released once; nothing of a second try is written', async () => {
		const store = await openForTest();
		valueOf(await record(store, { type: 'release-made', release: release('2.4.0') }));
		expect(codeOf(await record(store, { type: 'release-made', release: release('2.4.0', 'c'.repeat(40)) }))).toBe(
			'stale',
		);
		valueOf(await record(store, { type: 'release-made', release: release('2.4.0') }, null, 'other'));
		expect(valueOf(await store.release({ service: 'shop', version: '2.4.0' }))).toEqual(release('2.4.0'));
		expect(valueOf(await store.release({ service: 'shop', version: '9' }))).toBeNull();
		expect(valueOf(await store.verify())).toEqual({ entries: 2 });
	});

	test('releases are paged by their place in the journal', async () => {
		const store = await openForTest();
		for (const version of ['1', '2', '3'])
			valueOf(await record(store, { type: 'release-made', release: release(version) }));
		const newest = valueOf(await store.releases({ service: 'shop', limit: 2 }));
		expect(newest.map(({ release: each }) => each.version)).toEqual(['3', '2']);
		const before = newest.at(-1)?.position ?? 0;
		const older = valueOf(await store.releases({ service: 'shop', before, limit: 2 }));
		expect(older.map(({ release: each }) => each.version)).toEqual(['1']);
	});

	test('can be made again from the journal', async () => {
		const file = temporaryFile();
		const store = await openForTest(file);
		valueOf(await store.append(appendOf('d1', null, [createdEvent('d1')])));
		valueOf(await record(store, { type: 'release-made', release: release('2.4.0') }));
		valueOf(await record(store, { type: 'waiver', waiver: waiver('w1', hour) }));
		valueOf(await record(store, { type: 'waiver', waiver: waiver('w2', hour) }));
		valueOf(await record(store, { type: 'waiver-ended', waiverId: 'w2', reason: 'mended' }));
		const sqlite = openSqlite(file, 'normal');
		sqlite.raw.exec('delete from releases; delete from pipeline_decisions');
		sqlite.close();
		const row = valueOf(await store.deployment('d1'));
		if (row === null) throw new Error('the deployment is missing');
		valueOf(await store.rebuildProjections(() => row.deployment));
		expect(valueOf(await store.release({ service: 'shop', version: '2.4.0' }))).toEqual(release('2.4.0'));
		const { waivers } = valueOf(await store.pipelineDecisions({ service: 'shop', runIds: [], now: 0 }));
		expect(waivers.map(({ id }) => id)).toEqual(['w1']);
	});

	test('a decision that was tampered with is refused, not believed', async () => {
		const file = temporaryFile();
		const store = await openForTest(file);
		valueOf(await record(store, { type: 'waiver', waiver: waiver('w1', hour) }));
		const sqlite = openSqlite(file, 'normal');
		sqlite.raw.exec(`update pipeline_decisions set body = '{"id":"w1"}'`);
		sqlite.close();
		expect(codeOf(await store.pipelineDecisions({ service: 'shop', runIds: [], now: 0 }))).toBe('store-corrupt');
	});
});

describe('what hosts told', () => {
	test('is the newest telling of each run, newest run first, and outlives the process', async () => {
		const file = temporaryFile();
		const first = await openForTest(file);
		valueOf(await first.saveRuns([run(1), run(2, 'running')]));
		valueOf(await first.saveRuns([run(2), run(3, 'queued')]));
		await first.close();
		const store = await openForTest(file);
		const ids = (runs: readonly PipelineRun[]) => runs.map(({ id, state }) => `${id} ${state}`);
		const newest = valueOf(await store.runs({ service: 'shop', limit: 2 }));
		expect(ids(newest)).toEqual(['shop:3 queued', 'shop:2 passed']);
		expect(ids(valueOf(await store.runs({ service: 'shop', before: 2_000, limit: 2 })))).toEqual(['shop:1 passed']);
		expect(valueOf(await store.run('shop:2'))).toEqual(run(2));
		expect(valueOf(await store.run('shop:9'))).toBeNull();
	});

	test('no run is lost between two pages, also when several began in the same second', async () => {
		const store = await openForTest();
		const together = [run(1), run(2), run(3), run(4)].map((each, index) => ({
			...each,
			createdAt: index === 0 ? 1_000 : 2_000,
		}));
		valueOf(await store.saveRuns(together));
		const first = valueOf(await store.runs({ service: 'shop', limit: 2 }));
		const second = valueOf(await store.runs({ service: 'shop', limit: 2, before: first.at(-1)?.createdAt ?? 0 }));
		expect([...first, ...second].map(({ id }) => id)).toEqual(['shop:4', 'shop:3', 'shop:2', 'shop:1']);
		expect(valueOf(await store.runs({ service: 'shop', limit: 0 }))).toEqual([]);
	});

	test('evidence is kept for each try', async () => {
		const store = await openForTest();
		const collected: CollectedEvidence = {
			evidence: [],
			problems: [{ source: 'coverage', file: null, message: 'No file matches coverage/lcov.info.' }],
		};
		valueOf(await store.saveEvidence({ runId: 'shop:1', attempt: 1, collected }));
		valueOf(await store.saveEvidence({ runId: 'shop:1', attempt: 2, collected: { evidence: [], problems: [] } }));
		expect(valueOf(await store.evidence({ runId: 'shop:1', attempt: 1 }))).toEqual(collected);
		expect(valueOf(await store.evidence({ runId: 'shop:1', attempt: 3 }))).toBeNull();
	});

	test('figures come oldest first, the newest of them', async () => {
		const store = await openForTest();
		for (const at of [1, 2, 3]) {
			const figures = { Coverage: at / 10, Complexity: null };
			valueOf(await store.saveGateFigures({ service: 'shop', runId: `shop:${at}`, at, figures }));
		}
		expect(valueOf(await store.gateFigures({ service: 'shop', limit: 2 })).map(({ at }) => at)).toEqual([2, 3]);
	});
});

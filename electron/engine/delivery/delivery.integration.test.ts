/** From the journal of a canary that was taken back to the rows behind the change fail rate, through the real store in its thread. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { analysing, succeed, targetState, tell, verdictOf } from '../../../shared/domain/deployment/fixture.ts';
import type { Story } from '../../../shared/domain/deployment/fixture.ts';
import { ok } from '../../../shared/domain/result.ts';
import { createImportSource } from '../../connectors/facts/file/source.ts';
import { type OpenStore, openStore } from '../../store/open-store.ts';
import { type DeliveryStoreInWorker, openDeliveryStoreInWorker } from '../../store/delivery/open-in-worker.ts';
import { realClock } from '../../testing/real-world.ts';
import { createRetrospective } from '../retrospective/retrospective.ts';
import { createEngine, type Engine } from '../engine.ts';
import { projectOf } from '../testing/test-delivery.ts';
import { caller, quietLogger } from '../testing/test-room.ts';

const workerFile = path.resolve(import.meta.dirname, '../../store/delivery/delivery-worker.ts');

interface World {
	readonly folder: string;
	readonly store: OpenStore;
	readonly facts: DeliveryStoreInWorker;
	readonly engine: Engine;
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; problem: { message: string } }): T {
	if (result.ok) return result.value;
	throw new Error(result.problem.message);
}

async function open(folder: string): Promise<World> {
	const holder = { label: 'test', host: 'here', pid: 1, startedAt: 0 };
	const processes = { look: () => ({ state: 'alive', mark: null }) as const };
	const store = valueOf(await openStore({ file: path.join(folder, 'signalbox.db'), holder, processes }));
	const facts = valueOf(
		await openDeliveryStoreInWorker({ workerFile, file: path.join(folder, 'delivery.db'), now: Date.now }),
	);
	const engine = createEngine({
		...{ store, clock: realClock, logger: quietLogger, newDeploymentId: () => 'unused' },
		host: {
			kind: 'browser',
			...{ version: '0', dataFolder: folder, mayAct: true, actor: 'Ada', suggestedProject: null },
		},
		sample: {
			state: 'stopped',
			fault: { delayMs: 0, errorRate: 0, memory: 0 },
			...{ requestsPerSecond: null, url: null, problem: null, clockRate: 1, hasPipeline: false },
		},
		delivery: {
			...{ store: ok(facts), journal: store, printer: null, files: null, createRetrospective },
			sha256: (text) => createHash('sha256').update(text).digest('hex'),
			importSource: ({ id, name, format, from }) =>
				ok(
					createImportSource({
						id,
						name,
						format,
						from: from.kind === 'text' ? { text: from.text } : { path: from.path },
					}),
				),
		},
	});
	const view = { id: 'p', name: 'p', file: 'x', source: null, issues: [], loadedAt: 0, sample: false };
	const environments = [{ name: 'production', tier: 'production' }] as const;
	const service = { owner: null, repository: null, hasPaths: false, environments, hasRuns: false, hasTests: false };
	const services = [{ ...service, name: 'checkout' }];
	await engine.openProject(view, [], [], projectOf([], { services, incidentsByHand: true }));
	return { folder, store, facts, engine };
}

async function close({ engine, store }: World): Promise<void> {
	await engine.close();
	await store.close();
}

/** Writes a deployment's history as the runner would have. */
async function journal(store: OpenStore, { history, deployment }: Story): Promise<void> {
	const write = { deploymentId: deployment.id, expectedRevision: 0, events: history, deployment, environment: null };
	valueOf(await store.append({ ...write, idempotencyKey: null, isWayBack: false, fence: 0 }));
}

const hour = 3_600_000;

/** A canary that users met and that was taken back, an hour ago. */
function takenBack(now: number): Story {
	const met = analysing();
	const verdict = tell(met, { type: 'verdict', stepIndex: 3, verdict: verdictOf('unhealthy', 6) }, 6);
	const done = succeed(succeed(verdict, 7 * 60_000, targetState({ blue: 100, green: 0 })), 8 * 60_000);
	const from = now - hour;
	return {
		...done,
		history: done.history.map((recorded) => ({ ...recorded, at: recorded.at + from })),
	};
}

async function until<T>(ask: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
	const end = Date.now() + 20_000;
	while (true) {
		const value = await ask();
		if (isSo(value) || Date.now() > end) return value;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

it('tells a canary that was taken back, goes on after a crash, and imports what is whole', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-delivery-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const now = Date.now();
	const today = new Date(now).toISOString().slice(0, 10);
	const tomorrow = new Date(now + 24 * hour).toISOString().slice(0, 10);
	const lastYear = new Date(now - 300 * 24 * hour).toISOString().slice(0, 10);
	const query: Parameters<Engine['delivery']['metrics']>[0] = {
		scope: { services: ['checkout'], group: null, environments: [] },
		period: { from: lastYear, to: tomorrow },
		...{ compareWith: null, bucket: 'month', withBots: false },
	};

	const first = await open(folder);
	await journal(first.store, takenBack(now));
	valueOf(await first.engine.delivery.sync({ source: 'journal' }, caller));
	const failRate = async ({ engine }: World) =>
		valueOf(await engine.delivery.metrics(query)).dora.find(({ metric }) => metric === 'change-fail-rate');
	const told = await until(
		() => failRate(first),
		(answer) => answer?.state === 'measured',
	);
	expect(told).toMatchObject({ state: 'measured', value: 1, n: 1, of: 1 });
	const rows = valueOf(
		await first.engine.delivery.rows({ query, metric: 'change-fail-rate', show: 'all', cursor: null, limit: 10 }),
	);
	expect(rows.rows).toMatchObject([
		{ id: 'journal|d1', counts: true, detail: { standing: 'taken-back', version: '2.4.0' } },
	]);
	const csv = valueOf(
		await first.engine.delivery.rowsCsv({ query, metric: 'change-fail-rate', show: 'all', cursor: null }),
	);
	expect(csv.text.split('\r\n')).toHaveLength(3);

	// The thread of the facts dies in the middle of the day; the room goes on with another one.
	await first.facts.endThread();
	expect(
		await until(
			() => failRate(first).catch(() => undefined),
			(answer) => answer !== undefined,
		),
	).toMatchObject({ n: 1 });

	const text = `kind,id,service,version,startedAt,finishedAt,outcome\ndeployment,a,checkout,2.3.0,${today}T00:00:00Z,${today}T00:00:01Z,succeeded\n`;
	const bring = (given: string, key: string) =>
		first.engine.delivery.import(
			{ name: 'old.csv', format: 'csv', from: { kind: 'text', text: given }, idempotencyKey: key },
			caller,
		);
	const broken = await bring(`${text}deployment,b,checkout,2.3.1,yesterday,,succeeded\n`, 'click-001');
	expect(broken).toMatchObject({
		ok: false,
		problem: { code: 'facts-rejected', message: expect.stringContaining('Line 3') },
	});
	expect((await failRate(first))?.of).toBe(1);
	const { source } = valueOf(await bring(text, 'click-002'));
	expect(source).toBe(`import:${today} old.csv`);
	expect((await failRate(first))?.of).toBe(2);
	await close(first);

	const second = await open(folder);
	expect(await failRate(second)).toMatchObject({ value: 0.5, n: 1, of: 2 });
	const sources = valueOf(await second.facts.sources());
	expect(sources.find((one) => one.source === 'journal')).toMatchObject({ counts: { deployment: 1 }, problem: null });
	valueOf(await second.engine.delivery.forget({ source }, caller));
	expect((await failRate(second))?.of).toBe(1);
	await close(second);
});

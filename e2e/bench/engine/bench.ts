/** What 200 canaries at once cost: CPU, delay of the event loop, and how long a click waits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createMemoryTarget } from '../../../electron/connectors/targets/memory/memory-target.ts';
import { startWebHost } from '../../../electron/web/server.ts';
import { benchLogger } from '../kit/bench-logger.ts';
import { type BenchEngine, benchSetup, openBenchEngine } from '../kit/bench-engine.ts';
import { diskNote } from '../kit/disk.ts';
import { healthySource } from '../kit/healthy-source.ts';
import { type Helper, startHelper } from '../kit/helper.ts';
import { percentile } from '../kit/percentile.ts';
import { type BenchReport, ms, round } from '../kit/report.ts';
import { benchCaller, type BenchClient, createBenchClient } from '../kit/rpc-client.ts';
import { endAll, expectOk, sleep, until } from '../kit/until.ts';
import type { BenchOptions } from '../run.ts';
import { createFakeShell } from '../../../shared/rpc/testing/fake-shell.ts';

const canaries = 200;
const commandEveryMs = 50;
/** The native timer behind the histogram; what it waits itself is no delay. */
const resolutionMs = 1;

/** With the word `unsynced` the journal is written without the sync of the disk, to see what that costs. */
export async function benchEngine({ quick, words }: BenchOptions): Promise<BenchReport> {
	const folder = await mkdtemp(path.join(tmpdir(), 'sb-bench-'));
	const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
	try {
		const room = await openBenchEngine(folder, { durability: words.includes('unsynced') ? 'normal' : 'full' });
		ends.push(room.close);
		await openCanaries(room);
		const screen = await watchFromOutside(room, ends);
		const client = createBenchClient(room.api);
		ends.push(() => client.close());
		await startAll(room, client);
		// Let the burst of 200 starts drain: it is no part of what is measured.
		await sleep(quick ? 1_000 : 5_000);
		const report = await measure({ room, client, screen, durationMs: quick ? 5_000 : 30_000 });
		return { ...report, notes: [...report.notes, await diskNote(folder)] };
	} finally {
		await endAll(ends);
	}
}

async function openCanaries({ clock, open }: BenchEngine): Promise<void> {
	const setups = Array.from({ length: canaries }, (_, index) => {
		const standing = { slot: 'blue', version: '1.0.0' } as const;
		const target = createMemoryTarget({ clock, label: `memory ${index}`, standing });
		const source = healthySource(clock, () => target.split());
		return benchSetup({
			...{ service: `service-${index}`, target, source, sampleIntervalMs: 1_000 },
			versions: ['2.0.0', '1.0.0'],
		});
	});
	await open(setups);
}

/** One open window, served as the browser host does; it reads in a process of its own. */
async function watchFromOutside({ api }: BenchEngine, ends: (() => Promise<unknown>)[]): Promise<Helper> {
	const host = expectOk(
		await startWebHost({
			api,
			caller: benchCaller,
			shell: createFakeShell().shell,
			files: new Map(),
			logger: benchLogger,
			port: 0,
		}),
	);
	ends.push(host.close);
	const { origin, hash } = new URL(host.address);
	const screen = await startHelper(path.join(import.meta.dirname, 'screen.mjs'), [origin, hash.slice(1)]);
	ends.push(screen.end);
	return screen;
}

async function startAll({ engine }: BenchEngine, { client }: BenchClient): Promise<void> {
	await until('200 environments', 20_000, () =>
		Object.values(engine.state().environments).every(({ standing }) => standing !== null) ? true : null,
	);
	for (const { service, environment } of Object.values(engine.state().environments)) {
		await client.deployments.start.mutate({
			...{ service, environment, version: '2.0.0', strategy: 'canary', expectedStanding: '1.0.0' },
			idempotencyKey: crypto.randomUUID(),
		});
	}
	await until('200 canaries with users', 30_000, () => {
		const states = Object.values(engine.state().deployments).map(({ deployment }) => deployment.state);
		return states.length === canaries && states.every((state) => state === 'analysing') ? true : null;
	});
}

/** Clicks at a steady pace whatever became of the one before: pause, resume, and now and then promote. */
async function click({ engine }: BenchEngine, { client }: BenchClient, count: number): Promise<number> {
	const views = Object.values(engine.state().deployments);
	const { deployment } = views[Math.floor(count / 3) % views.length] ?? {};
	if (deployment === undefined) throw new Error('No deployment is there to be clicked on');
	const input = {
		...{ deploymentId: deployment.id, expectedRevision: deployment.revision, reason: null },
		idempotencyKey: crypto.randomUUID(),
	};
	const { pause, resume, promote } = client.deployments;
	const kind = deployment.state === 'paused' ? resume : count % 3 === 2 && deployment.stepIndex < 5 ? promote : pause;
	const from = performance.now();
	await kind.mutate(input);
	return performance.now() - from;
}

async function measure(parts: {
	readonly room: BenchEngine;
	readonly client: BenchClient;
	readonly screen: Helper;
	readonly durationMs: number;
}): Promise<BenchReport> {
	const { room, client, screen, durationMs } = parts;
	const delays = monitorEventLoopDelay({ resolution: resolutionMs });
	const took: number[] = [];
	let refused = 0;
	const clicks: Promise<void>[] = [];
	const bytesBefore = bytesOf(await screen.ask('counts'));
	const entriesBefore = expectOk(await room.store.lastSeq());
	const cpuBefore = process.cpuUsage();
	const from = performance.now();
	delays.enable();
	for (let count = 0; performance.now() - from < durationMs; count += 1) {
		clicks.push(
			click(room, client, count).then(
				(passed) => void took.push(passed),
				() => void (refused += 1),
			),
		);
		await sleep(Math.max(0, from + (count + 1) * commandEveryMs - performance.now()));
	}
	delays.disable();
	const passedMs = performance.now() - from;
	const cpu = process.cpuUsage(cpuBefore);
	await Promise.all(clicks);
	const bytes = bytesOf(await screen.ask('counts')) - bytesBefore;
	const entries = expectOk(await room.store.lastSeq()) - entriesBefore;
	const running = Object.values(room.engine.state().deployments).filter(
		({ deployment }) => deployment.state === 'analysing' || deployment.state === 'paused',
	).length;
	const cpuShare = (100 * (cpu.user + cpu.system)) / 1_000 / passedMs;
	const loop = (share: number) => Math.max(0, delays.percentile(share) / 1e6 - resolutionMs);
	const command = (share: number) => percentile(took, share);
	return {
		title: `engine: ${canaries} canaries in memory, a sample a second each, over ${round(passedMs / 1_000, 0)} s`,
		notes: [
			`${took.length} commands (${refused} refused), ${entries} journal entries in SQLite (WAL, FULL), ${running} canaries still run`,
			`one window open, which was sent ${round(bytes / 1_000 / (passedMs / 1_000), 0)} kB/s`,
		],
		rows: [
			{ what: 'CPU share of one core', value: `${round(cpuShare, 1)} %`, reach: '<= 30 %' },
			{ what: 'event loop delay p50', value: ms(loop(50)) },
			{ what: 'event loop delay p99', value: ms(loop(99)), reach: '<= 20 ms' },
			{ what: 'event loop delay, longest', value: ms(loop(100)) },
			{ what: 'command p50', value: ms(command(0.5)) },
			{ what: 'command p99', value: ms(command(0.99)), reach: '<= 10 ms' },
			{ what: 'command, longest', value: ms(command(1)) },
		],
		result: {
			cpu_pct: round(cpuShare, 1),
			loop_p99_ms: round(loop(99)),
			command_p99_ms: round(command(0.99)),
		},
	};
}

function bytesOf(answer: unknown): number {
	const bytes: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'bytes') : 0;
	return typeof bytes === 'number' ? bytes : 0;
}

/**
 * How long users still reach a canary after its rollback was asked for: from the command entering the RPC server to
 * the last request that the canary got, beside the same weights written to HAProxy's socket by hand.
 */
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createExec } from '../../../electron/connectors/exec.ts';
import { createHaproxyTarget } from '../../../electron/connectors/targets/haproxy/haproxy-target.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { findHaproxy, type HaproxyPeer, startHaproxy } from '../../peers/haproxy.ts';
import { benchLogger } from '../kit/bench-logger.ts';
import { type BenchEngine, benchSetup, openBenchEngine } from '../kit/bench-engine.ts';
import { diskNote } from '../kit/disk.ts';
import { healthySource } from '../kit/healthy-source.ts';
import { type Helper, startHelper } from '../kit/helper.ts';
import { percentile } from '../kit/percentile.ts';
import { type BenchReport, ms, round } from '../kit/report.ts';
import { type BenchClient, createBenchClient } from '../kit/rpc-client.ts';
import { endAll, sleep, until } from '../kit/until.ts';
import type { BenchOptions } from '../run.ts';
import { createStations, type Passage, type Stations } from './stations.ts';

const clientCount = 32;
const canaryWeight = 25;
/** The canary serves for this long before each measurement, and nothing is asked of it for as long after it. */
const settleMs = 150;
const versions = { blue: '1.0.0', green: '2.0.0' } as const;

interface Place {
	readonly peer: HaproxyPeer;
	readonly canary: Helper;
	readonly users: Helper;
	readonly room: BenchEngine;
	readonly screen: BenchClient;
	readonly stations: Stations;
}

/** One measurement, ms: to the last request at the canary, and to the start of that request at the user. */
interface Sample {
	readonly arrived: number;
	readonly started: number;
}

/** With the word `unsynced` the journal is written without the sync of the disk, to see what that costs. */
export async function benchRollback({ quick, words }: BenchOptions): Promise<BenchReport> {
	if (findHaproxy() === null) throw new Error('The rollback bench needs haproxy on PATH.');
	const times = quick ? 5 : 50;
	const folder = await mkdtemp(path.join(tmpdir(), 'sb-bench-'));
	const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
	try {
		const place = await openPlace(folder, ends, words.includes('unsynced') ? 'normal' : 'full');
		const before = await askUsers(place);
		const startedAt = performance.now();
		const ours: (Sample & { readonly passage: Passage })[] = [];
		const raw: Sample[] = [];
		for (let count = -2; count < times; count += 1) {
			const rolledBack = await measureRollback(place);
			const written = await measureRaw(place);
			// The first two are for warming up.
			if (count < 0) continue;
			ours.push(rolledBack);
			raw.push(written);
		}
		const after = await askUsers(place);
		const rate = (after.requests - before.requests) / ((performance.now() - startedAt) / 1_000);
		const report = reportOf({ times, ours, raw, rate, failed: after.failed });
		return { ...report, notes: [...report.notes, await diskNote(folder)] };
	} finally {
		await endAll(ends);
	}
}

async function openPlace(folder: string, ends: (() => Promise<void>)[], durability: 'full' | 'normal'): Promise<Place> {
	const peer = await startHaproxy({ backendLines: ['http-reuse always'] });
	ends.push(() => peer.dispose());
	const config = peer.config('socket', { deploy: null, retire: null });
	const startSlot = async (slot: 'blue' | 'green') => {
		const port = new URL(config.slots[slot][0]?.url ?? '').port;
		const helper = await startHelper(path.join(import.meta.dirname, 'slot.mjs'), [port, slot, versions[slot]]);
		ends.push(helper.end);
		return helper;
	};
	await startSlot('blue');
	const canary = await startSlot('green');
	await until('both slots up', 5_000, async () =>
		/,blue1?,.*,DOWN|,green1?,.*,DOWN/.test(await peer.raw('show stat shop 4 -1')) ? null : true,
	);
	await peer.raw(weights(100, 0));
	const port = new URL(peer.publicUrl).port;
	const users = await startHelper(path.join(import.meta.dirname, 'clients.mjs'), [port, String(clientCount)]);
	ends.push(users.end);

	const stations = createStations();
	const room = await openBenchEngine(folder, { watch: stations.watchStore, durability });
	ends.push(room.close);
	const { clock } = room;
	const deps = { clock, logger: benchLogger, exec: createExec(process.env), fetch };
	const target = stations.watchTarget(createHaproxyTarget(config, deps));
	const source = healthySource(clock, () => ({ blue: 100 - canaryWeight, green: canaryWeight }));
	const stages = [{ weight: canaryWeight, durationMs: 3_600_000 }];
	await room.open([
		benchSetup({
			...{ service: 'shop', target, source, stages },
			versions: [versions.green, versions.blue],
			sampleIntervalMs: 1_000,
		}),
	]);
	const screen = createBenchClient(room.api);
	ends.push(() => screen.close());
	const watching = screen.client.room.watch.subscribe(null, { onData: () => {} });
	ends.push(async () => watching.unsubscribe());
	return { peer, canary, users, room, screen, stations };
}

/** The commands that the target would send for this split, as somebody would type them. */
function weights(blue: number, green: number): string {
	const set = (server: string, weight: number) => `set server shop/${server} weight ${weight}`;
	const ready = green > 0 ? ['set server shop/green1 state ready'] : [];
	return ['set server shop/blue1 state ready', set('blue1', blue), ...ready, set('green1', green)].join(';');
}

function shown(room: BenchEngine, isSo: (view: DeploymentView) => boolean): DeploymentView | null {
	return Object.values(room.engine.state().deployments).find(isSo) ?? null;
}

async function measureRollback(place: Place): Promise<Sample & { readonly passage: Passage }> {
	const { room, screen, stations } = place;
	const standing = await until(
		'what stands',
		10_000,
		() => room.engine.state().environments['shop/production']?.standing ?? null,
	);
	const { deploymentId } = await screen.client.deployments.start.mutate({
		...{ service: 'shop', environment: 'production', version: versions.green, strategy: 'canary' },
		...{ expectedStanding: standing.version, idempotencyKey: crypto.randomUUID() },
	});
	const serving = await until('a canary with users', 20_000, () =>
		shown(room, ({ deployment }) => deployment.id === deploymentId && deployment.state === 'analysing'),
	);
	await sleep(settleMs + Math.random() * 20);
	const call = screen.client.deployments.rollBack.mutate({
		...{ deploymentId, expectedRevision: serving.deployment.revision },
		...{ idempotencyKey: crypto.randomUUID(), reason: null },
	});
	await call;
	const from = screen.lastSentAt();
	await sleep(settleMs);
	const passage = stations.since(from);
	const sample = await sampleSince(place, from);
	await until('the end of the rollback', 10_000, () =>
		shown(room, ({ deployment }) => deployment.id === deploymentId && deployment.state === 'rolled-back'),
	);
	return { ...sample, passage };
}

async function measureRaw(place: Place): Promise<Sample> {
	const { peer } = place;
	await peer.raw(weights(100 - canaryWeight, canaryWeight));
	await sleep(settleMs + Math.random() * 20);
	const from = await writeRaw(peer.socket, weights(100, 0));
	await sleep(settleMs);
	return sampleSince(place, from);
}

/**
 * Writes one line to the runtime socket, and tells when it began to. The connection is part of it: HAProxy closes it
 * after each line, so whoever wants to change weights has to connect first.
 */
function writeRaw(socketPath: string, line: string): Promise<bigint> {
	return new Promise((resolve, reject) => {
		const from = process.hrtime.bigint();
		const socket = connect({ path: socketPath });
		socket.write(`${line}\n`);
		socket.on('error', reject);
		socket.on('close', () => resolve(from));
		socket.resume();
	});
}

function field(answer: unknown, name: string): string {
	const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '0';
}

/** A last request before `from` means that no user reached the canary any more: 0. */
async function sampleSince({ canary, users }: Place, from: bigint): Promise<Sample> {
	const [slot, user] = await Promise.all([canary.ask('last'), users.ask('last')]);
	const since = (at: string) => Math.max(0, Number(BigInt(at) - from) / 1e6);
	return { arrived: since(field(slot, 'lastAt')), started: since(field(user, 'lastCanaryStart')) };
}

async function askUsers({ users }: Place): Promise<{ readonly requests: number; readonly failed: number }> {
	const answer = await users.ask('counts');
	return { requests: Number(field(answer, 'requests')), failed: Number(field(answer, 'failed')) };
}

function reportOf(facts: {
	readonly times: number;
	readonly ours: readonly (Sample & { readonly passage: Passage })[];
	readonly raw: readonly Sample[];
	readonly rate: number;
	readonly failed: number;
}): BenchReport {
	const of = (samples: readonly Sample[], what: keyof Sample, share: number) =>
		percentile(
			samples.map((sample) => sample[what]),
			share,
		);
	const line = (samples: readonly Sample[], what: keyof Sample) =>
		[0.5, 0.95, 1].map((share) => ms(of(samples, what, share))).join('  ');
	const passed = (what: keyof Passage) =>
		[0.5, 0.95, 1]
			.map((share) =>
				ms(
					percentile(
						facts.ours.map(({ passage }) => passage[what]),
						share,
					),
				),
			)
			.join('  ');
	const p95 = of(facts.ours, 'arrived', 0.95);
	const rawP95 = of(facts.raw, 'arrived', 0.95);
	return {
		title: 'rollback: from the command to the last request that reached the canary',
		notes: [
			`${clientCount} keep-alive clients through HAProxy, ${Math.round(facts.rate)} requests/s in all, canary at ${canaryWeight} %, ${facts.times} times each, by turns`,
			'p50, p95, longest',
		],
		rows: [
			{ what: 'Signalbox: arrival at the canary', value: line(facts.ours, 'arrived') },
			{ what: 'raw write: arrival at the canary', value: line(facts.raw, 'arrived') },
			{ what: 'Signalbox: start at the user', value: line(facts.ours, 'started') },
			{ what: 'raw write: start at the user', value: line(facts.raw, 'started') },
			{ what: 'on the way: at the journal', value: passed('reachedJournal') },
			{ what: 'on the way: written and synced', value: passed('leftJournal') },
			{ what: 'on the way: at the target', value: passed('reachedTarget') },
			{ what: 'on the way: read back from HAProxy', value: passed('leftTarget') },
			{ what: 'ratio of the p95', value: round(p95 / rawP95).toFixed(2), reach: '<= 2' },
			{ what: 'failed requests', value: String(facts.failed), reach: '0' },
		],
		result: {
			p50_ms: round(of(facts.ours, 'arrived', 0.5)),
			p95_ms: round(p95),
			raw_p50_ms: round(of(facts.raw, 'arrived', 0.5)),
			raw_p95_ms: round(rawP95),
			ratio_p95: round(p95 / rawP95),
			failed_requests: facts.failed,
		},
	};
}

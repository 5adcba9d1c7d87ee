/** What watching 300 pipelines on four hosts costs: questions a minute within the hosts' budgets, and how soon the board knows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { createMemoryRunner, type MemoryRunner } from '../../../electron/connectors/ci/memory/memory-runner.ts';
import type { PipelineRunner } from '../../../electron/engine/pipeline-ports.ts';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import type { ServiceSetup } from '../../../electron/engine/pipelines/setup.ts';
import { systemClock } from '../../../electron/host/system-clock.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { systemProcesses } from '../../../electron/store/processes.ts';
import { stageNames } from '../../../shared/domain/pipeline/model.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import { emptyRoom } from '../../../shared/rpc/testing/fake-api.ts';
import type { RoomChange } from '../../../shared/rpc/views.ts';
import { benchLogger } from '../kit/bench-logger.ts';
import { percentile } from '../kit/percentile.ts';
import { endAll, expectOk, sleep, until } from '../kit/until.ts';

const hostCount = 4;
const perHost = 75;
/** Rows of the board that fit on a screen. */
const visible = 30;
/** GitHub's budget of a token: requests an hour. */
const hourly = 5_000;
const hourMs = 3_600_000;

export interface ServiceCosts {
	readonly pollsPerMinute: number;
	/** The most that one host was asked, as a share of what its budget grants in that time. */
	readonly budgetShare: number;
	/** From the change on the host until the board has it, ms: half of them, most of them, all of them. */
	readonly patchMs: { readonly p50: number; readonly p95: number; readonly all: number };
}

interface Host {
	readonly runners: readonly MemoryRunner[];
}

function setupOf(service: string, runner: PipelineRunner): ServiceSetup {
	return {
		...{ projectId: 'bench', service, owner: null, repository: null, freezes: [], people: [], listed: [] },
		environments: [{ name: 'production', tier: 'production', requires: ['commit'] }],
		pipeline: {
			runner,
			git: null,
			config: {
				runner: { kind: 'local', jobs: [], parallel: 1, onPush: false, keepRuns: 1 },
				...{ branch: 'main', budgetMs: 1_800_000, evidence: [], paths: [] },
				version: { kind: 'template', template: '1.{run}.0' },
				stages: stageNames.map((name) => ({
					...{ name, budgetMs: null, gates: [], approval: null },
					jobPatterns: name === 'commit' ? ['*'] : [],
				})),
			},
		},
	};
}

/** One service in so many has a run in flight. */
const everyRunning = 15;

function pass(runner: MemoryRunner, run: string): void {
	for (const name of ['build', 'test']) runner.setJob(run, name, { state: 'passed' });
}

function makeHost(host: string, clock: ReturnType<typeof systemClock>): Host {
	const runners = Array.from({ length: perHost }, (_, index) =>
		createMemoryRunner({ clock, host, label: `${host} ${index}` }),
	);
	runners.forEach((runner, index) => {
		const run = runner.given({ jobs: [{ name: 'build' }, { name: 'test' }] });
		if (index % everyRunning !== 0) pass(runner, run);
	});
	return { runners };
}

const asked = ({ runners }: Host) =>
	runners.reduce((sum, runner) => sum + runner.calls('listRuns') + runner.calls('readRun'), 0);

/** Takes every question off the budget, as a host does that knows no 304. */
function spend(hosts: readonly Host[], resetsAt: number): void {
	for (const host of hosts) {
		const budget = { limit: hourly, remaining: hourly - asked(host), resetsAt };
		for (const runner of host.runners) runner.setBudget(budget);
	}
}

interface World {
	readonly engine: Engine;
	readonly hosts: readonly Host[];
	readonly services: readonly string[];
}

/** Opens 300 services on four hosts; `tells`: a host tells at once what changed, as this machine does, else it has to be asked. */
async function openServices(tells: boolean, ends: (() => Promise<unknown>)[]): Promise<World> {
	const clock = systemClock();
	const engine = await openEngine(clock, ends);
	const hosts = Array.from({ length: hostCount }, (_, index) => makeHost(`host-${index}.test`, clock));
	const resetsAt = clock.now() + hourMs;
	spend(hosts, resetsAt);
	const spending = setInterval(() => spend(hosts, resetsAt), 250);
	ends.push(async () => clearInterval(spending));
	const setups = hosts.flatMap(({ runners }, host) =>
		runners.map((runner, index) => {
			const { onChange, ...silent } = runner;
			return setupOf(`service-${index * hostCount + host}`, tells && onChange !== undefined ? runner : silent);
		}),
	);
	const project = { ...{ id: 'bench', name: 'bench', file: 'signalbox.yaml', source: null, issues: [] }, loadedAt: 0 };
	await engine.openProject({ ...project, sample: false }, [], setups);
	await until('the first answer of every service', 60_000, () => (isAllKnown(engine) ? true : null), 50);
	return { engine, hosts, services: setups.map(({ service }) => service).toSorted() };
}

async function within<T>(work: (ends: (() => Promise<unknown>)[]) => Promise<T>): Promise<T> {
	const ends: (() => Promise<unknown>)[] = [];
	try {
		return await work(ends);
	} finally {
		await endAll(ends);
	}
}

/** Watches 300 services for a while, 30 of them on screen, then lets every one of them change at once. */
export async function benchServices(watchMs: number): Promise<ServiceCosts> {
	const spent = await within(async (ends) => {
		const { engine, hosts, services } = await openServices(false, ends);
		const onScreen = services.slice(0, visible);
		const looking = setInterval(() => void engine.pipelines.lookAt({ services: onScreen }), 30_000);
		ends.push(async () => clearInterval(looking));
		await engine.pipelines.lookAt({ services: onScreen });
		const before = hosts.map(asked);
		await sleep(watchMs);
		return hosts.map((host, index) => asked(host) - (before[index] ?? 0));
	});
	return {
		pollsPerMinute: (spent.reduce((sum, each) => sum + each, 0) / watchMs) * 60_000,
		budgetShare: Math.max(...spent) / ((hourly / hourMs) * watchMs),
		patchMs: await within(async (ends) => {
			const { engine, hosts } = await openServices(true, ends);
			return timeOfPatches(engine, hosts);
		}),
	};
}

function isAllKnown(engine: Engine): boolean {
	const services = Object.values(engine.state().services);
	return services.length === hostCount * perHost && services.every(({ pipeline }) => pipeline?.latest !== null);
}

async function openEngine(clock: ReturnType<typeof systemClock>, ends: (() => Promise<unknown>)[]): Promise<Engine> {
	const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-bench-'));
	ends.push(() => rm(folder, { recursive: true, force: true }));
	const store = expectOk(
		await openStore({
			file: path.join(folder, 'signalbox.db'),
			holder: { label: 'bench', host: hostname(), pid: process.pid, startedAt: clock.now() },
			processes: systemProcesses(),
		}),
	);
	ends.push(() => store.close());
	const none = async () => fail('not-found', 'A bench attaches nothing.', 'Ask for something else.');
	const engine = createEngine({
		...{ store, clock, logger: benchLogger, host: emptyRoom.host, sample: emptyRoom.sample },
		pipelines: {
			store,
			attachments: { put: none, get: none },
			collector: { collect: async () => ok({ evidence: [], problems: [] }) },
		},
		newDeploymentId: (service, environment) => `${service}-${environment}`,
	});
	ends.push(() => engine.close());
	return engine;
}

/** A second run of every service passes at the same moment; a watcher of the room hears of each. */
async function timeOfPatches(engine: Engine, hosts: readonly Host[]): Promise<ServiceCosts['patchMs']> {
	const stop = new AbortController();
	const arrived = new Map<string, number>();
	const changedAt = performance.now();
	const watching = (async () => {
		for await (const message of engine.room.watch(null, stop.signal)) {
			if (message.kind === 'snapshot') continue;
			for (const service of message.changes.map(passedService)) {
				if (service !== null && !arrived.has(service)) arrived.set(service, performance.now() - changedAt);
			}
		}
	})();
	for (const runner of hosts.flatMap(({ runners }) => runners)) {
		pass(runner, runner.given({ jobs: [{ name: 'build' }, { name: 'test' }] }));
	}
	try {
		const all = await until(
			'every change',
			120_000,
			() => (arrived.size >= hostCount * perHost ? [...arrived.values()] : null),
			5,
		);
		return { p50: percentile(all, 0.5), p95: percentile(all, 0.95), all: Math.max(...all) };
	} finally {
		stop.abort();
		await watching;
	}
}

/** The service whose second run is told as passed; null for every other change. */
function passedService(change: RoomChange): string | null {
	if (change.collection !== 'services') return null;
	const latest = change.value?.pipeline?.latest;
	return latest?.state === 'passed' && latest.number === 2 ? change.key : null;
}

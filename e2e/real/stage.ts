/** Everything of a first canary, for real: HAProxy, Prometheus, a service in two slots, its customers, and a control room. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callResult } from '../../shared/rpc/client.ts';
import type { StrategyKind } from '../../shared/domain/strategy/model.ts';
import type { DeploymentView, EnvironmentView, ReplayView, RoomState } from '../../shared/rpc/views.ts';
import { findHaproxy, type HaproxyPeer, startHaproxy } from '../peers/haproxy.ts';
import { findPrometheus, type PrometheusPeer, startPrometheus } from '../peers/prometheus.ts';
import { until } from '../support/until.ts';
import { type OpenControlRoom, openControlRoom, value } from './control-room.ts';
import { type Customers, startCustomers } from './customers.ts';
import { endServices, type Figures, writeProject } from './project.ts';

/** What is missing on this machine, for the name of a skipped test; null when all is there. */
export const missing = [findHaproxy() === null ? 'haproxy' : [], findPrometheus() === null ? 'prometheus' : []].flat();

export const oldVersion = '2.3.1';
export const newVersion = '2.4.0';
const key = 'shop/production';
/** At 5 % ten a second reach the canary: enough to judge within seconds, light enough for two cores. */
export const perSecond = 200;
/** The machine may be busy with much else. */
const patientlyMs = 40_000;

export interface Stage {
	readonly folder: string;
	readonly haproxy: HaproxyPeer;
	readonly prometheus: PrometheusPeer;
	readonly customers: Customers;
	/** The control room that is open now. */
	room(): OpenControlRoom;
	/** Closes the control room as a person does; `reopen` opens one over the same data. */
	leave(): Promise<void>;
	reopen(): Promise<void>;
	/** Clicks start and resolves with the deployment's id. */
	start(version: string, strategy: StrategyKind): Promise<string>;
	click(command: 'rollBack' | 'promote' | 'promoteFully' | 'retry', id: string): Promise<void>;
	/** Resolves with the deployment as soon as it shows so. */
	when(what: string, id: string, isSo: (view: DeploymentView, room: RoomState) => boolean): Promise<DeploymentView>;
	environment(isSo: (view: EnvironmentView) => boolean, what: string): Promise<EnvironmentView>;
	replay(id: string): Promise<ReplayView>;
	close(): Promise<void>;
}

export interface StageOptions extends Partial<Figures> {
	/** False when nothing stands yet; otherwise 2.3.1 was started by hand before Signalbox came. */
	readonly stands?: boolean;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sbx-real-')));
	const onExit = () => endServices(folder);
	process.once('exit', onExit);
	const closing: (() => unknown)[] = [
		() => rmSync(folder, { recursive: true, force: true }),
		() => process.off('exit', onExit),
		() => endServices(folder),
	];
	const close = async () => {
		for (const step of closing.splice(0).toReversed()) await step();
	};
	try {
		return await build(folder, options, closing, close);
	} catch (cause) {
		await close();
		throw cause;
	}
}

async function build(
	folder: string,
	options: StageOptions,
	closing: (() => unknown)[],
	close: () => Promise<void>,
): Promise<Stage> {
	const haproxy = await startHaproxy({
		backendLines: ['option httpchk GET /health', 'http-response set-header x-server %s'],
	});
	closing.push(() => haproxy.dispose());
	const { slots } = haproxy.config('socket');
	const urls = { blue: slots.blue[0]?.url ?? '', green: slots.green[0]?.url ?? '' };
	const hosts = { blue: new URL(urls.blue).host, green: new URL(urls.green).host };
	const prometheus = await startPrometheus(findPrometheus() ?? '', hosts);
	closing.push(() => prometheus.stop());
	const { stageFor = '4s', patience = '20s', errorRate = '3%', health } = options;
	const figures = { stageFor, patience, errorRate, ...(health === undefined ? {} : { health }) };
	const { socket, backend, publicUrl } = haproxy;
	writeProject({ folder, socket, backend, publicUrl, prometheusUrl: prometheus.url, urls, figures });
	if (options.stands !== false) await startByHand(folder, haproxy, new URL(urls.blue).port);
	else await haproxy.raw(`set server ${backend}/blue1 weight 0; set server ${backend}/green1 weight 0`);
	const data = join(folder, 'data');
	let room = await openControlRoom(data, folder);
	let isOpen = true;
	const leave = async () => {
		if (isOpen) await room.leave();
		isOpen = false;
	};
	closing.push(leave);
	const customers = startCustomers(`${publicUrl}/`, perSecond);
	closing.push(() => customers.stop());
	let clicks = 0;
	const idempotencyKey = () => `real-click-${process.pid}-${(clicks += 1)}`;
	const when: Stage['when'] = async (what, id, isSo) => {
		let last: DeploymentView | null = null;
		const look = (now: RoomState) => {
			last = now.deployments[id] ?? null;
			return last !== null && isSo(last, now);
		};
		try {
			const state = await room.until(what, look, patientlyMs);
			return viewOf(state, id);
		} catch (cause) {
			throw new Error(`Waited in vain for ${what}; last seen: ${describe(last)}`, { cause });
		}
	};
	const environment: Stage['environment'] = async (isSo, what) => {
		const state = await room.until(what, ({ environments }) => isSoOf(environments[key], isSo), patientlyMs);
		const view = state.environments[key];
		if (view === undefined) throw new Error('The shop is not on screen');
		return view;
	};
	const expected = options.stands === false ? null : oldVersion;
	await environment(({ standing }) => (standing?.version ?? null) === expected, 'what stands to be known');
	return {
		...{ folder, haproxy, prometheus, customers, when, environment, close, leave },
		room: () => room,
		async reopen() {
			room = await openControlRoom(data, folder);
			isOpen = true;
		},
		async start(version, strategy) {
			const now = await environment(({ start }) => start.allowed, 'the start to be possible');
			const click = async () => {
				const result = await callResult(
					room.client.deployments.start.mutate({
						...{ service: 'shop', environment: 'production', version, strategy },
						expectedStanding: now.standing?.version ?? null,
						idempotencyKey: idempotencyKey(),
					}),
				);
				// On a machine that is busy with much else HAProxy may be late once; a person clicks again.
				return !result.ok && result.problem.code === 'target-unreachable' ? null : value(result);
			};
			const { deploymentId } = await until('the start', click);
			return deploymentId;
		},
		async click(command, deploymentId) {
			const { deployment } = await when('the deployment', deploymentId, () => true);
			await room.client.deployments[command].mutate({
				deploymentId,
				expectedRevision: deployment.revision,
				idempotencyKey: idempotencyKey(),
			});
		},
		replay: (deploymentId) => room.client.history.replay.query({ deploymentId }),
	};
}

function isSoOf(view: EnvironmentView | undefined, isSo: (view: EnvironmentView) => boolean): boolean {
	return view !== undefined && isSo(view);
}

function viewOf(state: RoomState, id: string): DeploymentView {
	const view = state.deployments[id];
	if (view === undefined) throw new Error(`${id} is not on screen`);
	return view;
}

function describe(view: DeploymentView | null): string {
	if (view === null) return 'nothing';
	const { state, problem, rollback, pause } = view.deployment;
	return JSON.stringify({ headline: view.headline, state, problem, rollback, pause, look: view.latestLook?.summary });
}

/** What a team has before it comes to Signalbox: a version that runs, and a HAProxy that sends everybody there. */
async function startByHand(folder: string, haproxy: HaproxyPeer, port: string): Promise<void> {
	const { execPath, env } = process;
	const args = ['deploy.mjs', 'start', 'blue', port, execPath, 'service.mjs', oldVersion];
	execFileSync(execPath, args, { cwd: folder, env: { ...env, FAULT_FILE: join(folder, 'fault.json') } });
	await haproxy.raw(`set server ${haproxy.backend}/blue1 weight 100; set server ${haproxy.backend}/green1 weight 0`);
	await until('HAProxy to serve', async () => (await fetch(haproxy.publicUrl).catch(() => null))?.ok === true);
}

/** From the checked file to what it means: every default filled in, every path absolute. */
import { buildHealth } from './build-health.ts';
import { blueGreenSteps, canarySteps, type Strategy, type StrategyKind } from '../domain/strategy/model.ts';
import { buildDelivery } from './build-delivery.ts';
import { buildFreeze } from './build-freezes.ts';
import { buildMetrics } from './build-metrics.ts';
import { buildPipeline, requiredStages } from './build-pipeline.ts';
import { tierByName } from './checks.ts';
import type { FileCommand } from './file/commands.ts';
import type { FileEnvironment, ProjectFile } from './file/schema.ts';
import type { FileHaproxy, FileProcess, FileTarget } from './file/target.ts';
import type {
	CommandLine,
	EnvironmentConfig,
	HaproxyTargetConfig,
	ProcessTargetConfig,
	ProjectConfig,
	SmokeConfig,
	TargetConfig,
} from './model.ts';
import { resolvePath } from './paths.ts';
import { readRepository } from './repository.ts';

/** A query of the version should be quick: a target is asked at every look. */
const versionTimeoutMs = 10_000;
const deployTimeoutMs = 5 * 60_000;

/** Builds the configuration of a file without errors. `folder` is where its relative paths start. */
export function buildProject(project: ProjectFile, file: string, folder: string): ProjectConfig {
	return {
		name: project.name,
		file,
		services: project.services.map((service) => ({
			name: service.name,
			owner: service.owner ?? null,
			repository: service.repository ?? null,
			repositorySource: service.repository === undefined ? null : readRepository(service.repository, folder),
			pipeline: service.pipeline === undefined ? null : buildPipeline(service.pipeline, folder),
			releases: service.releases.map(({ version, commit, notes, withoutPipeline }) => ({
				version,
				commit: commit ?? null,
				notes: notes ?? null,
				...(withoutPipeline === true ? { withoutPipeline } : {}),
			})),
			environments: Object.entries(service.environments).map(([name, environment]) =>
				buildEnvironment(name, environment, service.pipeline !== undefined, folder),
			),
		})),
		freezes: project.freezes.map(buildFreeze),
		people: project.people,
		delivery: buildDelivery(project, folder),
	};
}

function buildEnvironment(
	name: string,
	environment: FileEnvironment,
	hasPipeline: boolean,
	folder: string,
): EnvironmentConfig {
	const tier = environment.tier ?? tierByName(name) ?? 'production';
	return {
		name,
		tier,
		target: buildTarget(environment.target, folder),
		metrics: environment.metrics === undefined ? null : buildMetrics(environment.metrics, folder),
		strategy: environment.strategy,
		strategies: buildStrategies(environment),
		health: buildHealth(environment.health),
		smoke: buildSmoke(environment),
		machine: environment.machine,
		sampleIntervalMs: environment.live.interval,
		sampleWindowMs: environment.live.window,
		requires: hasPipeline ? requiredStages(environment.requires, tier) : [],
	};
}

function buildTarget(target: FileTarget, folder: string): TargetConfig {
	return target.kind === 'haproxy' ? buildHaproxy(target, folder) : buildProcess(target, folder);
}

function buildHaproxy(target: FileHaproxy, folder: string): HaproxyTargetConfig {
	const slot = (servers: FileHaproxy['slots']['blue']) =>
		servers.map(({ server, url }) => ({ server, url: url === undefined ? null : url.replace(/\/+$/, '') }));
	return {
		kind: 'haproxy',
		label: target.label ?? `haproxy ${target.backend}`,
		api: buildApi(target, folder),
		backend: target.backend,
		slots: { blue: slot(target.slots.blue), green: slot(target.slots.green) },
		deploy: target.deploy === undefined ? null : buildCommand(target.deploy, folder, deployTimeoutMs),
		retire: target.retire === undefined ? null : buildCommand(target.retire, folder, deployTimeoutMs),
		version: buildVersion(target.version, folder),
		publicUrl: target.publicUrl?.replace(/\/+$/, '') ?? null,
		readyTimeoutMs: target.readyTimeout,
	};
}

function buildApi({ socket, api = '' }: FileHaproxy, folder: string): HaproxyTargetConfig['api'] {
	if (socket !== undefined) return { socket: resolvePath(folder, socket) };
	const colon = api.lastIndexOf(':');
	return { host: api.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(api.slice(colon + 1)) };
}

function buildVersion(version: FileHaproxy['version'], folder: string): HaproxyTargetConfig['version'] {
	if (version === undefined) return null;
	return 'command' in version ? { command: buildCommand(version.command, folder, versionTimeoutMs) } : version;
}

function buildProcess(target: FileProcess, folder: string): ProcessTargetConfig {
	return {
		kind: 'process',
		label: target.label ?? 'local processes',
		port: target.port,
		run: buildCommand({ run: target.run, cwd: target.cwd, env: target.env, timeout: target.readyTimeout }, folder, 0),
		healthPath: target.health,
		readyTimeoutMs: target.readyTimeout,
		instances: target.instances,
		drainMs: target.drain,
	};
}

function buildCommand(command: FileCommand, folder: string, timeoutMs: number): CommandLine {
	const long = 'run' in command ? command : { run: command, cwd: '.', env: {}, timeout: timeoutMs };
	const [file = '', ...args] = long.run;
	return { file, args, cwd: resolvePath(folder, long.cwd), env: long.env, timeoutMs: long.timeout };
}

function buildStrategies({ canary, blueGreen }: FileEnvironment): Readonly<Record<StrategyKind, Strategy>> {
	const pace = ({ interval, rollbackWindow, deployTimeout }: FileEnvironment['blueGreen']) => ({
		analysisIntervalMs: interval,
		rollbackWindowMs: rollbackWindow,
		deployTimeoutMs: deployTimeout,
	});
	const stages = canary.steps.map((step) => ({ weight: step.weight, durationMs: step.for, holdAfter: step.hold }));
	return {
		canary: { kind: 'canary', steps: canarySteps(stages, canary.patience), ...pace({ ...canary, watch: 0 }) },
		'blue-green': {
			kind: 'blue-green',
			steps: blueGreenSteps(blueGreen.watch, blueGreen.patience),
			...pace(blueGreen),
		},
	};
}

/** Where nothing is said, the usual health path is asked, as far as the servers' addresses are known. */
function buildSmoke({ smoke, target }: FileEnvironment): SmokeConfig {
	const check = (path: string) => [{ path, status: 200, contains: null }];
	if (smoke !== undefined) {
		const checks = smoke.checks.map(({ path, status, contains }) => ({ path, status, contains: contains ?? null }));
		return { checks, timeoutMs: smoke.timeout };
	}
	if (target.kind === 'process') return { checks: check(target.health), timeoutMs: 5_000 };
	const servers = [...target.slots.blue, ...target.slots.green];
	return { checks: servers.every(({ url }) => url !== undefined) ? check('/health') : [], timeoutMs: 5_000 };
}

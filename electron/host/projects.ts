/** Projects: `signalbox.yaml` files that are open, read and checked before anything changes. */
import path from 'node:path';
import type { ProjectConfig } from '../../shared/config/model.ts';
import { maskSecrets } from '../../shared/config/mask-secrets.ts';
import { parseConfig } from '../../shared/config/parse.ts';
import { type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import { type Result, fail, ok } from '../../shared/domain/result.ts';
import type { ConfigIssue, ProjectView } from '../../shared/rpc/views.ts';
import type { Engine } from '../engine/engine.ts';
import { createLane } from '../engine/lane.ts';
import type { Clock } from '../engine/ports.ts';
import { type ConnectorPorts, connectProject, sampleTargetsFolder } from './connect-environments.ts';
import { connectDelivery } from './connect-delivery.ts';
import { connectServices, sampleRunsFolder, type ServicePorts } from './connect-services.ts';
import { sampleFacts } from './sample/sample-facts.ts';
import { findProjectFile, idOf, readSource } from './project-file.ts';

export interface Projects {
	/** Opens the file, or `signalbox.yaml` in the folder; a file that is already open is read again. */
	open(given: string, options?: OpenOptions): Promise<Result<{ readonly projectId: string }>>;
	/** Reads the file again. With errors the running configuration stays as it was. */
	reload(projectId: string): Promise<Result<{ readonly issues: readonly ConfigIssue[] }>>;
	close(projectId: string): Promise<Result<null>>;
	/** File of the open project, other than the sample, that steers this environment; null when none does. */
	steeredBy(environment: EnvironmentKey): string | null;
}

export interface OpenOptions {
	readonly clockRate?: number;
	/** The sample keeps the state of its targets in a place of its own, and does not open beside a clash. */
	readonly isSample?: boolean;
}

interface OpenProject {
	readonly view: ProjectView;
	readonly config: ProjectConfig | null;
	readonly clockRate: number;
}

export function createProjects(deps: {
	readonly engine: Pick<Engine, 'inFlight' | 'openProject' | 'showProject' | 'closeProject'>;
	readonly clock: Clock;
	readonly connectors: ConnectorPorts;
	readonly services: ServicePorts;
}): Projects {
	const { engine, clock } = deps;
	const open = new Map<string, OpenProject>();
	// Reading, checking for clashes and taking a place are one step: of two opened at once the first one steers.
	const places = createLane();

	function connectorsOf({ sample }: ProjectView): ConnectorPorts {
		const { connectors } = deps;
		return sample ? { ...connectors, targetsFolder: sampleTargetsFolder(connectors.targetsFolder) } : connectors;
	}

	function servicesOf({ sample }: ProjectView): ServicePorts {
		const { services } = deps;
		return sample ? { ...services, runsFolder: sampleRunsFolder(services.runsFolder) } : services;
	}

	async function show(project: OpenProject): Promise<void> {
		const { view, config, clockRate } = project;
		if (config === null) return engine.openProject(view, []);
		const setups = connectProject(view.id, config, clockRate, connectorsOf(view));
		const ports = servicesOf(view);
		const known = connectDelivery({ projectId: view.id, name: view.name }, config, ports);
		const madeUp = view.sample ? sampleFacts(view.id, config, ports) : [];
		const measured = { ...known, sources: [...known.sources, ...madeUp] };
		await engine.openProject(view, setups, connectServices(view.id, config, ports), measured);
	}

	/** Takes a place among the open projects; only the id when the file has one already. */
	async function place(given: string, options: OpenOptions): Promise<Result<OpenProject | string>> {
		const found = await findProjectFile(given);
		if (!found.ok) return found;
		const id = idOf(found.value);
		if (open.has(id)) return ok(id);
		const loaded = await load({ file: found.value, before: null, options }, open, clock.now());
		if (!loaded.ok) return loaded;
		if (options.isSample === true && loaded.value.config === null) return refuseSample(loaded.value.view);
		open.set(id, loaded.value);
		return loaded;
	}

	async function reload(projectId: string): Promise<Result<{ readonly issues: readonly ConfigIssue[] }>> {
		const before = open.get(projectId);
		if (before === undefined) return unknownProject();
		const loaded = await load({ file: before.view.file, before, options: {} }, open, clock.now());
		if (!loaded.ok) return loaded;
		const { issues } = loaded.value.view;
		const isSame = JSON.stringify(loaded.value.config) === JSON.stringify(before.config);
		if (isSame) {
			open.set(projectId, loaded.value);
			engine.showProject(loaded.value.view);
			return ok({ issues });
		}
		const busy = refuseWhileBusy(engine, projectId, 'changed');
		if (!busy.ok) return busy;
		await engine.closeProject(projectId);
		open.set(projectId, loaded.value);
		await show(loaded.value);
		return ok({ issues });
	}

	return {
		async open(given, options = {}) {
			const placed = await places.run(() => place(given, options));
			if (!placed.ok) return placed;
			if (typeof placed.value === 'string') {
				const reloaded = await reload(placed.value);
				return reloaded.ok ? ok({ projectId: placed.value }) : reloaded;
			}
			await show(placed.value);
			return ok({ projectId: placed.value.view.id });
		},
		reload,
		async close(projectId) {
			if (!open.has(projectId)) return unknownProject();
			const busy = refuseWhileBusy(engine, projectId, 'closed');
			if (!busy.ok) return busy;
			open.delete(projectId);
			await engine.closeProject(projectId);
			return ok(null);
		},
		steeredBy(environment) {
			for (const { view, config } of open.values()) {
				if (!view.sample && keysOf(config).includes(environment)) return view.file;
			}
			return null;
		},
	};
}

interface LoadOrder {
	readonly file: string;
	readonly before: OpenProject | null;
	readonly options: OpenOptions;
}

/** Reads the file; with errors what was configured `before` stays. `open` are the projects it may not clash with. */
async function load(
	{ file, before, options }: LoadOrder,
	open: ReadonlyMap<string, OpenProject>,
	now: number,
): Promise<Result<OpenProject>> {
	const source = await readSource(file);
	if (!source.ok) return source;
	const parsed = parseConfig(source.value, file);
	const issues = [...parsed.issues, ...(parsed.config === null ? [] : clashes(parsed.config, idOf(file), open))];
	const hasErrors = issues.some((issue) => issue.severity === 'error');
	const config = hasErrors ? (before?.config ?? null) : parsed.config;
	const view: ProjectView = {
		id: idOf(file),
		name: config?.name ?? path.basename(path.dirname(file)),
		file,
		source: maskSecrets(source.value),
		issues,
		loadedAt: now,
		sample: options.isSample === true || before?.view.sample === true,
	};
	return ok({ view, config, clockRate: options.clockRate ?? before?.clockRate ?? 1 });
}

/** Nobody could mend the sample's file, so it is not shown with its errors as a person's own would be. */
function refuseSample({ issues }: ProjectView): Result<never> {
	const why = issues.find((issue) => issue.severity === 'error')?.message ?? 'its file cannot be read';
	return fail(
		'already-running',
		`The sample was not opened: ${why}.`,
		'Close that project, then start the sample again.',
	);
}

function unknownProject() {
	return fail('not-found', 'This project is not open.', 'Open it again from its folder.');
}

/** A running deployment keeps the configuration that it was started with. */
function refuseWhileBusy(engine: Pick<Engine, 'inFlight'>, projectId: string, done: string): Result<null> {
	const busy = engine.inFlight(projectId)[0];
	if (busy === undefined) return ok(null);
	return fail(
		'deployment-in-flight',
		`${busy.release.version} is on its way into ${busy.service} ${busy.environment}, so the project was not ${done}.`,
		'Let it finish or roll it back first.',
		{ details: { deploymentId: busy.id } },
	);
}

/** A service has one owner: two projects may not both steer `shop/production`, nor build `shop`. */
function clashes(config: ProjectConfig, id: string, open: ReadonlyMap<string, OpenProject>): readonly ConfigIssue[] {
	const taken = new Map<string, string>();
	for (const [otherId, other] of open) {
		if (otherId === id) continue;
		for (const { name } of other.config?.services ?? []) taken.set(name, other.view.file);
	}
	return config.services
		.filter(({ name }) => taken.has(name))
		.map(({ name }) => ({
			file: config.file,
			line: null,
			column: null,
			field: 'services',
			message: `${name} is already steered by ${taken.get(name)}`,
			expected: 'a service name that no other open project uses',
			severity: 'error',
		}));
}

function keysOf(config: ProjectConfig | null): readonly EnvironmentKey[] {
	if (config === null) return [];
	return config.services.flatMap((service) =>
		service.environments.map((environment) => environmentKey(service.name, environment.name)),
	);
}

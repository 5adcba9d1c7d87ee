/** The services of all open projects: shown, watched, and closed with their project. */
import { environmentKey, type EnvironmentKey } from '../../../shared/domain/release.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { ConnectionView } from '../../../shared/rpc/views.ts';
import { createLane } from '../lane.ts';
import { timed } from '../timed.ts';
import { type Board, createBoard } from './board.ts';
import { ciConnectionId, connectionsOf, type RepositoryNews, scmConnectionId } from './connections.ts';
import { standingOf } from './deployments.ts';
import { createEnvironmentWatch, type EnvironmentWatch } from './environment-watch.ts';
import { createEvidenceDesk } from './evidence-desk.ts';
import { evaluateRun } from './evaluate.ts';
import { headlineOf } from './headline.ts';
import { endedNotice, releaseNotice } from './notices.ts';
import type { FindService, OpenService } from './open-service.ts';
import type { PipelineOptions } from './pipelines.ts';
import { createPoller } from './poller.ts';
import { createRunWatchers, type RunWatchers } from './run-watch.ts';
import { createRunWriter } from './run-writer.ts';
import { createServiceBook } from './service-book.ts';
import { createServiceDesk } from './service-desk.ts';
import { createServicePolls } from './service-polls.ts';
import { unasked } from './service-view.ts';
import type { ServiceSetup } from './setup.ts';
import { watchRepository } from './watched-repository.ts';

export interface ServiceRoom {
	readonly find: FindService;
	readonly board: Board;
	readonly watchers: RunWatchers;
	readonly environments: EnvironmentWatch;
	all(): readonly OpenService[];
	open(setups: readonly ServiceSetup[]): Promise<void>;
	/** Resolves once everything that is being opened is known: before that nobody can tell what holds a start. */
	opened(): Promise<void>;
	close(projectId: string): Promise<void>;
	connections(): readonly ConnectionView[];
	test(connectionId: string): Promise<Result<null>> | null;
	/** Something about the service is not what it was: it is drawn a moment later. */
	changed(service: string): void;
	/** A person decided something. */
	decided(service: OpenService): void;
	/** Asks its host at once; the run with this id as well, whether the list has it or not. */
	lookNow(service: OpenService, nativeId: string | null): void;
	/** Priorities changed. */
	replan(): void;
	flush(): Promise<void>;
	stop(): Promise<void>;
}

/** Services whose past is read from the store at the same time. */
const loadedAtOnce = 8;
const testTimeoutMs = 30_000;

export function createServiceRoom(options: PipelineOptions): ServiceRoom {
	const { clock, logger, hub, ports, desk: notices } = options;
	const { store } = ports;
	const services = new Map<string, OpenService>();
	const repositories = new Map<string, RepositoryNews>();
	const find: FindService = (name) => services.get(name);
	const all = (): readonly OpenService[] => [...services.values()];
	const watchers = createRunWatchers(clock);
	const writer = createRunWriter({ store, clock, logger });
	const evidence = createEvidenceDesk({ clock, collector: ports.collector });
	const poller = createPoller({ clock, logger });
	const connections = (): readonly ConnectionView[] =>
		connectionsOf({
			services: all(),
			host: poller.host,
			repository: (service) => repositories.get(service) ?? null,
			now: clock.now(),
		});
	const board = createBoard({
		clock,
		hub,
		find,
		standing: ({ setup }) => standingOf(hub.state(), setup),
		connections,
		onConnection: notices.connection,
		onNeeds: options.onNeeds,
	});

	function changed(service: string): void {
		options.onRuns?.(service);
		board.draw(service);
		watchers.changed(service);
	}
	const environments = createEnvironmentWatch({
		clock,
		hub,
		onNews: (service) => {
			if (services.has(service)) changed(service);
		},
	});

	function onGit(service: string, problem: Problem | null): void {
		const before = repositories.get(service);
		repositories.set(service, { problem, asOf: clock.now() });
		if (before === undefined || before.problem?.message !== problem?.message) board.draw(service);
	}

	const lane = createLane();
	let isStopped = false;
	const polls = createServicePolls({ clock, poller, watchers, board });

	/** The service with its past; nothing is asked of any host yet. */
	async function prepare(given: ServiceSetup): Promise<OpenService> {
		const setup = withWatchedGit(given, (problem) => onGit(given.service, problem));
		const { pipeline, service: name } = setup;
		const book = createServiceBook(setup, { store, clock, logger, quarantines: options.quarantines ?? null });
		await book.load();
		const desk =
			pipeline === null
				? null
				: createServiceDesk(
						book,
						pipeline,
						{ store, clock, logger, evidence, writer },
						{
							onChange: () => changed(name),
							onTests: (run, tests) => options.onTests?.(run, pipeline.config, tests),
							onRunEnded(run) {
								const tracked = book.tracked(run.id);
								if (tracked === null || run.id !== book.latest()?.run.id) return;
								const { stages } = evaluateRun(book, pipeline.config, tracked, clock.now());
								const notice = endedNotice(run, headlineOf(run, stages, null));
								if (notice !== null) notices.notify(notice);
							},
							onMade({ release }) {
								notices.notify(releaseNotice(release));
								options.onReleases(keysOf(setup));
								changed(name);
							},
						},
					);
		const lifetime = new AbortController();
		return { setup, book, desk, lifetime, poll: unasked, troubleSince: null, lookedAtUntil: 0, followers: 0 };
	}

	async function open(setups: readonly ServiceSetup[]): Promise<void> {
		const opened = await inGroups(setups, loadedAtOnce, prepare);
		if (isStopped) return end(opened);
		for (const service of opened) services.set(service.setup.service, service);
		const names = opened.map(({ setup }) => setup.service);
		board.drawNow(names);
		options.onReleases(opened.filter(({ book }) => book.releases().length > 0).flatMap(({ setup }) => keysOf(setup)));
		for (const service of opened) polls.begin(service);
		for (const name of names) watchers.changed(name);
	}

	async function end(ending: readonly OpenService[]): Promise<void> {
		for (const service of ending) {
			const { setup, desk, lifetime } = service;
			if (services.get(setup.service) === service) services.delete(setup.service);
			repositories.delete(setup.service);
			environments.forget(setup.service);
			poller.remove(setup.service);
			lifetime.abort();
			desk?.close();
			watchers.end(setup.service);
		}
		await writer.flush();
		await Promise.allSettled(
			ending.flatMap(({ setup: { pipeline } }) =>
				pipeline === null ? [] : [pipeline.runner.close(), pipeline.git?.close() ?? Promise.resolve()],
			),
		);
	}

	async function testHost(service: OpenService): Promise<Result<null>> {
		const report = await service.desk?.watch.look(service.lifetime.signal);
		if (report === undefined) return unknownConnection();
		polls.looked(service, report);
		return report.problem === null ? ok(null) : { ok: false, problem: report.problem };
	}

	return {
		find,
		board,
		watchers,
		environments,
		all,
		connections,
		changed,
		open: (setups) => lane.run(() => open(setups)),
		opened: () => lane.idle(),
		async close(projectId) {
			await lane.idle();
			const ending = all().filter(({ setup }) => setup.projectId === projectId);
			await end(ending);
			board.remove(ending.map(({ setup }) => setup.service));
		},
		test(connectionId) {
			const ofHost = all().find(({ setup }) => ciConnectionId(setup.pipeline?.runner.host ?? '') === connectionId);
			if (ofHost?.desk != null) return testHost(ofHost);
			const ofGit = all().find(({ setup }) => scmConnectionId(setup.service) === connectionId)?.setup.pipeline;
			if (ofGit?.git == null) return null;
			const { git, config } = ofGit;
			return timed({ clock, timeoutMs: testTimeoutMs, what: git.label }, (signal) =>
				git.head(config.branch, signal),
			).then((answer) => (answer.ok ? ok(null) : answer));
		},
		decided(service) {
			service.desk?.reconsider();
			changed(service.setup.service);
		},
		lookNow(service, nativeId) {
			const { setup, desk, lifetime } = service;
			if (nativeId !== null) {
				desk?.watch
					.follow(nativeId, lifetime.signal)
					.catch((err: unknown) => logger.error({ err }, 'a run was not read'));
			}
			poller.lookNow(setup.service);
		},
		replan: () => poller.replan(),
		flush: () => writer.flush(),
		async stop() {
			isStopped = true;
			board.stop();
			environments.stop();
			poller.stop();
			evidence.stop();
			await end(all());
		},
	};
}

function keysOf({ service, environments }: ServiceSetup): readonly EnvironmentKey[] {
	return environments.map(({ name }) => environmentKey(service, name));
}

function withWatchedGit(setup: ServiceSetup, onAnswer: (problem: Problem | null) => void): ServiceSetup {
	const { pipeline } = setup;
	if (pipeline === null || pipeline.git === null) return setup;
	return { ...setup, pipeline: { ...pipeline, git: watchRepository(pipeline.git, onAnswer) } };
}

/** Works through a list, some at a time, and keeps its order. */
async function inGroups<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
	const done: R[] = [];
	for (let at = 0; at < items.length; at += size) {
		done.push(...(await Promise.all(items.slice(at, at + size).map(work))));
	}
	return done;
}

function unknownConnection() {
	return fail('not-found', 'There is no such connection.', 'Reload the screen.');
}

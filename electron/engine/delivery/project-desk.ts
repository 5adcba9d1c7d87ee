/** Projects as they are opened and closed: what the store judges by, which sources are read, and when answers are whole. */
import { fail, type Failure, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { DeliverySetup } from '../delivery-ports.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock, Logger } from '../ports.ts';
import type { OwnSources } from './own-sources.ts';
import { createPacer } from './pacer.ts';
import { createProjectSources } from './project-sources.ts';
import { type DeliveryProject, overruled } from './setup.ts';
import { createStoreSetup, type StoreSetupOptions } from './store-setup.ts';
import type { SyncLoop } from './sync-loop.ts';

export interface ProjectDesk {
	/** Begins; projects of last time open behind the first screen and are waited for a moment. */
	start(): void;
	add(project: DeliveryProject, services: readonly ServiceSetup[]): void;
	remove(projectId: string): Promise<void>;
	/** In the order in which they were opened. */
	open(): readonly DeliveryProject[];
	/** What the store judges by now. */
	setup(): DeliverySetup;
	/** Resolves once the store knows what to judge by and what people decided; fails with why it does not. */
	whole(): Promise<Result<null>>;
	/** Somebody noted an incident: that none were noted means something from now on. */
	incidentNoted(): void;
	stop(): void;
}

/** Without any project the store is set up after so long; one that opens sets it up at once. */
const graceMs = 5_000;
/** Projects that are opened together are set up together. */
const togetherMs = 50;
const retryMs = 10_000;

export interface ProjectDeskOptions extends StoreSetupOptions {
	readonly clock: Clock;
	readonly logger: Logger;
	readonly loop: SyncLoop;
	readonly own: OwnSources;
	readonly notify: NoticeDesk['notify'];
	readonly onConfigured: (isFirst: boolean) => void;
	readonly onProblem: (problem: Problem) => void;
}

export function createProjectDesk(options: ProjectDeskOptions): ProjectDesk {
	const { store, clock, logger, loop, own, notify, onConfigured, onProblem } = options;
	const projects = new Map<string, DeliveryProject>();
	const open = (): readonly DeliveryProject[] => [...projects.values()];
	const sources = createProjectSources({ store, loop, notify, open });
	const setUp = createStoreSetup(options, open);
	const answer = createAnswer();
	const configuring = createPacer({ clock, work: configure, onFailed: (cause) => refused(unforeseen(cause)) });
	let isFirst = true;
	let isStopped = false;

	async function configure(): Promise<void> {
		const done = await setUp.run();
		const connected = done.ok ? await sources.connect() : done;
		if (isStopped) return;
		if (!connected.ok) return refused(connected);
		answer.settle(connected);
		onConfigured(isFirst);
		isFirst = false;
	}

	function refused(failure: Failure): void {
		const { problem, cause } = failure;
		logger.error({ problem, err: cause }, 'the store of facts was not set up');
		answer.settle(failure);
		onProblem(problem);
		configuring.wish(retryMs);
	}

	return {
		start: () => configuring.wish(graceMs),
		add(project, services) {
			projects.set(project.projectId, project);
			tellOverruled(project, open()[0], notify);
			own.opened(services);
			configuring.wish(togetherMs);
		},
		async remove(projectId) {
			const closing = projects.get(projectId);
			if (closing === undefined) return;
			projects.delete(projectId);
			own.closed(closing.services.map(({ name }) => name));
			await sources.disconnect(closing);
			configuring.wish(togetherMs);
		},
		open,
		setup: setUp.now,
		whole: answer.whole,
		incidentNoted() {
			if (setUp.incidentNoted()) configuring.wish(togetherMs);
		},
		stop() {
			isStopped = true;
			configuring.stop();
			answer.settle(closing());
			sources.stop();
		},
	};
}

/** Whether there are answers, for whoever asks before that is known. */
function createAnswer() {
	let last: Result<unknown> | null = null;
	const first = Promise.withResolvers<void>();
	return {
		settle(result: Result<unknown>): void {
			last = result;
			first.resolve();
		},
		async whole(): Promise<Result<null>> {
			await first.promise;
			return last?.ok === false ? last : ok(null);
		},
	};
}

function tellOverruled(
	project: DeliveryProject,
	first: DeliveryProject | undefined,
	notify: NoticeDesk['notify'],
): void {
	const detail = first === undefined || first === project ? null : overruled(first, project);
	if (detail === null) return;
	notify({ tone: 'warn', title: `Some rules of ${project.name} do not hold in this room`, detail });
}

function unforeseen(cause: unknown): Failure {
	return fail('internal', 'The store of facts was not set up; it is tried again.', 'See the log.', { cause });
}

function closing(): Failure {
	return fail('disconnected', 'The control room is being closed.', 'Open it again.');
}

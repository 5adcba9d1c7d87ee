/** Projects as they are opened and closed: what the store judges by, which sources are read, and when answers are whole. */
import { fail, type Failure, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { DeliverySetup, DeliveryStore } from '../delivery-ports.ts';
import { createLane } from '../lane.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock, Logger } from '../ports.ts';
import type { OwnSources } from './own-sources.ts';
import { type DeliveryProject, deliverySetup, overruled } from './setup.ts';
import type { SyncedSource, SyncLoop } from './sync-loop.ts';

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

export function createProjectDesk(options: {
	readonly store: DeliveryStore;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly loop: SyncLoop;
	readonly own: OwnSources;
	readonly notify: NoticeDesk['notify'];
	/** Brings what people decided into the store. */
	readonly begin: () => Promise<Result<null>>;
	readonly onConfigured: (isFirst: boolean) => void;
	readonly onProblem: (problem: Problem) => void;
}): ProjectDesk {
	const { store, clock, logger, loop, own } = options;
	const projects = new Map<string, { readonly project: DeliveryProject; readonly services: readonly string[] }>();
	const lane = createLane();
	const lifetime = new AbortController();
	let hasNoted = false;
	let isWhole = false;
	let failure: Failure | null = null;
	let due: { readonly at: number; readonly cancel: () => void } | null = null;
	const connected = new Set<string>();
	let settle: () => void = () => undefined;
	const firstAnswer = new Promise<void>((resolve) => {
		settle = resolve;
	});
	const open = (): readonly DeliveryProject[] => [...projects.values()].map(({ project }) => project);
	const setup = (): DeliverySetup => deliverySetup(open(), hasNoted);

	/** The earliest wish holds; what is wished for meanwhile is part of it. */
	function plan(afterMs: number): void {
		const at = clock.monotonic() + afterMs;
		if (lifetime.signal.aborted || (due !== null && due.at <= at)) return;
		due?.cancel();
		const cancel = clock.after(afterMs, () => {
			due = null;
			lane.run(configure).catch((err: unknown) => logger.error({ err }, 'delivery was not set up'));
		});
		due = { at, cancel };
	}

	async function configure(): Promise<void> {
		if (lifetime.signal.aborted) return;
		const done = isWhole ? await store.configure(setup()) : await configureFirst();
		if (lifetime.signal.aborted) return;
		failure = done.ok ? null : done;
		settle();
		if (!done.ok) {
			logger.error({ problem: done.problem, err: done.cause }, 'the store of facts was not set up');
			options.onProblem(done.problem);
			return plan(retryMs);
		}
		const isFirst = !isWhole;
		isWhole = true;
		for (const { project } of [...projects.values()]) await connect(project);
		options.onConfigured(isFirst);
	}

	async function configureFirst(): Promise<Result<null>> {
		const noted = await store.decisions({ types: ['incident-noted'] });
		hasNoted ||= noted.ok && noted.value.length > 0;
		const configured = await store.configure(setup());
		if (!configured.ok) return configured;
		const begun = await options.begin();
		if (!begun.ok) return begun;
		const kept = await store.sources();
		if (!kept.ok) return kept;
		loop.add(own.synced, kept.value);
		return ok(null);
	}

	/** Sources begin once the store judges by the right rules; one that another project brought already stays that one's. */
	async function connect({ name, projectId, sources }: DeliveryProject): Promise<void> {
		if (connected.has(projectId)) return;
		const kept = await store.sources();
		if (!projects.has(projectId) || lifetime.signal.aborted) return;
		connected.add(projectId);
		const known = new Set(loop.states().map(({ synced }) => synced.source.id));
		const fresh = sources.filter(({ source }) => !known.has(source.id));
		for (const { source } of sources.filter((one) => !fresh.includes(one))) {
			const title = `${source.label} is read for another open project already`;
			options.notify({ tone: 'warn', title, detail: `What ${name} says of it does not hold meanwhile.` });
			await source.close();
		}
		loop.add(fresh, kept.ok ? kept.value : []);
	}

	function tellOverruled(project: DeliveryProject): void {
		const first = open()[0];
		const detail = first === undefined || first === project ? null : overruled(first, project);
		if (detail === null) return;
		options.notify({ tone: 'warn', title: `Some rules of ${project.name} do not hold in this room`, detail });
	}

	return {
		start: () => plan(graceMs),
		add(project, services) {
			projects.set(project.projectId, { project, services: services.map(({ service }) => service) });
			tellOverruled(project);
			own.opened(services);
			plan(togetherMs);
		},
		async remove(projectId) {
			const closing = projects.get(projectId);
			if (closing === undefined) return;
			projects.delete(projectId);
			own.closed(closing.services);
			const mine = ({ synced }: { readonly synced: SyncedSource }): boolean => synced.projectId === projectId;
			await loop.remove(loop.states().flatMap((state) => (mine(state) ? [state.synced.source.id] : [])));
			if (!connected.delete(projectId)) await closeSources(closing.project);
			plan(togetherMs);
		},
		open,
		setup,
		async whole() {
			await firstAnswer;
			return failure ?? (isWhole ? ok(null) : closing());
		},
		incidentNoted() {
			if (hasNoted) return;
			hasNoted = true;
			if (isWhole) plan(togetherMs);
		},
		stop() {
			lifetime.abort();
			due?.cancel();
			settle();
		},
	};
}

async function closeSources({ sources }: DeliveryProject): Promise<void> {
	await Promise.allSettled(sources.map(({ source }) => source.close()));
}

function closing(): Failure {
	return fail('disconnected', 'The control room is being closed.', 'Open it again.');
}

/** What of delivery is on the room: sources as they change, and the frame of the screens, at a bearable pace. */
import { benchmarkEditions } from '../../../shared/domain/delivery/benchmarks.ts';
import { dateAt } from '../../../shared/domain/pipeline/local-time.ts';
import type { Tier } from '../../../shared/domain/release.ts';
import type { Problem, Result } from '../../../shared/domain/result.ts';
import type { DeliveryView, FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { RoomChange } from '../../../shared/rpc/views.ts';
import type { DeliveryStore, StoredSource } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import type { KnownNames } from './checks.ts';
import { unlinkedBackMs } from './questions.ts';
import { type DeliveryProject, groupsOf, roomPolicy } from './setup.ts';

export interface DeliveryBoard {
	/** Answers may differ: facts came in (drawn after a moment, for more may follow), or somebody waits to see it. */
	changed(how: 'facts' | 'at-once'): void;
	/** A source is not what it was. */
	sourceChanged(): void;
	/** The configuration holds and decisions are there: answers are whole. */
	ready(): void;
	/** Why there are no answers. */
	failed(problem: Problem): void;
	known(): KnownNames;
	today(): string;
	stop(): void;
}

/** While facts stream in, screens ask again at this pace. */
const factsPaceMs = 3_000;
const atOncePaceMs = 30;
const sourcesPaceMs = 250;
/** How often to see whether it is another day. */
const dayLookMs = 60_000;

const everything = { services: [], group: null, environments: [] } as const;

interface Unit {
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
}

type Answers = Pick<DeliveryView, 'months' | 'unlinked' | 'reports'>;

export function createDeliveryBoard(options: {
	readonly hub: Pick<RoomHub, 'change' | 'state'>;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly store: Pick<DeliveryStore, 'months' | 'unlinked' | 'decisions' | 'units' | 'sources'>;
	readonly projects: () => readonly DeliveryProject[];
	/** Sources as they are now, given what the store keeps of them. */
	readonly views: (stored: readonly StoredSource[]) => readonly FactSourceView[];
}): DeliveryBoard {
	const { hub, clock, logger, store, projects } = options;
	let revision = 0;
	let isReady = false;
	let problem: Problem | null = null;
	let answers: Answers = { months: [], unlinked: 0, reports: [] };
	let units: readonly Unit[] = [];
	let stored: readonly StoredSource[] = [];
	let isStopped = false;
	let due: { readonly at: number; cancel: () => void } | null = null;
	let isAsking = false;
	let isStale = false;
	let areSourcesDue = false;
	let cancelDayLook: () => void = () => undefined;

	const zone = (): string => roomPolicy(projects()).policy.zone;
	const today = (): string => dateAt(clock.now(), zone()).toString();

	function configured(): readonly Unit[] {
		return projects().flatMap(({ services }) =>
			services.flatMap(({ name, environments }) =>
				environments.map((environment) => ({ service: name, environment: environment.name, tier: environment.tier })),
			),
		);
	}

	function show(): void {
		if (isStopped) return;
		const all = [...configured(), ...units];
		const configuredServices = projects().flatMap(({ services }) => services.map(({ name }) => name));
		const view: DeliveryView = {
			...{ revision, zone: zone(), isReady, problem, today: today() },
			services: [...new Set([...configuredServices, ...units.map(({ service }) => service)])].sort(),
			groups: groupsOf(projects()),
			environments: environmentsOf(all),
			...answers,
			benchmarks: benchmarkEditions.map(({ edition, source }) => ({ edition, source })),
		};
		hub.change([{ collection: 'delivery', key: '', value: view }]);
	}

	async function ask(): Promise<void> {
		due = null;
		if (isAsking || isStopped) {
			isStale = isAsking;
			return;
		}
		isAsking = true;
		isStale = false;
		// Named before the questions: what comes in while they are answered is of a later one.
		revision += 1;
		try {
			const kept = await store.sources();
			if (kept.ok) stored = kept.value;
			answers = await answersOf(store, clock.now(), answers, report);
			const found = await store.units();
			if (found.ok) units = found.value;
			show();
			showSources();
		} finally {
			isAsking = false;
			if (isStale) plan(factsPaceMs);
		}
	}

	function report(failure: Extract<Result<never>, { ok: false }>): void {
		logger.warn({ problem: failure.problem, err: failure.cause }, 'the frame of delivery could not be asked for');
	}

	function plan(afterMs: number): void {
		const at = clock.monotonic() + afterMs;
		if (isStopped || (due !== null && due.at <= at)) return;
		due?.cancel();
		due = {
			at,
			cancel: clock.after(
				afterMs,
				() => void ask().catch((err: unknown) => logger.error({ err }, 'delivery was not drawn')),
			),
		};
	}

	function showSources(): void {
		if (isStopped) return;
		const views = options.views(stored);
		const before = hub.state().factSources;
		const ids = new Set(views.map(({ id }) => id));
		const gone = Object.keys(before).filter((id) => !ids.has(id));
		hub.change([
			...views
				.filter((view) => JSON.stringify(before[view.id]) !== JSON.stringify(view))
				.map((value): RoomChange => ({ collection: 'factSources', key: value.id, value })),
			...gone.map((key): RoomChange => ({ collection: 'factSources', key, value: null })),
		]);
	}

	/** At midnight of the reporting zone periods move on. */
	function lookAtDay(): void {
		cancelDayLook = clock.after(dayLookMs, () => {
			if (hub.state().delivery.today !== today()) plan(atOncePaceMs);
			lookAtDay();
		});
	}
	lookAtDay();

	return {
		changed: (how) => plan(how === 'facts' ? factsPaceMs : atOncePaceMs),
		sourceChanged() {
			if (areSourcesDue || isStopped) return;
			areSourcesDue = true;
			clock.after(sourcesPaceMs, () => {
				areSourcesDue = false;
				showSources();
			});
		},
		ready() {
			isReady = true;
			problem = null;
			plan(0);
		},
		failed(found) {
			problem = found;
			show();
		},
		known: () => ({
			services: [...new Set([...configured(), ...units].map(({ service }) => service))],
			groups: groupsOf(projects()).map(({ name }) => name),
			environments: environmentsOf([...configured(), ...units]).map(({ name }) => name),
		}),
		today,
		stop() {
			isStopped = true;
			due?.cancel();
			cancelDayLook();
		},
	};
}

/** A name may be production of one service and staging of another: then it is production. */
function environmentsOf(units: readonly Unit[]): DeliveryView['environments'] {
	const found = new Map<string, boolean>();
	for (const { environment, tier } of units) {
		found.set(environment, found.get(environment) === true || tier === 'production');
	}
	return [...found].map(([name, isProduction]) => ({ name, isProduction }));
}

async function answersOf(
	store: Pick<DeliveryStore, 'months' | 'unlinked' | 'decisions'>,
	now: number,
	before: Answers,
	report: (failure: Extract<Result<never>, { ok: false }>) => void,
): Promise<Answers> {
	const months = await store.months(everything);
	const unlinked = await store.unlinked({ scope: everything, from: now - unlinkedBackMs, limit: 1 });
	const frozen = await store.decisions({ types: ['report-frozen'] });
	for (const asked of [months, unlinked, frozen]) if (!asked.ok) report(asked);
	const reports = frozen.ok
		? frozen.value.flatMap(({ decision, at }) =>
				decision.type === 'report-frozen' ? [{ scope: decision.scope, month: decision.month, frozenAt: at }] : [],
			)
		: before.reports;
	return {
		months: months.ok ? months.value : before.months,
		unlinked: unlinked.ok ? unlinked.value.total : before.unlinked,
		reports: [...reports].sort((a, b) => (a.month === b.month ? 0 : a.month < b.month ? 1 : -1)),
	};
}

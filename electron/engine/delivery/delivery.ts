/** Delivery metrics of the room: sources that are read, facts that are kept, decisions that are journalled, questions answered. */
import { isAnswerable } from '../../../shared/domain/maturity/items.ts';
import { type Failure, ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import { noDelivery } from '../../../shared/rpc/delivery-views.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import type { DecisionJournal, DeliveryStore, PdfPrinter, ReportFiles } from '../delivery-ports.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { QuarantineSource } from '../delivery-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock, Logger, Store } from '../ports.ts';
import type { CreateRetrospective, Retrospective } from '../retrospective/ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { createSourceActs } from './acts.ts';
import { clickedOnce } from './clicked-once.ts';
import { createDecisionDesk, type DecisionDesk } from './decision-desk.ts';
import { createDeliveryDecisions } from './decisions.ts';
import type { ImportSourceFactory } from './imports.ts';
import { createNoDelivery, noStore } from './no-delivery.ts';
import type { OwnSources, PipelinesKept } from './own-sources.ts';
import { createQuarantineBook, quarantineTypes } from './quarantine-book.ts';
import { createQuarantineDesk } from './quarantine-desk.ts';
import { createQuestions } from './questions.ts';
import { createProjectDesk } from './project-desk.ts';
import { createReading } from './reading.ts';
import { retrospectiveSetup } from './retrospective-setup.ts';
import type { DeliveryProject } from './setup.ts';

/** What delivery metrics need of the host. */
export interface DeliveryPorts {
	/** A store that could not be opened holds back nothing else: the screens say why. */
	readonly store: Result<DeliveryStore>;
	/** Where a damaged file of facts was moved to when a new one was begun; left out or null: it was whole. */
	readonly setAsideTo?: string | null;
	readonly journal: DecisionJournal;
	readonly importSource: ImportSourceFactory;
	/** Null: this host prints nothing, or writes no files. */
	readonly printer: PdfPrinter | null;
	readonly files: ReportFiles | null;
	/** SHA-256 of UTF-8 text, hex. */
	readonly sha256: (text: string) => string;
	readonly createRetrospective: CreateRetrospective;
}

export interface Delivery {
	readonly api: DeliveryApi;
	/** Takes a project's part up behind everything else; nobody waits for it. */
	open(project: DeliveryProject, services: readonly ServiceSetup[]): void;
	close(projectId: string): Promise<void>;
	/** What of it needs a person. */
	needs(): readonly NeedView[];
	/** For gates on tests; null where nothing is measured, and so nothing in quarantine. */
	readonly quarantines: QuarantineSource | null;
	/** Hears what may be a new fact of our own. */
	readonly news: {
		deploymentChanged(): void;
		runsChanged(service: string): void;
		testsRead: NonNullable<OwnSources['tests']>['read'];
	};
	/** Writes a month's report into a folder: for a host without a screen. */
	readonly writeReport: Retrospective['write'];
	stop(): Promise<void>;
}

export interface DeliveryOptions {
	readonly clock: Clock;
	readonly logger: Logger;
	readonly hub: RoomHub;
	readonly desk: Pick<NoticeDesk, 'notify'>;
	readonly journal: Pick<Store, 'journal' | 'events' | 'lastSeq'>;
	readonly pipelines: PipelinesKept | null;
	/** Null where the host brings no store of facts. */
	readonly ports: DeliveryPorts | null;
	readonly onNeeds: () => void;
	/** Other tests of these services are in quarantine than before. */
	readonly onQuarantines: (services: readonly string[]) => void;
}

/** Puts the parts together. Nothing of it is awaited on the road of a deployment. */
export function createDelivery(options: DeliveryOptions): Delivery {
	const { ports, logger } = options;
	const store = ports?.store ?? noStore();
	if (ports !== null && store.ok) {
		if (ports.setAsideTo != null) tellSetAside(options, ports.setAsideTo);
		return createMeasured(options, ports, store.value);
	}
	if (store.ok) return createUnmeasured(options, noStore());
	if (ports !== null) logger.error({ problem: store.problem, err: store.cause }, 'the store of facts did not open');
	return createUnmeasured(options, store);
}

/** The screens look as after a first start until the sources were read: nobody should have to guess why. */
function tellSetAside({ logger, desk }: DeliveryOptions, setAsideTo: string): void {
	logger.warn({ setAsideTo }, 'the file of delivery facts was damaged and set aside');
	desk.notify({
		tone: 'warn',
		title: 'The file of delivery facts was damaged, and a new one was begun',
		detail: `The old one is kept as ${setAsideTo}. Sources are read again from their beginning; what people decided is in the journal and holds. Import again what was imported by hand.`,
	});
}

/** Everything else of the room works; the screens say why there are no answers. */
function createUnmeasured({ hub }: DeliveryOptions, failure: Failure): Delivery {
	hub.change([{ collection: 'delivery', key: '', value: { ...noDelivery, problem: failure.problem } }]);
	const nothing = () => undefined;
	return {
		api: createNoDelivery(failure),
		open: (project) => void Promise.allSettled(project.sources.map(({ source }) => source.close())),
		close: async () => undefined,
		needs: () => [],
		quarantines: null,
		news: { deploymentChanged: nothing, runsChanged: nothing, testsRead: nothing },
		writeReport: async () => failure,
		stop: async () => undefined,
	};
}

/** The parts of it, each told by the others what concerns it. */
function createParts(options: DeliveryOptions, ports: DeliveryPorts, store: DeliveryStore) {
	const { clock, logger, hub, desk: notices } = options;
	const reading = createReading({
		...options,
		store,
		importSource: ports.importSource,
		projects: () => projects.open(),
	});
	const { board, loop, own, imports } = reading;
	const quarantines = createQuarantineDesk({
		...{ store, clock, logger, notify: notices.notify, onNeeds: options.onNeeds },
		projects: () => projects.open(),
		onEnded: () => board.changed('at-once'),
	});
	const book = createQuarantineBook({ journal: ports.journal, logger, onChange: options.onQuarantines });
	const decisions = createDecisionDesk({
		...{ journal: ports.journal, store, clock, logger },
		onMirrored(types) {
			board.changed('at-once');
			if (quarantineTypes.some((type) => types.has(type))) {
				void quarantines.refresh();
				void book.refresh();
			}
			if (types.has('incident-noted')) projects.incidentNoted();
			if (types.has('report-written')) retrospective.again();
		},
	});
	const projects = createProjectDesk({
		...{ store, clock, logger, loop, own, notify: notices.notify },
		begin: () => decisions.catchUp(),
		onConfigured(isFirst) {
			board.ready();
			if (isFirst) {
				imports.open();
				retrospective.open();
			} else retrospective.again();
			void quarantines.refresh();
		},
		onProblem: board.failed,
	});
	const retrospective = ports.createRetrospective({
		...{ store, clock, logger, sha256: ports.sha256, printer: ports.printer, files: ports.files },
		setup: async () => {
			const whole = await projects.whole();
			if (!whole.ok) return whole;
			const { factSources } = hub.state();
			return ok(retrospectiveSetup(projects.open(), board.known(), Object.values(factSources), projects.setup()));
		},
		record: decisions.record,
		onNeeds: options.onNeeds,
	});
	return { ...reading, quarantines, book, decisions, projects, retrospective };
}

function createMeasured(options: DeliveryOptions, ports: DeliveryPorts, store: DeliveryStore): Delivery {
	const { clock } = options;
	const parts = createParts(options, ports, store);
	const { board, loop, own, imports, quarantines, book, decisions, projects, retrospective } = parts;
	const made = createDeliveryDecisions({
		...{ desk: toldToGates(decisions, book), store, clock, known: board.known, today: board.today },
		isMaturityItem: isAnswerable,
	});
	projects.start();
	return {
		api: {
			...createQuestions({ store, clock, whole: projects.whole }),
			...createSourceActs({ loop, imports, store, whole: projects.whole, onForgotten: () => board.changed('at-once') }),
			...clickedOnce(made),
			maturity: retrospective.maturity,
			maturityMonth: retrospective.maturityMonth,
			retrospective: retrospective.retrospective,
			exportReport: retrospective.exportReport,
			reportSchema: retrospective.reportSchema,
			freezeReport: retrospective.freezeReport,
		},
		open: projects.add,
		close: projects.remove,
		needs: () => [...quarantines.needs(), ...retrospective.needs()],
		quarantines: book,
		news: {
			deploymentChanged: () => loop.soon('journal'),
			runsChanged: own.runsChanged,
			testsRead: (run, config, tests) => own.tests?.read(run, config, tests),
		},
		writeReport: retrospective.write,
		async stop() {
			projects.stop();
			board.stop();
			decisions.stop();
			const ended = Promise.allSettled([imports.stop(), loop.stop(), quarantines.stop(), retrospective.close()]);
			await within(clock, endWithinMs, ended);
			await store.close();
		},
	};
}

/** Gates hear of quarantines from the journal, also while the store of facts takes nothing: one that was ended must not go on. */
function toldToGates(desk: Pick<DecisionDesk, 'record'>, book: QuarantineSource): Pick<DecisionDesk, 'record'> {
	return {
		async record(decision, actor, key) {
			const recorded = await desk.record(decision, actor, key);
			if (recorded.ok && quarantineTypes.includes(decision.type)) await book.refresh();
			return recorded;
		},
	};
}

/** What is read or written just now may wait for a store that is busy; the room's environments close behind all this. */
const endWithinMs = 5_000;

function within(clock: Pick<Clock, 'after'>, ms: number, work: Promise<unknown>): Promise<void> {
	return new Promise((resolve) => {
		const cancel = clock.after(ms, resolve);
		void work.finally(() => {
			cancel();
			resolve();
		});
	});
}

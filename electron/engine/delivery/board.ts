/** What of delivery is on the room: sources as they change, and the frame of the screens, at a bearable pace. */
import { dateAt } from '../../../shared/domain/pipeline/local-time.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { StoredSource } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { askAgain, type AskedStore, type Kept, nothingKept } from './board-answers.ts';
import { frameOf, knownNames, sourceChanges, type Standing } from './board-frame.ts';
import type { KnownNames } from './checks.ts';
import { createLaterOnce } from './later-once.ts';
import { createPacer } from './pacer.ts';
import { type DeliveryProject, roomPolicy } from './setup.ts';

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

export interface BoardOptions {
	readonly hub: Pick<RoomHub, 'change' | 'state'>;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly store: AskedStore;
	readonly projects: () => readonly DeliveryProject[];
	/** Sources as they are now, given what the store keeps of them. */
	readonly views: (stored: readonly StoredSource[]) => readonly FactSourceView[];
}

export function createDeliveryBoard(options: BoardOptions): DeliveryBoard {
	const { hub, clock, logger, store, projects } = options;
	let frame: Pick<Standing, 'revision' | 'isReady' | 'problem'> = { revision: 0, isReady: false, problem: null };
	let kept: Kept = nothingKept;
	let isStopped = false;
	const onFailed = (err: unknown): void => logger.error({ err }, 'delivery was not drawn');
	const asking = createPacer({ clock, work: ask, onFailed });
	const sources = createLaterOnce(clock, sourcesPaceMs, showSources);
	const days = createLaterOnce(clock, dayLookMs, lookAtDay);
	days.ask('');

	const zone = (): string => roomPolicy(projects()).policy.zone;
	const today = (): string => dateAt(clock.now(), zone()).toString();

	function show(): void {
		const value = frameOf({ ...frame, zone: zone(), today: today() }, projects(), kept.units, kept.answers);
		if (!isStopped) hub.change([{ collection: 'delivery', key: '', value }]);
	}

	function showSources(): void {
		if (!isStopped) hub.change(sourceChanges(hub.state().factSources, options.views(kept.sources)));
	}

	/** At midnight of the reporting zone periods move on. */
	function lookAtDay(): void {
		if (hub.state().delivery.today !== today()) asking.wish(atOncePaceMs);
		days.ask('');
	}

	async function ask(): Promise<void> {
		// Named before the questions: what comes in while they are answered is of a later one.
		frame = { ...frame, revision: frame.revision + 1 };
		kept = await askAgain(store, clock.now(), kept, ({ problem, cause }) =>
			logger.warn({ problem, err: cause }, 'the frame of delivery could not be asked for'),
		);
		show();
		showSources();
	}

	return {
		changed: (how) => asking.wish(how === 'facts' ? factsPaceMs : atOncePaceMs),
		sourceChanged: () => sources.ask(''),
		ready() {
			frame = { ...frame, isReady: true, problem: null };
			asking.wish(0);
		},
		failed(problem) {
			frame = { ...frame, problem };
			show();
		},
		known: () => knownNames(projects(), kept.units),
		today,
		stop() {
			isStopped = true;
			asking.stop();
			sources.stop();
			days.stop();
		},
	};
}

/** Quarantines in force: written where test runners read them, told before they end, and ended by themselves. */
import { formatDuration } from '../../../shared/domain/format.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import { createLane } from '../lane.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { Clock, Logger } from '../ports.ts';
import { createQuarantineFiles, type QuarantineFilesOptions } from './quarantine-files.ts';

export interface QuarantineDesk {
	/** Decisions or projects changed: reads what is in force, and writes the files that differ. */
	refresh(): Promise<void>;
	needs(): readonly NeedView[];
	stop(): Promise<void>;
}

const dayMs = 86_400_000;
/** So long before its end a quarantine needs somebody. */
export const expiryNoticeMs = 7 * dayMs;
const retryMs = 60_000;
/** However far away the next end is: the wall clock may be set meanwhile. */
const longestSleepMs = 3_600_000;

export function createQuarantineDesk(
	options: QuarantineFilesOptions & {
		readonly store: Pick<DeliveryStore, 'quarantines'>;
		readonly clock: Clock;
		readonly logger: Logger;
		readonly notify: NoticeDesk['notify'];
		/** What needs somebody may have changed. */
		readonly onNeeds: () => void;
		/** One ended by itself: answers differ. */
		readonly onEnded: () => void;
	},
): QuarantineDesk {
	const { store, clock, logger } = options;
	const files = createQuarantineFiles(options);
	// Two writes of one file must not overtake each other.
	const lane = createLane();
	let held: readonly Quarantine[] = [];
	let cancel: () => void = () => undefined;
	let isStopped = false;

	async function read(): Promise<void> {
		cancel();
		const now = clock.now();
		const found = await store.quarantines(now);
		if (isStopped) return;
		if (!found.ok) {
			// Nothing is written: that nobody knows of a quarantine does not end it.
			logger.warn({ problem: found.problem, err: found.cause }, 'quarantines could not be read');
			return lookAgain(retryMs);
		}
		const ended = endedBy(now, held, found.value);
		held = found.value;
		for (const one of ended) options.notify(endNotice(one));
		if (ended.length > 0) options.onEnded();
		await files.write(held);
		options.onNeeds();
		lookAgain(untilNext(held, now));
	}

	function lookAgain(afterMs: number): void {
		if (!isStopped) cancel = clock.after(afterMs, () => void refresh());
	}

	const refresh = (): Promise<void> =>
		lane.run(read).catch((err: unknown) => {
			logger.error({ err }, 'quarantines were not written');
			lookAgain(retryMs);
		});

	return {
		refresh,
		needs: () => needsAt(held, clock.now()),
		async stop() {
			isStopped = true;
			cancel();
			await lane.idle();
		},
	};
}

/** Those that ended by themselves; one that was renewed has not. */
function endedBy(now: number, held: readonly Quarantine[], found: readonly Quarantine[]): readonly Quarantine[] {
	const keyOf = ({ service, test }: Quarantine): string => `${service}\n${test}`;
	const inForce = new Set(found.map(keyOf));
	return held.filter((one) => one.expiresAt <= now && !inForce.has(keyOf(one)));
}

function endNotice({ service, test, owner, reason }: Quarantine): Parameters<NoticeDesk['notify']>[0] {
	const title = `${service}: the quarantine of "${test}" has ended`;
	return { tone: 'warn', title, detail: `It counts again. Quarantined for ${owner}: ${reason}` };
}

function untilNext(held: readonly Quarantine[], now: number): number {
	const moments = held.flatMap(({ expiresAt }) => [expiresAt, expiresAt - expiryNoticeMs]).filter((at) => at > now);
	return Math.max(1_000, Math.min(...moments, now + longestSleepMs) - now);
}

function needsAt(held: readonly Quarantine[], now: number): readonly NeedView[] {
	return held
		.filter(({ expiresAt }) => expiresAt > now && expiresAt - now <= expiryNoticeMs)
		.map((entry) => needOf(entry, now));
}

function needOf({ service, test, expiresAt, owner, reason }: Quarantine, now: number): NeedView {
	return {
		id: `quarantine:${service}:${test}`,
		urgency: 'soon',
		kind: 'quarantine',
		title: `${service}: the quarantine of "${test}" ends in ${formatDuration(expiresAt - now)}`,
		detail: `${owner} looks after it: ${reason} Mend the test, or renew the quarantine with a reason.`,
		since: expiresAt - expiryNoticeMs,
		deploymentId: null,
		environment: null,
	};
}

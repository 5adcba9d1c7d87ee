/** Quarantines in force: written where test runners read them, told before they end, and ended by themselves. */
import { formatDuration } from '../../../shared/domain/format.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import { createLane } from '../lane.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { Clock, Logger } from '../ports.ts';
import type { DeliveryProject } from './setup.ts';

export interface QuarantineDesk {
	/** Decisions or projects changed: reads what is in force, and writes the files that differ. */
	refresh(): Promise<void>;
	needs(): readonly NeedView[];
	stop(): Promise<void>;
}

const dayMs = 86_400_000;
/** So long before its end a quarantine needs somebody. */
export const expiryNoticeMs = 7 * dayMs;
/** However far away the next end is: the wall clock may be set meanwhile. */
const longestSleepMs = 3_600_000;

export function createQuarantineDesk(options: {
	readonly store: Pick<DeliveryStore, 'quarantines'>;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly projects: () => readonly DeliveryProject[];
	readonly notify: NoticeDesk['notify'];
	/** What needs somebody may have changed. */
	readonly onNeeds: () => void;
	/** One ended by itself: answers differ. */
	readonly onEnded: () => void;
}): QuarantineDesk {
	const { store, clock, logger } = options;
	// Two writes of one file must not overtake each other.
	const lane = createLane();
	/** Why a file could not be written, by project, until it could. */
	const told = new Map<string, string>();
	let held: readonly Quarantine[] = [];
	let cancel: () => void = () => undefined;
	let isStopped = false;

	async function read(): Promise<void> {
		cancel();
		const now = clock.now();
		const found = await store.quarantines(now);
		if (isStopped) return;
		if (found.ok) take(found.value, now);
		else logger.warn({ problem: found.problem }, 'quarantines could not be read');
		await writeFiles();
		options.onNeeds();
		cancel = clock.after(Math.min(longestSleepMs, untilNext(now)), () => void refresh());
	}

	function take(found: readonly Quarantine[], now: number): void {
		const ended = held.filter(({ expiresAt }) => expiresAt <= now);
		held = found;
		for (const { service, test, reason, owner } of ended) {
			const title = `${service}: the quarantine of "${test}" has ended`;
			options.notify({ tone: 'warn', title, detail: `It counts again. Quarantined for ${owner}: ${reason}` });
		}
		if (ended.length > 0) options.onEnded();
	}

	async function writeFiles(): Promise<void> {
		for (const { projectId, quarantine, services } of options.projects()) {
			if (quarantine === null) continue;
			const names = new Set(services.map(({ name }) => name));
			const entries = held.filter(({ service }) => names.has(service));
			// What was written before may be gone: the file is named anew, or another branch is checked out. One that is right stays.
			const done = await quarantine.writer.write(quarantine.file, entries);
			if (done.ok) told.delete(projectId);
			else tellOnce(projectId, done.problem.message, done.problem.hint);
		}
	}

	function tellOnce(projectId: string, title: string, detail: string): void {
		if (told.get(projectId) === title) return;
		told.set(projectId, title);
		options.notify({ tone: 'warn', title, detail });
	}

	function untilNext(now: number): number {
		const moments = held.flatMap(({ expiresAt }) => [expiresAt, expiresAt - expiryNoticeMs]).filter((at) => at > now);
		return Math.max(1_000, Math.min(...moments, now + longestSleepMs) - now);
	}

	const refresh = (): Promise<void> =>
		lane.run(read).catch((err: unknown) => logger.error({ err }, 'quarantines were not written'));

	return {
		refresh,
		needs() {
			const now = clock.now();
			return held
				.filter(({ expiresAt }) => expiresAt > now && expiresAt - now <= expiryNoticeMs)
				.map((entry) => needOf(entry, now));
		},
		async stop() {
			isStopped = true;
			cancel();
			await lane.idle();
		},
	};
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

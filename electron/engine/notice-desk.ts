/** Tells people what happened: one notice for each thing worth one, kept until they are cleared or too many. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import type { EnvironmentKey } from '../../shared/domain/release.ts';
import type { Problem } from '../../shared/domain/result.ts';
import type { ConnectionView, NoticeView } from '../../shared/rpc/views.ts';
import { type NoticeDraft, noticeOf, noticePlace } from './notices.ts';
import type { Clock } from './ports.ts';
import type { RecalledNotice } from './recall.ts';
import type { RoomHub } from './room-hub.ts';

export interface NoticeDesk {
	notify(draft: NoticeDraft, place?: Pick<NoticeView, 'deploymentId' | 'environment'>): void;
	/** Tells what a deployment's event means, where that is worth telling. */
	recorded(deployment: Deployment, events: readonly RecordedEvent[]): void;
	/** Tells a trouble once, not at every attempt that meets it. */
	trouble(key: EnvironmentKey, problem: Problem): void;
	/** Tells when a connection is lost or answers again. */
	connection(before: ConnectionView['state'] | undefined, now: ConnectionView): void;
	clear(): void;
	/** Puts notices of an earlier run back, with their own times. */
	recall(notices: readonly RecalledNotice[]): void;
}

const keptNotices = 200;

export function createNoticeDesk(hub: RoomHub, clock: Clock): NoticeDesk {
	const lastStates = new Map<string, Deployment['state']>();
	const toldTroubles = new Map<string, string>();
	let count = 0;

	function put(draft: RecalledNotice): void {
		count += 1;
		// Zero-padded, so that the order of the keys is the order of the notices.
		const id = String(count).padStart(8, '0');
		const notice: NoticeView = { id, ...draft };
		const outdated = Object.keys(hub.state().notices).sort().slice(0, -keptNotices);
		hub.change([
			{ collection: 'notices', key: id, value: notice },
			...outdated.map((key) => ({ collection: 'notices', key, value: null }) as const),
		]);
	}

	const notify: NoticeDesk['notify'] = (draft, place = { deploymentId: null, environment: null }) =>
		put({ at: clock.now(), ...draft, ...place });

	return {
		notify,
		recorded(deployment, events) {
			const before = lastStates.get(deployment.id) ?? null;
			if (isInFlight(deployment) || deployment.warmUntil !== null) lastStates.set(deployment.id, deployment.state);
			else lastStates.delete(deployment.id);
			const first = events[0];
			const notice = first === undefined ? null : noticeOf(before, deployment, first);
			if (notice !== null) notify(notice, noticePlace(deployment));
		},
		trouble(key, problem) {
			if (toldTroubles.get(key) === problem.message) return;
			toldTroubles.set(key, problem.message);
			notify({ tone: 'bad', title: problem.message, detail: problem.hint }, { deploymentId: null, environment: key });
		},
		connection(before, now) {
			if (before === 'reachable' && now.state === 'unreachable') {
				notify({ tone: 'warn', title: `${now.label} cannot be reached`, detail: now.problem?.message ?? null });
			}
			if (before === 'unreachable' && now.state === 'reachable') {
				notify({ tone: 'good', title: `${now.label} answers again`, detail: null });
			}
		},
		clear() {
			const keys = Object.keys(hub.state().notices);
			hub.change(keys.map((key) => ({ collection: 'notices', key, value: null })));
		},
		recall(notices) {
			for (const notice of notices.slice(-keptNotices)) put(notice);
		},
	};
}

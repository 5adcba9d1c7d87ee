/** Tells people what happened: one notice for each thing worth one, kept until they are cleared or too many. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import { type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import type { Problem } from '../../shared/domain/result.ts';
import type { ConnectionView, NoticeView } from '../../shared/rpc/views.ts';
import { type NoticeDraft, noticeOf, noticePlace } from './notices.ts';
import type { Clock } from './ports.ts';
import type { Recalled, RecalledNotice } from './recall.ts';
import type { RoomHub } from './room-hub.ts';

export interface NoticeDesk {
	notify(draft: NoticeDraft, place?: Pick<NoticeView, 'deploymentId' | 'environment'>): void;
	/** Tells what a deployment's event means, where that is worth telling. */
	recorded(deployment: Deployment, events: readonly RecordedEvent[]): void;
	/** Tells a trouble once, not at every attempt that meets it; again when it was over in between. */
	trouble(key: EnvironmentKey, problem: Problem): void;
	/** Everything about the last event was said: a trouble that was not met again with it is over. */
	settled(key: EnvironmentKey): void;
	/** Tells when a connection is lost or answers again. */
	connection(before: ConnectionView['state'] | undefined, now: ConnectionView): void;
	clear(): void;
	/** Puts notices of an earlier run back, with their own times; what they told is not told again. */
	recall(recalled: Recalled): void;
}

const keptNotices = 200;

export function createNoticeDesk(hub: RoomHub, clock: Clock): NoticeDesk {
	const lastStates = new Map<string, Deployment['state']>();
	const toldTroubles = new Map<EnvironmentKey, string>();
	/**
	 * Environments with an event since their trouble. It may be over; or, on the way back, the event was told before it could
	 * be written, and the same trouble follows it within the same turn.
	 */
	const perhapsOver = new Set<EnvironmentKey>();
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
			const key = environmentKey(deployment.service, deployment.environment);
			if (toldTroubles.has(key)) perhapsOver.add(key);
			const first = events[0];
			const notice = first === undefined ? null : noticeOf(before, deployment, first);
			if (notice !== null) notify(notice, noticePlace(deployment));
		},
		trouble(key, problem) {
			perhapsOver.delete(key);
			if (toldTroubles.get(key) === problem.message) return;
			toldTroubles.set(key, problem.message);
			notify({ tone: 'bad', title: problem.message, detail: problem.hint }, { deploymentId: null, environment: key });
		},
		settled(key) {
			if (perhapsOver.delete(key)) toldTroubles.delete(key);
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
		recall({ notices, states }) {
			for (const [id, state] of states) if (!lastStates.has(id)) lastStates.set(id, state);
			for (const notice of notices.slice(-keptNotices)) put(notice);
		},
	};
}

/** After a restart: the notices of the last deployments again, told from the journal, so that the list really lasts. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { transition } from '../../shared/domain/deployment/transition.ts';
import type { NoticeView } from '../../shared/rpc/views.ts';
import { noticeOf, noticePlace } from './notices.ts';
import type { Store } from './ports.ts';

export type RecalledNotice = Omit<NoticeView, 'id'>;

export interface Recalled {
	/** Notices of the newest deployments, oldest first. */
	readonly notices: readonly RecalledNotice[];
	/** The states of deployments that go on: what brought them there was told in an earlier run. */
	readonly states: ReadonlyMap<string, Deployment['state']>;
}

/** Deployments whose notices are told again. */
const recalledDeployments = 20;

function noticesOf(history: readonly RecordedEvent[]): readonly RecalledNotice[] {
	const told: RecalledNotice[] = [];
	let deployment: Deployment | null = null;
	for (const recorded of history) {
		const before: Deployment['state'] | null = deployment?.state ?? null;
		deployment = transition(deployment, recorded).deployment;
		const notice = noticeOf(before, deployment, recorded);
		if (notice !== null) told.push({ ...notice, ...noticePlace(deployment), at: recorded.at });
	}
	return told;
}

/** What an earlier run told; empty where the journal cannot be read. */
export async function recallNotices(store: Store): Promise<Recalled> {
	const [rows, open] = await Promise.all([
		store.listDeployments({ limit: recalledDeployments }),
		store.openDeployments(),
	]);
	const going = open.ok ? open.value : [];
	const states = new Map(going.map(({ deployment }) => [deployment.id, deployment.state]));
	if (!rows.ok) return { notices: [], states };
	const histories = await Promise.all(rows.value.map((row) => store.events(row.deployment.id)));
	const notices = histories
		.flatMap((history) => (history.ok ? noticesOf(history.value) : []))
		.sort((left, right) => left.at - right.at);
	return { notices, states };
}

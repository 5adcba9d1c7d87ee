/** Which events are worth telling, and in which words. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { machineHold } from '../../shared/domain/deployment/machine.ts';
import { type Deployment, isOnItsWay } from '../../shared/domain/deployment/model.ts';
import { formatPercent } from '../../shared/domain/format.ts';
import { actorName, environmentKey } from '../../shared/domain/release.ts';
import { observedSplit, type TargetState, type TrafficSplit } from '../../shared/domain/target/model.ts';
import type { NoticeView } from '../../shared/rpc/views.ts';

export type NoticeDraft = Pick<NoticeView, 'tone' | 'title' | 'detail'>;

/** What a recorded event is told as, given the deployment after it; null when it is not worth a notice. */
export function noticeOf(
	before: Deployment['state'] | null,
	after: Deployment,
	recorded: RecordedEvent,
): NoticeDraft | null {
	const place = `${after.service} ${after.environment}`;
	const { version } = after.release;
	if (recorded.event.type === 'created') {
		return {
			tone: 'info',
			title: `${place}: ${version} started`,
			detail: `${after.strategy.kind}, by ${actorName(recorded.actor)}`,
		};
	}
	if (recorded.event.type === 'split-drifted') return driftNotice(place, after, recorded.event.observed);
	const ofMachine = machineNotice(place, after, recorded);
	if (ofMachine !== null) return ofMachine;
	if (before === after.state) return null;
	switch (after.state) {
		case 'completed':
			return { tone: 'good', title: `${place}: ${version} has all traffic`, detail: after.verdict?.summary ?? null };
		case 'rolling-back':
			return { tone: 'bad', title: `${place}: rolling back ${version}`, detail: after.rollback?.text ?? null };
		case 'rolled-back':
			return {
				tone: after.problem === null ? 'warn' : 'bad',
				title:
					after.from === null
						? `${place}: ${version} was taken out of traffic`
						: `${place}: back on ${after.from.version}`,
				detail: after.problem?.message ?? after.rollback?.text ?? null,
			};
		case 'needs-operator':
			return { tone: 'bad', title: `${place}: a person is needed`, detail: after.problem?.message ?? null };
		case 'paused':
			return {
				tone: after.pause?.reason === 'inconclusive' ? 'warn' : 'info',
				title: `${place}: ${version} is held`,
				detail: after.pause?.text ?? null,
			};
		default:
			return null;
	}
}

/** A hold of the machine, and its end. What turns back is told as that. */
function machineNotice(place: string, after: Deployment, { event }: RecordedEvent): NoticeDraft | null {
	const { version } = after.release;
	const hold = machineHold(after);
	if (event.type === 'machine-left' && hold !== null) {
		return { tone: 'warn', title: `${place}: ${version} is held`, detail: hold.text };
	}
	const isBack = event.type === 'recovered' && event.after !== undefined && event.observed !== null;
	if (!isBack || hold !== null || !isOnItsWay(after)) return null;
	const watched = event.after === 'locked' ? '' : ' The step is watched again in full.';
	return { tone: 'info', title: `${place}: ${version} goes on`, detail: `The target was asked and agrees.${watched}` };
}

/** The notice's place: its deployment and environment. */
export function noticePlace(deployment: Deployment): Pick<NoticeView, 'deploymentId' | 'environment'> {
	return {
		deploymentId: deployment.id,
		environment: environmentKey(deployment.service, deployment.environment),
	};
}

function driftNotice(place: string, after: Deployment, observed: TargetState): NoticeDraft {
	const share = (split: TrafficSplit): string => formatPercent(split[after.canarySlot] / 100);
	return {
		tone: 'warn',
		title: `${place}: the target sent ${share(observedSplit(observed))} to ${after.release.version}`,
		detail: `${share(after.traffic.wanted)} was wanted and is asked for again. It forgot its weights, or somebody changed them.`,
	};
}

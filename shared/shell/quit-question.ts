/** What happens to users when the control room is closed while something ships: the words before a quit. Pure. */
import type { Deployment } from '../domain/deployment/model.ts';
import { formatPercent } from '../domain/format.ts';
import { environmentKey } from '../domain/release.ts';
import { assertNever } from '../domain/result.ts';
import type { DeploymentView, RoomState } from '../rpc/views.ts';
import { ownInFlightOf } from './in-flight.ts';

export interface QuitQuestion {
	readonly message: string;
	/** One line for each deployment, then what holds for all of them. */
	readonly detail: string;
}

/** Deployments that are told one by one; a dialog has no scroll bar. */
const tellAtMost = 6;

/** The question before a quit; null when nothing is left alone by it. What another control room runs goes on there. */
export function quitQuestion(room: Pick<RoomState, 'deployments' | 'environments' | 'projects'>): QuitQuestion | null {
	const own = ownInFlightOf(room);
	const [first] = own;
	if (first === undefined) return null;
	const told = own.slice(0, tellAtMost).map((view) => `${place(view.deployment)}: ${fate(view.deployment)}`);
	const untold = own.length - told.length;
	return {
		message:
			own.length === 1
				? `Quit while ${first.deployment.release.version} ships?`
				: `Quit while ${own.length} deployments ship?`,
		detail: [
			...told,
			...(untold > 0 ? [`And ${untold} more, which keep the traffic they have.`] : []),
			...(own.some((view) => mayForget(view, room))
				? ['HAProxy forgets the split when it is reloaded, and nobody sets it again meanwhile.']
				: []),
			...(own.some((view) => isOfSample(view, room))
				? ['The customers of the sample stop with Signalbox. It goes on once you start the sample again.']
				: []),
			'What runs goes on running, on this machine too. When Signalbox starts again it asks each target first, and takes back what no longer runs as it should.',
		].join('\n\n'),
	};
}

function place({ service, environment }: Deployment): string {
	return `${service} in ${environment}`;
}

/** True where the target keeps a split only in its memory (see "A target that lost the wanted split"). */
function mayForget({ deployment }: DeploymentView, room: Pick<RoomState, 'environments'>): boolean {
	const environment = environmentOf(deployment, room);
	return /haproxy/i.test(`${environment?.targetLabel} ${environment?.target?.product}`);
}

function environmentOf({ service, environment }: Deployment, { environments }: Pick<RoomState, 'environments'>) {
	return environments[environmentKey(service, environment)];
}

function isOfSample({ deployment }: DeploymentView, room: Pick<RoomState, 'environments' | 'projects'>): boolean {
	const environment = environmentOf(deployment, room);
	return environment !== undefined && room.projects[environment.project]?.sample === true;
}

/** Share of the users that are on the release, as the target last confirmed it. */
function share({ traffic, canarySlot }: Deployment): string {
	return formatPercent((traffic.confirmed ?? traffic.wanted)[canarySlot] / 100);
}

/** What becomes of one deployment. Follows `domain/deployment/recovery.ts`. */
function fate(deployment: Deployment): string {
	const { version } = deployment.release;
	const untilThen = 'until Signalbox runs again';
	switch (deployment.state) {
		case 'queued':
			return `${version} is not started ${untilThen}.`;
		case 'preparing':
		case 'smoke-testing':
			return `${version} has no users yet and gets none ${untilThen}; then it goes on.`;
		case 'shifting':
		case 'promoting':
			return `${version} is being given more traffic; the target keeps what it was last given, and nobody judges it ${untilThen}; then it goes on.`;
		case 'analysing':
			return `${version} keeps its ${share(deployment)} of traffic, and nobody judges it ${untilThen}; then it is watched anew.`;
		case 'paused':
			return `${version} stays held at ${share(deployment)} of traffic, and nobody judges it or takes it back ${untilThen}.`;
		case 'rolling-back':
			return `${version} is being rolled back, which may stop half-way: it may keep up to ${share(deployment)} of traffic ${untilThen}; then the rollback goes on.`;
		case 'needs-operator':
			return `${version} could not be rolled back and still needs a person; traffic stays as it is.`;
		case 'completed':
		case 'rolled-back':
			return `${version} has ended.`;
		default:
			return assertNever(deployment.state);
	}
}

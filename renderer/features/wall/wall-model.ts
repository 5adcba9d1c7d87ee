/** What the wallboard shows, and on which page. Pure. */
import { formatDuration } from '../../../shared/domain/format.ts';
import type { DeploymentView, EnvironmentHealth, EnvironmentView, RoomState } from '../../../shared/rpc/views.ts';
import { compare } from '../../store/order.ts';
import { elapsedAt } from '../live/step-progress.ts';

/** Places for flights on one page: more of them are too small to be read from afar. */
export const flightsPerPage = 2;

const rank: Readonly<Record<EnvironmentHealth, number>> = { down: 0, degraded: 1, unknown: 2, healthy: 3 };

/** The production environments, those in trouble first; every environment where none is called production. */
export function wallEnvironments(room: Pick<RoomState, 'environments'>): readonly EnvironmentView[] {
	const all = Object.values(room.environments);
	const production = all.filter(({ tier }) => tier === 'production');
	return (production.length === 0 ? all : production).toSorted(
		(left, right) =>
			rank[left.health] - rank[right.health] ||
			compare(left.service, right.service) ||
			compare(left.environment, right.environment),
	);
}

/** True for what must be in sight on every page. */
export function isInTrouble({ health }: Pick<EnvironmentView, 'health'>): boolean {
	return health === 'down' || health === 'degraded';
}

/**
 * Items on pages of `size`, at least one page. `isPinned`: stands on every page, as far as half of the places reach, so
 * that trouble is never out of sight while the pages turn.
 */
export function pagesOf<T>(
	items: readonly T[],
	size: number,
	isPinned: (item: T) => boolean = () => false,
): readonly (readonly T[])[] {
	if (items.length <= size) return [items];
	const pinned = items.filter(isPinned).slice(0, Math.floor(size / 2));
	const others = items.filter((item) => !pinned.includes(item));
	const rest = size - pinned.length;
	return Array.from({ length: Math.ceil(others.length / rest) }, (_, page) => [
		...pinned,
		...others.slice(page * rest, (page + 1) * rest),
	]);
}

/** "12 of 14 healthy"; with none there is nothing to count. */
export function healthCount(environments: readonly Pick<EnvironmentView, 'health'>[]): string {
	if (environments.length === 0) return 'No environment yet';
	const healthy = environments.filter(({ health }) => health === 'healthy').length;
	return `${healthy} of ${environments.length} healthy`;
}

/** "Step 3 of 5: 25 %", by the rail; the headline's own words where no step is under way. */
export function stepWords(view: DeploymentView): string {
	const index = view.rail.findIndex(({ state }) => state === 'now');
	const step = view.rail[index];
	return step === undefined ? view.headline : `Step ${index + 1} of ${view.rail.length}: ${step.label}`;
}

/** "22 min left in this step"; null where its end is not known. Steps of the sample are told in its own time. */
export function timeLeft(view: DeploymentView, now: number): string | null {
	const { timing, deployment } = view;
	if (timing.durationMs === null || deployment.state !== 'analysing') return null;
	const left = timing.durationMs - elapsedAt(timing, deployment.clockRate, now);
	// Seconds matter only at the end.
	return left < 1_000
		? 'ends now'
		: `${formatDuration(left < 60_000 ? left : Math.floor(left / 60_000) * 60_000)} left`;
}

/** What ended last: "shop 2.4.0"; null when nothing has. */
export function lastEnded(room: Pick<RoomState, 'deployments'>): DeploymentView | null {
	const ended = Object.values(room.deployments).filter(({ deployment }) => deployment.finishedAt !== null);
	return (
		ended.toSorted((left, right) => (right.deployment.finishedAt ?? 0) - (left.deployment.finishedAt ?? 0))[0] ?? null
	);
}

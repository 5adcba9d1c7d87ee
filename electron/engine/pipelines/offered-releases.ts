/** Releases that environments offer to start. */
import type { ReleaseRecord } from '../../../shared/domain/pipeline/model.ts';
import { environmentKey, type Release } from '../../../shared/domain/release.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import type { ServiceSetup } from './setup.ts';

/** They cross the wire with every view of an environment: the newest, and what somebody may want to go back to. */
const offered = 30;

/** Newest first. */
export function offeredReleases(
	room: Readonly<Record<string, Pick<EnvironmentView, 'standing' | 'knownGood'>>>,
	{ service, environments }: ServiceSetup,
	releases: readonly ReleaseRecord[],
): readonly Release[] {
	const views = environments.map(({ name }) => room[environmentKey(service, name)]);
	const kept = new Set(views.flatMap((view) => [view?.standing?.version, view?.knownGood]));
	return releases
		.filter(({ version }, index) => index < offered || kept.has(version))
		.map(({ version, commit, commits }) => ({ version, commit, notes: commits[0]?.subject ?? null }));
}

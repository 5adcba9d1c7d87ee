/** Deployments that the journal knows as under way, but whose environment no open project has: nobody watches them. */
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import { type EnvironmentKey, engineActor, environmentKey } from '../../shared/domain/release.ts';
import { otherSlot } from '../../shared/domain/target/model.ts';
import type { NeedView, ProjectView } from '../../shared/rpc/views.ts';
import type { Clock, Logger, Store } from './ports.ts';

/** The projects of last time open behind the first screen; until then every deployment looks forgotten. */
export const graceMs = 10_000;
/** While some deployment belongs to no open project: how often to see whether another control room runs it. */
const lookAgainMs = 10_000;

export interface Orphans {
	/** Begins to look, after the grace. */
	begin(): void;
	/** Environments were opened or closed. */
	changed(): void;
	/** Writes down which project file a deployment came from, so that a later run can say which one to open. */
	remember(deployment: Deployment, project: Pick<ProjectView, 'file' | 'sample'>): void;
	/** One for each deployment that nobody watches; none for environments that are open by now. */
	needs(): readonly NeedView[];
	stop(): void;
}

interface Origin {
	readonly file: string | null;
	readonly sample: boolean;
}

interface Orphan {
	readonly key: EnvironmentKey;
	readonly need: NeedView;
}

const originType = 'project';

function originStream(deploymentId: string): string {
	return `project-of:${deploymentId}`;
}

export function createOrphans(options: {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly isOpen: (key: EnvironmentKey) => boolean;
	readonly onChange: () => void;
}): Orphans {
	const { store, clock, logger, isOpen } = options;
	const since = new Map<string, number>();
	let orphans: readonly Orphan[] = [];
	let isWatching = false;
	let isStopped = false;
	let cancel: () => void = () => {};
	let looks = 0;

	async function originOf(deploymentId: string): Promise<Origin> {
		const entries = await store.journal({ stream: originStream(deploymentId), limit: 1 });
		const payload: unknown = entries.ok ? entries.value[0]?.payload : null;
		const isKnown = typeof payload === 'object' && payload !== null && 'file' in payload && 'sample' in payload;
		return isKnown
			? { file: typeof payload.file === 'string' ? payload.file : null, sample: payload.sample === true }
			: { file: null, sample: false };
	}

	/** Keys that a control room holds. One that died lets go by itself when its lease ends. */
	async function held(): Promise<ReadonlySet<EnvironmentKey>> {
		const leases = await store.leases();
		if (!leases.ok) return new Set();
		return new Set(leases.value.filter((lease) => lease.expiresAt > clock.now()).map((lease) => lease.environment));
	}

	async function look(): Promise<void> {
		looks += 1;
		const mine = looks;
		cancel();
		const rows = await store.openDeployments();
		// What was found before stays on screen while the journal cannot be read.
		const left = rows.ok
			? rows.value.map((row) => row.deployment).filter((one) => isInFlight(one) && !isOpen(keyOf(one)))
			: null;
		const keys = await held();
		const unwatched = left?.filter((one) => !keys.has(keyOf(one))) ?? null;
		const found = unwatched === null ? null : await Promise.all(unwatched.map(orphan));
		if (isStopped || mine !== looks) return;
		if (found !== null) orphans = found;
		if (left === null || left.length > 0) cancel = clock.after(lookAgainMs, check);
		options.onChange();
	}

	async function orphan(deployment: Deployment): Promise<Orphan> {
		const key = keyOf(deployment);
		const foundAt = since.get(deployment.id) ?? clock.now();
		since.set(deployment.id, foundAt);
		return { key, need: needOf(deployment, await originOf(deployment.id), foundAt) };
	}

	function check(): void {
		look().catch((err: unknown) => logger.error({ err }, 'looking for deployments that nobody watches failed'));
	}

	return {
		begin() {
			cancel = clock.after(graceMs, () => {
				isWatching = true;
				check();
			});
		},
		changed() {
			if (isWatching && !isStopped) check();
		},
		remember(deployment, { file, sample }) {
			const entry = { stream: originStream(deployment.id), type: originType, payload: { file, sample } };
			store.note({ ...entry, actor: engineActor, at: clock.now() }).then(
				(noted) => {
					if (!noted.ok) logger.warn({ problem: noted.problem }, 'the project of a deployment was not written down');
				},
				(err: unknown) => logger.warn({ err }, 'the project of a deployment was not written down'),
			);
		},
		needs: () => orphans.filter(({ key }) => !isOpen(key)).map(({ need }) => need),
		stop() {
			isStopped = true;
			cancel();
		},
	};
}

function keyOf({ service, environment }: Deployment): EnvironmentKey {
	return environmentKey(service, environment);
}

function needOf(deployment: Deployment, origin: Origin, since: number): NeedView {
	const { service, environment, release } = deployment;
	return {
		id: `orphan:${deployment.id}`,
		urgency: origin.sample ? 'soon' : 'now',
		kind: 'environment',
		title: `${service} ${environment}: nobody watches ${release.version}, which is on its way in`,
		detail: `${splitText(deployment)} No open project has ${keyOf(deployment)}, so nothing judges ${release.version} or rolls it back. ${wayOut(deployment, origin)}`,
		since,
		deploymentId: null,
		// No open project has it: there is no screen of it to go to.
		environment: null,
	};
}

function splitText({ traffic, canarySlot, release, from }: Deployment): string {
	const split = traffic.confirmed;
	if (split === null) return `No traffic was confirmed on ${release.version} yet.`;
	const rest = from === null ? '' : `, ${split[otherSlot(canarySlot)]} % to ${from.version}`;
	return `When last seen, ${split[canarySlot]} % of traffic went to ${release.version}${rest}.`;
}

function wayOut({ service, environment }: Deployment, { file, sample }: Origin): string {
	if (sample) return 'Start the sample again to take it up.';
	const names = `environment "${environment}" of service "${service}"`;
	if (file === null) return `Open the project file (signalbox.yaml) that has ${names}.`;
	return `Open ${file}; if it is open or was moved, mend or find it so that it has ${names} again.`;
}

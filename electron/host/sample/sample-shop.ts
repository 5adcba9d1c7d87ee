/** The sample's shop: standing up 2.3.1 with all traffic, taking over what an earlier run left, and clearing away. */
import { existsSync } from 'node:fs';
import { ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import { allTrafficTo, slotNames, type TargetState } from '../../../shared/domain/target/model.ts';
import type { SampleFault } from '../../../shared/rpc/views.ts';
import { endEverything, listStarted } from '../../connectors/targets/process/leftovers.ts';
import type { Clock, Target } from '../../engine/ports.ts';
import { firstVersion } from './newest-version.ts';
import { ensureRepository, type RepositoryPlace } from './sample-repository.ts';
import { copySample, type NodeProgram, removeFolders, type SampleFiles, writeFault } from './sample-files.ts';

export interface ShopDeps {
	/** `assets/sample` of the package. */
	readonly assetsFolder: string;
	/** Folder of the sample alone; made at the start and removed at the end. */
	readonly stateFolder: string;
	/** State folder of the process target of `shop/production`; ended and removed at the end as well. */
	readonly targetFolder: string;
	readonly node: NodeProgram;
	/** Runs the jobs of the shop's pipeline: plain Node, or its name, to be found in PATH. */
	readonly jobNode: NodeProgram;
	/** What outlives the sample: its repository, and what its pipeline published. */
	readonly keptFolder: string;
	/** Variables of the person's environment, for git. */
	readonly environment: RepositoryPlace['environment'];
	readonly clock: Pick<Clock, 'now'>;
	/** Hears why the sample runs without its pipeline. */
	readonly onNoPipeline: (problem: Problem, cause: unknown) => void;
	/** The process target of the project file, in `targetFolder`. */
	readonly makeTarget: (projectFile: string) => Promise<Result<Target>>;
}

/** The shop as it serves customers. */
export interface OpenShop {
	readonly target: Target;
	readonly state: TargetState;
	/** False where its repository could not be made. */
	readonly hasPipeline: boolean;
}

/** The sample begins before any lease was taken. */
const firstFence = 0;

/** Whether an earlier run left files or processes. */
export function hasShopLeft({ stateFolder, targetFolder }: ShopDeps): boolean {
	const started = listStarted(targetFolder);
	return existsSync(stateFolder) || (started.ok && started.value.length > 0);
}

/** Opens the shop: the one that an earlier run left, when it still serves, or a new one. */
export async function openShop(deps: ShopDeps, files: SampleFiles, fault: SampleFault): Promise<Result<OpenShop>> {
	if (hasShopLeft(deps)) {
		const made = await makeTarget(deps, files, fault);
		const state = made.ok ? await serving(made.value.target) : null;
		if (made.ok && state !== null) return ok({ ...made.value, state });
		if (made.ok) await made.value.target.close();
		const cleared = await clearShop(deps);
		if (!cleared.ok) return cleared;
	}
	const made = await makeTarget(deps, files, fault);
	if (!made.ok) return made;
	const { target } = made.value;
	const state = await standUp(target);
	if (state.ok) return ok({ ...made.value, state: state.value });
	await target.close();
	return state;
}

/** Ends every process of the shop and removes every file. */
export async function clearShop({ stateFolder, targetFolder }: ShopDeps): Promise<Result<null>> {
	const ended = await endEverything(targetFolder);
	return ended.ok ? removeFolders([stateFolder, targetFolder]) : ended;
}

type MadeShop = Omit<OpenShop, 'state'>;

async function makeTarget(deps: ShopDeps, files: SampleFiles, fault: SampleFault): Promise<Result<MadeShop>> {
	const { assetsFolder, environment, node, jobNode } = deps;
	const made = await ensureRepository({
		...{ assetsFolder, environment, folder: files.repositoryFolder, now: deps.clock.now() },
	});
	if (!made.ok) deps.onNoPipeline(made.problem, made.cause);
	const repositoryFolder = made.ok ? files.repositoryFolder : null;
	const filling = { node, jobNode, repositoryFolder, releasesFolder: files.releasesFolder };
	const copied = copySample(assetsFolder, files, filling);
	if (!copied.ok) return copied;
	const noted = writeFault(files, null, fault);
	if (!noted.ok) return noted;
	const target = await deps.makeTarget(files.projectFile);
	return target.ok ? ok({ target: target.value, hasPipeline: made.ok }) : target;
}

/** What serves users there; null when nothing does. */
async function serving(target: Target): Promise<TargetState | null> {
	const state = await target.inspect();
	if (!state.ok) return null;
	const serves = slotNames.some((slot) => {
		const { health, weightPercent } = state.value.slots[slot];
		return health === 'up' && weightPercent > 0;
	});
	return serves ? state.value : null;
}

async function standUp(target: Target): Promise<Result<TargetState>> {
	const deployed = await target.deploy({ slot: 'blue', version: firstVersion, fence: firstFence });
	return deployed.ok ? target.setTraffic({ split: allTrafficTo('blue'), fence: firstFence }) : deployed;
}

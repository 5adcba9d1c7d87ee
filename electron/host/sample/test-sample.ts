/** A sample in a folder of its own, without a room, for the tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../../shared/config/parse.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { SampleView } from '../../../shared/rpc/views.ts';
import { routerMain } from '../../connectors/targets/process/test-support/place.ts';
import { createProcessTarget } from '../../connectors/targets/process/target.ts';
import type { Target } from '../../engine/ports.ts';
import { quietLogger, realClock } from '../../testing/real-world.ts';
import { createSample, type Sample } from '../sample.ts';
import { sampleFiles } from './sample-files.ts';

export const sampleAssets = fileURLToPath(new URL('../../../assets/sample', import.meta.url));

async function targetIn(folder: string, projectFile: string): Promise<Result<Target>> {
	const { config, issues } = parseConfig(readFileSync(projectFile, 'utf8'), projectFile);
	const target = config?.services[0]?.environments[0]?.target;
	if (target?.kind !== 'process') return fail('invalid-config', JSON.stringify(issues), 'Mend the sample.');
	const launchRouter = { file: process.execPath, args: [routerMain] };
	const deps = { stateFolder: path.join(folder, 'target'), clock: realClock, logger: quietLogger, launchRouter };
	return ok(createProcessTarget(target, deps));
}

export function makeTestSample(
	folder: string,
	onChange: (view: SampleView) => void,
	isBusy: () => boolean = () => false,
): Sample {
	return createSample({
		assetsFolder: sampleAssets,
		stateFolder: path.join(folder, 'state'),
		targetFolder: path.join(folder, 'target'),
		node: { file: process.execPath, args: [] },
		jobNode: { file: process.execPath, args: [] },
		keptFolder: path.join(folder, 'kept'),
		environment: async () => process.env,
		onNoPipeline: () => undefined,
		makeTarget: (projectFile) => targetIn(folder, projectFile),
		mayOpen: () => ok(null),
		openProject: async () => ok(null),
		closeProject: async () =>
			isBusy() ? fail('deployment-in-flight', 'A deployment is under way.', 'Roll it back first.') : ok(null),
		clock: realClock,
		logger: quietLogger,
		clockRate: 30,
		onChange,
	});
}

/** The target of a sample that runs, as the engine would use it. */
makeTestSample.target = (folder: string) =>
	targetIn(folder, sampleFiles(path.join(folder, 'state'), path.join(folder, 'kept')).projectFile);

/** Ending every process that was started for the environments of a data folder, also when their notes are damaged. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Result, fail } from '../../shared/domain/result.ts';
import { endEverything } from '../connectors/targets/process/leftovers.ts';
import type { HostArguments } from './arguments.ts';
import { sampleTargetsFolder, targetFolder } from './connect-environments.ts';
import { dataFolderOf, type MachineFacts } from './data-folder.ts';

/** Environment with a process target, as a person knows it, and where the target keeps its state. */
interface Place {
	readonly name: string;
	readonly folder: string;
}

function foldersIn(folder: string): readonly string[] {
	if (!existsSync(folder)) return [];
	const entries = readdirSync(folder, { withFileTypes: true });
	// Names with a dot are not of services.
	return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}

function placesIn(targetsFolder: string, suffix: string): readonly Place[] {
	return foldersIn(targetsFolder).flatMap((service) =>
		foldersIn(path.join(targetsFolder, service)).map((environment) => ({
			name: `${service} ${environment}${suffix}`,
			folder: targetFolder(targetsFolder, service, environment),
		})),
	);
}

async function endPlace({ name, folder }: Place): Promise<Result<{ readonly ended: number }>> {
	try {
		return await endEverything(folder);
	} catch (cause) {
		return fail(
			'target-unreachable',
			`What was started for ${name} could not all be ended.`,
			`Check the rights of ${folder}, then do the same again.`,
			{ cause, retryable: true },
		);
	}
}

/** Does what `--end-everything` asks, says of each environment what was ended, and resolves with the exit code. */
export async function runEndEverything(order: {
	readonly args: Pick<HostArguments, 'data'>;
	readonly machine: MachineFacts;
	readonly startFolder: string;
	readonly say: (line: string) => void;
}): Promise<number> {
	const { say } = order;
	const dataFolder = dataFolderOf(order.args, order.machine, order.startFolder);
	const targetsFolder = path.join(dataFolder, 'targets');
	const places = [...placesIn(targetsFolder, ''), ...placesIn(sampleTargetsFolder(targetsFolder), ' of the sample')];
	let exitCode = 0;
	let total = 0;
	for (const place of places) {
		const done = await endPlace(place);
		if (!done.ok) {
			say(`${done.problem.message} ${done.problem.hint}`);
			exitCode = 1;
		} else if (done.value.ended > 0) {
			total += done.value.ended;
			say(`Ended ${done.value.ended} ${done.value.ended === 1 ? 'process' : 'processes'} of ${place.name}.`);
		}
	}
	if (total === 0 && exitCode === 0) say(`Nothing that was started for ${dataFolder} is running.`);
	return exitCode;
}

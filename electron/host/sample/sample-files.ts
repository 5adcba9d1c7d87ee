/** The sample's own copy of its project: a place where it may write, with the Node of this host filled in. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { SampleFault } from '../../../shared/rpc/views.ts';

/** How this host runs a plain Node program: Node itself, or Electron told to be Node. */
export interface NodeProgram {
	readonly file: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

export interface SampleFiles {
	readonly folder: string;
	/** The shop's own git repository. It outlives the sample, as what was released from it does. */
	readonly repositoryFolder: string;
	/** Where its pipeline publishes what it built. */
	readonly releasesFolder: string;
	readonly projectFile: string;
	readonly trafficScript: string;
	readonly statsFile: string;
	readonly faultFile: string;
}

/** Where the project file says how the shop is run, and how it is built. */
const targetPath = ['services', 0, 'environments', 'production', 'target'] as const;
const stagesPath = ['services', 0, 'pipeline', 'stages'] as const;

/** `keptFolder` is not removed at the sample's end. */
export function sampleFiles(stateFolder: string, keptFolder: string): SampleFiles {
	const folder = path.join(stateFolder, 'project');
	return {
		folder,
		repositoryFolder: path.join(keptFolder, 'shop'),
		releasesFolder: path.join(keptFolder, 'releases'),
		projectFile: path.join(folder, 'signalbox.yaml'),
		trafficScript: path.join(folder, 'traffic.mjs'),
		statsFile: path.join(stateFolder, 'traffic.json'),
		faultFile: path.join(folder, 'fault.json'),
	};
}

const jobShape = z.looseObject({ run: z.array(z.string()) });
const sampleShape = z.looseObject({
	services: z.tuple([
		z.looseObject({
			pipeline: z.looseObject({
				stages: z.record(z.string(), z.looseObject({ jobs: z.record(z.string(), jobShape).optional() })),
			}),
		}),
	]),
});

export interface Filling {
	/** This host's own, which need not be on the PATH. */
	readonly node: NodeProgram;
	/** What runs the jobs of the pipeline: plain Node. */
	readonly jobNode: NodeProgram;
	/** Null where there is no git: then there is no pipeline either. */
	readonly repositoryFolder: string | null;
	readonly releasesFolder: string;
}

/** The project file with programs and places of this machine filled in. */
export function fillIn(source: string, { node, jobNode, repositoryFolder, releasesFolder }: Filling): string {
	const document = parseDocument(source);
	document.setIn([...targetPath, 'run'], [node.file, ...node.args, 'service.mjs', '{version}']);
	document.setIn([...targetPath, 'env'], { ...node.env, FAULT_FILE: 'fault.json', SHOP_RELEASES: releasesFolder });
	if (repositoryFolder === null) {
		document.deleteIn(['services', 0, 'pipeline']);
		document.deleteIn(['services', 0, 'repository']);
		return document.toString({ lineWidth: 0 });
	}
	document.setIn(['services', 0, 'repository'], repositoryFolder);
	const { stages } = sampleShape.parse(document.toJS()).services[0].pipeline;
	for (const [stage, { jobs = {} }] of Object.entries(stages)) {
		for (const [name, { run }] of Object.entries(jobs)) {
			const job = [...stagesPath, stage, 'jobs', name];
			document.setIn([...job, 'run'], [jobNode.file, ...jobNode.args, ...run.slice(1)]);
			document.setIn([...job, 'env'], { ...jobNode.env, SHOP_RELEASES: releasesFolder });
		}
	}
	return document.toString({ lineWidth: 0 });
}

/** Copies the project. Reads whole files, because the assets may lie inside an archive of the packaged app. */
export function copySample(
	assetsFolder: string,
	files: Pick<SampleFiles, 'folder' | 'projectFile'>,
	filling: Filling,
): Result<null> {
	try {
		mkdirSync(files.folder, { recursive: true, mode: 0o700 });
		for (const name of ['service.mjs', 'traffic.mjs']) {
			writeFileSync(path.join(files.folder, name), readFileSync(path.join(assetsFolder, name)));
		}
		const source = readFileSync(path.join(assetsFolder, 'signalbox.yaml'), 'utf8');
		writeFileSync(files.projectFile, fillIn(source, filling));
		return ok(null);
	} catch (cause) {
		return fail(
			'internal',
			'The sample environment could not be copied to its folder, so it was not started.',
			`Check the disk and the rights of ${files.folder}, then start the sample again.`,
			{ cause, retryable: true },
		);
	}
}

/** Tells the shop how to behave; `version` null means nobody. Replaced in one step, because the shop reads it often. */
export function writeFault(files: SampleFiles, version: string | null, fault: SampleFault): Result<null> {
	const { delayMs, errorRate, memory } = fault;
	try {
		const draft = `${files.faultFile}.tmp`;
		writeFileSync(draft, JSON.stringify({ version, delayMs, errorRate, memory }));
		renameSync(draft, files.faultFile);
		return ok(null);
	} catch (cause) {
		return fail(
			'internal',
			'The sample could not be told to change, so it behaves as before.',
			'Stop the sample and start it again.',
			{ cause, retryable: true },
		);
	}
}

/** Removes folders with everything in them; what cannot be removed is told. */
export function removeFolders(folders: readonly string[]): Result<null> {
	try {
		for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
		return ok(null);
	} catch (cause) {
		return fail(
			'internal',
			'The sample has ended, but its folder could not be removed.',
			`Remove ${folders.join(' and ')} by hand.`,
			{ cause, retryable: true },
		);
	}
}

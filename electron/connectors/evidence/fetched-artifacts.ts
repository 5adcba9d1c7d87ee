/** Artifacts of one run, each fetched at most once, into a folder that is gone afterwards. */
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact } from '../../../shared/domain/pipeline/model.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { ArtifactFiles, PipelineRunner } from '../../engine/pipeline-ports.ts';
import { openFolder } from './files/folder.ts';
import type { ReportFiles } from './files/report-files.ts';
import { openZip } from './files/zip.ts';
import type { EvidenceLimits } from './limits.ts';
import { reportFailure } from './refusal.ts';

const begins = 'evidence-';
/** Nothing is collected for so long. */
const forgottenAfterMs = 24 * 60 * 60 * 1000;

export interface FetchedArtifacts {
	/** Fails as the runner does, or with `report-invalid` for an archive that is not taken. The same answer each time. */
	open(artifact: Artifact): Promise<Result<ReportFiles>>;
	/** Closes and removes everything; never throws. */
	close(): Promise<void>;
}

export interface FetchOptions {
	readonly runner: Pick<PipelineRunner, 'fetchArtifact'>;
	readonly nativeId: string;
	/** Exists; ours to make folders in. */
	readonly temporaryFolder: string;
	readonly limits: EvidenceLimits;
	readonly signal?: AbortSignal | undefined;
}

export async function createFetchedArtifacts(options: FetchOptions): Promise<Result<FetchedArtifacts>> {
	const { temporaryFolder } = options;
	const folder = await mkdir(temporaryFolder, { recursive: true, mode: 0o700 })
		.then(() => mkdtemp(path.join(temporaryFolder, begins)))
		.catch(noRoom);
	if (typeof folder !== 'string') return folder;
	await removeForgotten(temporaryFolder, folder).catch(() => undefined);
	const opened = new Map<string, Promise<Result<ReportFiles>>>();
	return ok({
		open(artifact) {
			const known = opened.get(artifact.id);
			if (known !== undefined) return known;
			const own = path.join(folder, String(opened.size));
			const opening = mkdir(own).then(() => fetchAndOpen(artifact, own, options), noRoom);
			opened.set(artifact.id, opening);
			return opening;
		},
		async close() {
			for (const opening of opened.values()) {
				const files = await opening.catch(() => null);
				if (files?.ok === true) await files.value.close();
			}
			await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
		},
	});
}

/** A Signalbox that was killed leaves up to a gigabyte behind; another one may be at work on what is younger. */
async function removeForgotten(temporaryFolder: string, newest: string): Promise<void> {
	const now = (await stat(newest)).mtimeMs;
	for (const name of await readdir(temporaryFolder)) {
		const folder = path.join(temporaryFolder, name);
		if (!name.startsWith(begins) || now - (await stat(folder)).mtimeMs < forgottenAfterMs) continue;
		await rm(folder, { recursive: true, force: true });
	}
}

function noRoom(cause: unknown): Failure {
	return fail(
		'internal',
		'There is no room for the reports of the run: a folder for them could not be made.',
		'Check the disk of this machine.',
		{ retryable: true, cause },
	);
}

async function fetchAndOpen(artifact: Artifact, folder: string, options: FetchOptions): Promise<Result<ReportFiles>> {
	const { runner, nativeId, limits, signal } = options;
	// An artifact of unknown size was chosen without regard to it.
	const maxBytes = artifact.sizeBytes === null ? limits.artifactBytes : limits.namedArtifactBytes;
	const fetched = await runner.fetchArtifact({ nativeId, artifactId: artifact.id, folder, maxBytes }, signal);
	if (!fetched.ok) return fetched;
	try {
		return ok(await openFiles(fetched.value, limits));
	} catch (error) {
		return reportFailure(`Artifact ${artifact.name}`, error);
	}
}

function openFiles(files: ArtifactFiles, limits: EvidenceLimits): Promise<ReportFiles> {
	return files.kind === 'zip' ? openZip(files.file, limits) : openFolder(files.root, limits);
}

/** For tests: a runner that has nothing but artifacts. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, RunnerKind } from '../../../shared/domain/pipeline/model.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { ArtifactFiles, PipelineRunner } from '../../engine/pipeline-ports.ts';
import { writeZip } from './files/zip-kit.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;
type Held = Files | ReturnType<typeof fail>;

export interface FakeArtifact extends Partial<Artifact> {
	readonly name: string;
	readonly holds: Held;
	readonly as?: 'zip' | 'folder';
}

function isFailure(holds: Held): holds is ReturnType<typeof fail> {
	return 'ok' in holds && holds.ok === false;
}

/** A runner that has nothing but artifacts; it counts what was fetched. */
export function createArtifactRunner(request: {
	readonly artifacts: readonly FakeArtifact[];
	/** Where what it keeps as folders is laid. */
	readonly folder: string;
	readonly kind: RunnerKind;
}) {
	const { artifacts, folder: keptIn, kind } = request;
	const fetched: string[] = [];
	const refuse = async (): Promise<Result<never>> => fail('unsupported', 'Not here.', 'Do not ask.');
	const runner: PipelineRunner = {
		kind,
		label: 'Fake',
		host: 'fake',
		can: { start: false, rerun: false, rerunFailed: false, cancel: false, followLog: false, answer: false },
		listRuns: refuse,
		readRun: refuse,
		readLog: refuse,
		start: refuse,
		rerun: refuse,
		cancel: refuse,
		answer: refuse,
		close: async () => {},
		artifacts: async () =>
			ok(
				artifacts.map(({ id, name, sizeBytes = 10, isExpired = false }) => ({
					id: id ?? name,
					name,
					sizeBytes,
					isExpired,
					url: null,
				})),
			),
		async fetchArtifact({ artifactId, folder }): Promise<Result<ArtifactFiles>> {
			fetched.push(artifactId);
			const artifact = artifacts.find(({ id, name }) => (id ?? name) === artifactId);
			if (artifact === undefined) return fail('not-found', 'No such artifact.', 'Look again.');
			const { holds } = artifact;
			if (isFailure(holds)) return holds;
			if (artifact.as === 'folder') return ok({ kind: 'folder', root: await writeFolder(keptIn, holds) });
			const file = path.join(folder, 'artifact.zip');
			await writeZip(
				file,
				Object.entries(holds).map(([name, content]) => ({ path: name, content })),
			);
			return ok({ kind: 'zip', file });
		},
	};
	return { runner, fetched };
}

async function writeFolder(root: string, files: Files): Promise<string> {
	for (const [name, content] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(root, name)), { recursive: true });
		await writeFile(path.join(root, name), content);
	}
	return root;
}

/** The sample's own git repository: made once, with a history, in a place where a newcomer may change and commit. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { allowedEnvironment, type Variables } from '../../connectors/exec.ts';
import { findProgram } from '../../connectors/program.ts';
import { fastImportStream, historySchema } from './sample-history.ts';

/** Each call of git takes milliseconds; this ends one that hangs. */
const gitTimeoutMs = 30_000;

export interface RepositoryPlace {
	/** `assets/sample` of the package. */
	readonly assetsFolder: string;
	/** Where the work tree is made. */
	readonly folder: string;
	readonly environment: () => Promise<Variables>;
	/** ms since the epoch: the history ends here. */
	readonly now: number;
}

/** Makes the repository where it is not there yet; a newcomer's own commits stay. Fails where git is not on this machine. */
export async function ensureRepository(place: RepositoryPlace): Promise<Result<null>> {
	const { folder } = place;
	if (existsSync(path.join(folder, '.git', 'refs', 'heads', 'main'))) return ok(null);
	try {
		// Half of one, of a start that was broken off.
		rmSync(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const git = await makeGit(place);
		if (git === null) return noGit();
		await git(['init', '--quiet', '--initial-branch=main', '.']);
		await git(['fast-import', '--quiet'], readStream(place));
		await git(['reset', '--quiet', '--hard', 'main']);
		return ok(null);
	} catch (cause) {
		rmSync(folder, { recursive: true, force: true });
		return fail(
			'internal',
			"The sample's repository could not be made, so the sample runs without its pipeline.",
			`Check the disk and the rights of ${folder}, then start the sample again.`,
			{ cause, retryable: true },
		);
	}
}

type Git = (args: readonly string[], input?: string) => Promise<void>;

async function makeGit({ folder, environment }: RepositoryPlace): Promise<Git | null> {
	// What a person has set for all repositories (hooks, signing, filters) has no place in this one.
	const env = {
		...allowedEnvironment(await environment()),
		GIT_CONFIG_GLOBAL: path.join(folder, 'no-such-file'),
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_TERMINAL_PROMPT: '0',
	};
	const program = findProgram('git', { env, cwd: folder, platform: process.platform });
	if (program === null) return null;
	return async (args, input) => {
		await execa(program, args, {
			...{ cwd: folder, env, extendEnv: false, timeout: gitTimeoutMs },
			...(input === undefined ? { stdin: 'ignore' as const } : { input }),
		});
	};
}

function readStream({ assetsFolder, now }: RepositoryPlace): string {
	const history = historySchema.parse(JSON.parse(readFileSync(path.join(assetsFolder, 'history.json'), 'utf8')));
	const read = (file: string) => readFileSync(path.join(assetsFolder, 'repository', file), 'utf8');
	return fastImportStream(history, read, now);
}

function noGit() {
	return fail(
		'unsupported',
		'git was not found on this machine, so the sample runs without its pipeline.',
		'Install git and start the sample again.',
	);
}

/** The sample's own git repository: made once, with a history, in a place where a newcomer may change and commit. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { type GitPlace, makeGit, noGit } from './sample-git.ts';
import { fastImportStream, historySchema, type SampleHistory } from './sample-history.ts';

export interface RepositoryPlace extends GitPlace {
	/** `assets/sample` of the package. */
	readonly assetsFolder: string;
	/** ms since the epoch: the history ends here. */
	readonly now: number;
}

/** Makes the repository where it is not there yet; a newcomer's own commits stay. Fails where git is not on this machine. */
export async function ensureRepository(place: RepositoryPlace): Promise<Result<null>> {
	const { folder } = place;
	// Only a whole one is ever put there. Whatever a person does in it afterwards, it is theirs.
	if (existsSync(path.join(folder, '.git'))) return ok(null);
	const draft = `${folder}.new`;
	try {
		rmSync(draft, { recursive: true, force: true });
		await mkdir(draft, { recursive: true, mode: 0o700 });
		const git = await makeGit({ ...place, folder: draft });
		if (git === null) return noGit();
		await git(['init', '--quiet', '--initial-branch=main', '.']);
		await git(['fast-import', '--quiet'], readStream(place));
		await git(['reset', '--quiet', '--hard', 'main']);
		await rename(draft, folder);
		return ok(null);
	} catch (cause) {
		return fail(
			'internal',
			"The sample's repository could not be made, so the sample runs without its pipeline.",
			`Check the disk and the rights of ${folder}, then start the sample again.`,
			{ cause, retryable: true },
		);
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}

function readStream({ assetsFolder, now }: RepositoryPlace): string {
	const read = (file: string) => readFileSync(path.join(assetsFolder, 'repository', file), 'utf8');
	return fastImportStream(readHistory(assetsFolder), read, now);
}

/** Who wrote the shop, and what. Throws where the package is damaged. */
export function readHistory(assetsFolder: string): SampleHistory {
	return historySchema.parse(JSON.parse(readFileSync(path.join(assetsFolder, 'history.json'), 'utf8')));
}

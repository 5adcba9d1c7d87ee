/** Commits a change to the sample's repository by real git, in the name of one of the shop's fictional people. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { SampleChange } from '../../../shared/rpc/api.ts';
import { changedPaths, type PlannedChange, planChange, unlike } from './sample-changes.ts';
import { type Git, makeGit, noGit } from './sample-git.ts';
import { readHistory, type RepositoryPlace } from './sample-repository.ts';

export interface SampleCommit {
	readonly version: string;
	readonly commit: string;
	readonly subject: string;
}

export type CommitPlace = Omit<RepositoryPlace, 'now'>;

const branch = 'main';

/**
 * Makes the commit on `main`. Edits of a person stay as they are, staged or not: where one of them is in a file that
 * the change needs, nothing is done and the file is named.
 */
export async function commitChange(place: CommitPlace, change: SampleChange): Promise<Result<SampleCommit>> {
	const git = await makeGit(place);
	if (git === null) return noGit();
	try {
		const refused = await refuseBranch(git, place.folder);
		if (refused !== null) return refused;
		const committed = await readCommitted(git);
		const planned = planChange(change, (file) => committed.get(file) ?? '');
		if (!planned.ok) return planned;
		const gone = Object.keys(planned.value.files).find((file) => !committed.has(file));
		if (gone !== undefined) return unlike(gone, 'the file');
		const edited = await editedOf(git, Object.keys(planned.value.files));
		if (edited.length > 0) return refuseEdits(edited, place.folder);
		return await commit(git, place, { ...planned.value, committed, author: authorOf(place.assetsFolder, change) });
	} catch (cause) {
		return fail(
			'scm-failed',
			"git refused the commit to the sample's repository, so nothing was committed and no run was started.",
			`Look at "git status" in ${place.folder}, then try again.`,
			{ cause, retryable: true },
		);
	}
}

async function refuseBranch(git: Git, folder: string) {
	// Prints nothing, and is no failure, where no branch is checked out.
	const current = (await git(['branch', '--show-current'])).trim();
	if (current === branch) return null;
	const where = current === '' ? 'no branch' : `the branch ${current}`;
	return fail(
		'invalid-input',
		`The sample's repository has ${where} checked out, and its pipeline builds ${branch}, so nothing was committed.`,
		`Run "git switch ${branch}" in ${folder}, then try again.`,
	);
}

/** Files of the newest commit; what was taken out of it is not there. */
async function readCommitted(git: Git): Promise<ReadonlyMap<string, string>> {
	const kept = new Set((await git(['ls-tree', '-r', '-z', '--name-only', 'HEAD'])).split('\0'));
	const texts = new Map<string, string>();
	for (const file of changedPaths) if (kept.has(file)) texts.set(file, await git(['show', `HEAD:${file}`]));
	return texts;
}

/** Those of the files that differ from the newest commit, in the index or the work tree. */
async function editedOf(git: Git, files: readonly string[]): Promise<readonly string[]> {
	const status = await git(['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', ...files]);
	return status.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)]));
}

function refuseEdits(files: readonly string[], folder: string) {
	const named = files.join(', ');
	return fail(
		'invalid-input',
		`You have changed ${named} and not committed it. This commit needs the same file, so nothing was committed.`,
		`Commit or undo your change in ${folder}, then try again.`,
		{ details: { files: [...files] } },
	);
}

interface Commission extends PlannedChange {
	readonly author: Author;
	readonly committed: ReadonlyMap<string, string>;
}

async function commit(git: Git, place: CommitPlace, commission: Commission): Promise<Result<SampleCommit>> {
	const { files, subject, version, author, committed } = commission;
	const paths = Object.keys(files);
	const write = (file: string, text: string) => writeFile(path.join(place.folder, file), text);
	try {
		for (const [file, text] of Object.entries(files)) await write(file, text);
		const who = ['-c', `user.name=${author.name}`, '-c', `user.email=${author.email}`, '-c', 'commit.gpgSign=false'];
		await git([...who, 'commit', '--quiet', '--only', '--message', subject, '--', ...paths]);
	} catch (cause) {
		// They were as committed before, so they are put back so; by hand, because it is git that has trouble.
		for (const file of paths) await write(file, committed.get(file) ?? '');
		throw cause;
	}
	return ok({ version, subject, commit: (await git(['rev-parse', 'HEAD'])).trim() });
}

interface Author {
	readonly name: string;
	readonly email: string;
}

/** Never the person who clicks: they must be able to approve it. */
function authorOf(assetsFolder: string, change: SampleChange): Author {
	const authors = new Map(readHistory(assetsFolder).commits.map(({ author, email }) => [author, email]));
	const order = [...authors].toSorted(([one], [other]) => one.localeCompare(other, 'en'));
	const [name, email] = order[places[change] % order.length] ?? ['The shop', 'shop@shop.example'];
	return { name, email };
}

const places: Readonly<Record<SampleChange, number>> = { good: 0, untested: 1, broken: 2 };

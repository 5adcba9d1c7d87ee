/**
 * Laying the tree of a commit into a folder of our own. It becomes a repository that borrows the objects of the other one
 * (`objects/info/alternates`), so that scripts find a git work tree, and the other one is only read.
 */
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { Exec } from '../../exec.ts';
import { folderExists } from './problems.ts';
import { createGit, type Git } from './run-git.ts';

/** A tree of a large repository takes a while, ms. */
const checkoutMs = 15 * 60_000;

export interface Checkout {
	readonly exec: Exec;
	readonly label: string;
	readonly source: Git;
	readonly commit: string;
	readonly folder: string;
	readonly signal?: AbortSignal | undefined;
}

export async function checkOut(request: Checkout): Promise<Result<null>> {
	try {
		await mkdir(request.folder, { mode: 0o700 });
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return folderExists(request.folder);
		throw error;
	}
	const laid = await layOut(request);
	if (!laid.ok) await rm(request.folder, { recursive: true, force: true });
	return laid;
}

async function layOut({ exec, label, source, commit, folder, signal }: Checkout): Promise<Result<null>> {
	const facts = await source.text({
		args: ['rev-parse', '--path-format=absolute', '--git-common-dir', '--git-path', 'shallow', '--show-object-format'],
		signal,
	});
	if (!facts.ok) return facts;
	const [common = '', shallow = '', format = 'sha1'] = facts.value.split('\n');
	const git = createGit(exec, label, ['-C', folder]);
	const init = ['init', '--quiet', '--template=', `--object-format=${format}`];
	const made = await git.text({ args: ['-c', 'init.defaultBranch=main', ...init], signal });
	if (!made.ok) return made;
	const own = join(folder, '.git');
	await mkdir(join(own, 'objects', 'info'), { recursive: true });
	await writeFile(join(own, 'objects', 'info', 'alternates'), `${join(common, 'objects')}\n`);
	// Wins over the .gitattributes of the tree: no filter of anybody's configuration runs.
	await mkdir(join(own, 'info'), { recursive: true });
	await writeFile(join(own, 'info', 'attributes'), '* -filter\n');
	if (existsSync(shallow)) await copyFile(shallow, join(own, 'shallow'));
	const args = ['checkout', '--quiet', '--force', '--detach', commit];
	const checked = await git.text({ args, signal, timeoutMs: checkoutMs });
	return checked.ok ? ok(null) : checked;
}

/** The bare clone without file contents (blobless) that stands for an address. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { Logger } from '../../../engine/ports.ts';
import type { Exec } from '../../exec.ts';
import { createFolderTurn } from './folder-turn.ts';
import type { Transport } from './names.ts';
import { problemOf } from './problems.ts';
import { createGit } from './run-git.ts';

export interface CloneCache {
	readonly folder: string;
	/** Clones where there is nothing yet. */
	ensure(signal?: AbortSignal): Promise<Result<null>>;
	/** Clones, or fetches all branches; what was pushed away goes away. */
	refresh(signal?: AbortSignal): Promise<Result<null>>;
	/** Fetches tags, and as many of these commits as the host gives out though no branch leads to them. Clones where there is nothing. */
	fetchMore(commits: readonly string[], signal?: AbortSignal): Promise<Result<null>>;
	/** Fetches what the trees of a commit need and the clone lacks, in one go. */
	fill(commit: string, signal?: AbortSignal): Promise<Result<null>>;
}

/** A first clone of a large history takes a while, ms. */
const cloneMs = 45 * 60_000;
const fetchMs = 10 * 60_000;
const fetchArgs = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--filter=blob:none'];

export interface CacheOptions {
	readonly url: string;
	readonly transport: Transport;
	readonly label: string;
	readonly cacheFolder: string;
	readonly exec: Exec;
	readonly logger: Logger;
}

export function createCloneCache(options: CacheOptions): CloneCache {
	const { url, transport, label, exec } = options;
	const name = createHash('sha256').update(url).digest('hex').slice(0, 24);
	const folder = join(options.cacheFolder, `${name}.git`);
	const git = createGit(exec, label, ['--git-dir', folder]);
	// Services of one address, and another Signalbox with this data folder, share the clone.
	const turn = createFolderTurn(folder, label);

	const ensure = async (signal?: AbortSignal): Promise<Result<{ isNew: boolean }>> => {
		if (existsSync(folder)) return ok({ isNew: false });
		const cloned = await clone(options, name, folder, signal);
		return cloned.ok ? ok({ isNew: true }) : cloned;
	};

	return {
		folder,
		ensure: (signal) =>
			turn(signal, async () => {
				const there = await ensure(signal);
				return there.ok ? ok(null) : there;
			}),
		refresh: (signal) =>
			turn(signal, async () => {
				const there = await ensure(signal);
				if (!there.ok) return there;
				if (there.value.isNew) return ok(null);
				const args = [...fetchArgs, '--prune', '--force', 'origin', '+refs/heads/*:refs/heads/*'];
				const fetched = await git.text({ args, transport, signal, timeoutMs: fetchMs });
				return fetched.ok ? ok(null) : fetched;
			}),
		fetchMore: (commits, signal) =>
			turn(signal, async () => {
				const there = await ensure(signal);
				if (!there.ok) return there;
				return fetchTagsAnd(commits, (refs) =>
					git.text({ args: [...fetchArgs, '--force', 'origin', ...refs], transport, signal, timeoutMs: fetchMs }),
				);
			}),
		fill: (commit, signal) =>
			turn(signal, async () => {
				const missing: string[] = [];
				const listed = await git.run({
					args: ['rev-list', '--objects', '--missing=print', '--no-object-names', `${commit}^{tree}`],
					signal,
					onStdout: lines((line) => {
						if (line.startsWith('?')) missing.push(line.slice(1));
					}),
				});
				if (listed.kind !== 'exited' || listed.exitCode !== 0) return problemOf(label, listed);
				if (missing.length === 0) return ok(null);
				const args = ['-c', 'fetch.negotiationAlgorithm=noop', ...fetchArgs, '--stdin', 'origin'];
				const input = `${missing.join('\n')}\n`;
				const fetched = await git.text({ args, transport, signal, input, timeoutMs: fetchMs });
				return fetched.ok ? ok(null) : fetched;
			}),
	};
}

async function fetchTagsAnd(
	commits: readonly string[],
	fetch: (refs: readonly string[]) => Promise<Result<string>>,
): Promise<Result<null>> {
	const tags = await fetch(['+refs/tags/*:refs/tags/*']);
	if (!tags.ok) return tags;
	// One that the host does not give out fails the whole call, and then each is asked for by itself.
	const isAll = commits.length === 0 || (await fetch(commits)).ok;
	if (!isAll && commits.length > 1) for (const commit of commits) await fetch([commit]);
	return ok(null);
}

/** Clones beside the place and moves it there when it is whole, so that a broken one is never taken for a clone. */
async function clone(
	{ url, transport, label, cacheFolder, exec, logger }: CacheOptions,
	name: string,
	folder: string,
	signal?: AbortSignal,
): Promise<Result<null>> {
	await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
	const halves = (await readdir(cacheFolder)).filter((each) => each.startsWith(`${name}.new-`));
	for (const half of halves) await rm(join(cacheFolder, half), { recursive: true, force: true });
	const draft = join(cacheFolder, `${name}.new-${randomUUID()}`);
	logger.info({ repository: label }, 'cloning the history');
	const args = ['clone', '--quiet', '--bare', '--filter=blob:none', '--no-tags', '--template=', '--', url, draft];
	const outcome = await createGit(exec, label, []).run({ args, transport, signal, timeoutMs: cloneMs });
	if (outcome.kind === 'exited' && outcome.exitCode === 0) {
		await rename(draft, folder);
		return ok(null);
	}
	await rm(draft, { recursive: true, force: true });
	return problemOf(label, outcome);
}

function lines(take: (line: string) => void): (chunk: Uint8Array) => void {
	let rest = '';
	return (chunk) => {
		const parts = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
		rest = parts.pop() ?? '';
		for (const part of parts) take(part);
	};
}

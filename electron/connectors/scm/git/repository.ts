/** The history of a service, asked of git. */
import { basename, isAbsolute } from 'node:path';
import type { RepositoryConfig } from '../../../../shared/config/pipeline-model.ts';
import type { CommitInfo } from '../../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { Repository } from '../../../engine/pipeline-ports.ts';
import type { Logger } from '../../../engine/ports.ts';
import type { Exec } from '../../exec.ts';
import { type CloneCache, createCloneCache } from './cache.ts';
import { checkOut } from './checkout.ts';
import { createLogParser, logFormat } from './log-parser.ts';
import { readLog } from './history.ts';
import { holdsPassword, isBranchName, isCommitName, isFilePath, type Transport, transportOf } from './names.ts';
import * as problems from './problems.ts';
import { readBlob } from './read-file.ts';
import { createGit, type Git } from './run-git.ts';

export interface GitOptions {
	readonly exec: Exec;
	/** Where clones of addresses are kept. Absolute. */
	readonly cacheFolder: string;
	readonly logger: Logger;
}

/** What the two kinds of repository have in common. */
export interface GitSource {
	readonly git: Git;
	/** How what is missing may be fetched; null for somebody's own folder, into which nothing is fetched. */
	readonly transport: Transport | null;
	readonly cache: CloneCache | null;
}

/** Makes the repository. Nothing happens before the first question. */
export function createGitRepository(config: RepositoryConfig, options: GitOptions): Repository {
	const label = labelOf(config);
	const source = sourceOf(config, label, options);
	if (!source.ok) return refusing(label, source);
	const { git, cache, transport } = source.value;

	/** The full hash of a commit (named by hash or tag) that is there; an address is fetched once when it is not. */
	async function find(named: string, signal?: AbortSignal): Promise<Result<string>> {
		const commit = commitOrTag(named);
		if (commit === null) return problems.notAName('commit', named);
		const there = await cache?.ensure(signal);
		if (there?.ok === false) return there;
		const found = await resolve(git, label, commit, signal);
		if (found.ok || cache === null || found.problem.code !== 'not-found') return found;
		const fetched = await cache.refresh(signal);
		return fetched.ok ? resolve(git, label, commit, signal) : fetched;
	}

	return {
		label,
		async head(branch, signal) {
			if (!isBranchName(branch)) return problems.notAName('branch', branch);
			const fetched = await cache?.refresh(signal);
			return fetched?.ok === false ? fetched : headOf(git, label, branch, signal);
		},
		async commits(request, signal) {
			const to = await find(request.to, signal);
			if (!to.ok) return to;
			const from = request.from === null ? ok(null) : await find(request.from, signal);
			if (!from.ok) return from;
			return readLog(git, label, { ...request, from: from.value, to: to.value }, signal);
		},
		async readFile({ commit, path }, signal) {
			if (!isFilePath(path)) return problems.notAName('path', path);
			const found = await find(commit, signal);
			return found.ok ? readBlob(git, label, { commit: found.value, path, transport }, signal) : found;
		},
		async contains({ commit, ancestor }, signal) {
			const [later, earlier] = [await find(commit, signal), await find(ancestor, signal)];
			if (!later.ok) return later;
			return earlier.ok ? isAncestor(git, label, earlier.value, later.value, signal) : earlier;
		},
		async checkout({ commit, folder }, signal) {
			const found = await find(commit, signal);
			if (!found.ok) return found;
			const filled = await cache?.fill(found.value, signal);
			if (filled?.ok === false) return filled;
			return checkOut({ exec: options.exec, label, source: git, commit: found.value, folder, signal });
		},
		async close() {},
	};
}

/** How a repository is called in sentences; nothing of a user or a password. */
export function labelOf(config: RepositoryConfig): string {
	if (config.kind === 'folder') return `the repository ${basename(config.path)}`;
	return config.url.replace(/^([a-z]+:\/\/)[^@/]*@/i, '$1').replace(/^[\w.-]+@/, '');
}

/** Where git is asked; fails with `invalid-input` for what it is not sent to. */
export function sourceOf(config: RepositoryConfig, label: string, options: GitOptions): Result<GitSource> {
	if (config.kind === 'folder') {
		if (!isAbsolute(config.path)) return problems.notAName('path', config.path);
		return ok({ git: createGit(options.exec, label, ['-C', config.path]), transport: null, cache: null });
	}
	const transport = transportOf(config.url);
	if (transport === null || holdsPassword(config.url)) return problems.notAName('address', config.url);
	const cache = createCloneCache({ ...options, url: config.url, transport, label });
	return ok({ git: createGit(options.exec, label, ['--git-dir', cache.folder]), transport, cache });
}

/** A repository that cannot be asked says why, each time. */
function refusing(label: string, refusal: Extract<Result<never>, { ok: false }>): Repository {
	const refuse = async () => refusal;
	return {
		label,
		head: refuse,
		commits: refuse,
		readFile: refuse,
		contains: refuse,
		checkout: refuse,
		close: async () => {},
	};
}

/** A hash as it is; any other name is that of a tag and of nothing else. Null for what is no name. */
function commitOrTag(name: string): string | null {
	if (isCommitName(name)) return name;
	return isBranchName(name) ? `refs/tags/${name}` : null;
}

async function resolve(git: Git, label: string, commit: string, signal?: AbortSignal): Promise<Result<string>> {
	const outcome = await git.run({ args: ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`], signal });
	if (outcome.kind === 'exited' && outcome.exitCode === 0) return ok(outcome.stdout.trim());
	// Quietly wrong (1), or a hash that a partial clone would have to fetch (128).
	const isUnknown =
		outcome.kind === 'exited' && (outcome.exitCode === 1 || /not allowed|needed a single/i.test(outcome.stderr));
	return isUnknown ? problems.commitNotFound(label, commit) : problems.problemOf(label, outcome);
}

/** The branch itself, or where a clone last saw it when it has none of its own. */
async function headOf(git: Git, label: string, branch: string, signal?: AbortSignal): Promise<Result<CommitInfo>> {
	for (const ref of [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`]) {
		const found = await git.run({ args: ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], signal });
		if (found.kind !== 'exited' || found.exitCode > 1) return problems.problemOf(label, found);
		if (found.exitCode === 1) continue;
		const parser = createLogParser(1);
		const args = ['log', '-1', '-z', logFormat, found.stdout.trim(), '--'];
		const outcome = await git.run({ args, signal, onStdout: parser.push });
		const commit = parser.summary().commits[0];
		return commit === undefined ? problems.problemOf(label, outcome) : ok(commit);
	}
	const current = await git.run({ args: ['symbolic-ref', '--quiet', 'HEAD'], signal });
	const isUnborn = current.kind === 'exited' && current.stdout.trim() === `refs/heads/${branch}`;
	return problems.branchNotFound(label, branch, isUnborn);
}

async function isAncestor(
	git: Git,
	label: string,
	ancestor: string,
	commit: string,
	signal?: AbortSignal,
): Promise<Result<boolean>> {
	const outcome = await git.run({ args: ['merge-base', '--is-ancestor', ancestor, commit], signal });
	if (outcome.kind !== 'exited' || outcome.exitCode > 1) return problems.problemOf(label, outcome);
	if (outcome.exitCode === 0) return ok(true);
	const shallow = await git.text({ args: ['rev-parse', '--is-shallow-repository'], signal });
	if (!shallow.ok) return shallow;
	// Where the history is cut off, "no" may only mean that the way there is missing.
	return shallow.value.trim() === 'true' ? problems.isShallow(label) : ok(false);
}

/** What a folder tells about its project: names, git remote, and what builds it so far. Nothing of it is run. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { CiFacts } from '../../shared/config/draft-pipeline.ts';
import type { DraftFacts } from '../../shared/config/draft.ts';
import type { Exec } from '../connectors/exec.ts';

/** Git only reads its configuration here; longer than this and the disk hangs, ms. */
const gitTimeoutMs = 3_000;
/** A package.json is written by people; anything larger is something else. */
const largestFileBytes = 1_000_000;
/** Nobody has more workflows, and a draft names a few only. */
const mostWorkflows = 200;

/** Looks into the folder and asks git once. What is not there, or cannot be read, is left out. */
export async function draftFactsOf(folder: string, exec: Exec): Promise<DraftFacts> {
	const [remoteUrl, manifest, found] = await Promise.all([
		remoteOf(folder, exec),
		readManifest(folder),
		lookAround(folder),
	]);
	const ci: CiFacts = {
		...found,
		scripts: Object.keys(manifest?.scripts ?? {}),
		isCheckout: found.isCheckout || remoteUrl !== null,
	};
	return { folderName: path.basename(folder), remoteUrl, packageName: manifest?.name ?? null, ci };
}

async function remoteOf(folder: string, exec: Exec): Promise<string | null> {
	const outcome = await exec({
		file: 'git',
		args: ['-C', folder, 'remote', 'get-url', 'origin'],
		cwd: folder,
		env: {},
		timeoutMs: gitTimeoutMs,
	});
	// No git, no repository, no remote: the draft says so by leaving it out.
	const told = outcome.kind === 'exited' && outcome.exitCode === 0 ? outcome.stdout.trim() : '';
	return told === '' ? null : told;
}

const manifestShape = z.object({
	name: z.string().optional().catch(undefined),
	scripts: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

async function readManifest(folder: string): Promise<z.output<typeof manifestShape> | null> {
	const text = await readSmall(path.join(folder, 'package.json'));
	if (text === null) return null;
	try {
		return manifestShape.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		// Being edited, or no JSON at all.
		return null;
	}
}

async function lookAround(folder: string): Promise<Omit<CiFacts, 'scripts'>> {
	const has = (...parts: readonly string[]) => isThere(path.join(folder, ...parts));
	const [workflows, hasGitlab, hasJenkinsfile, isCheckout, branch, npm, pnpm, yarn] = await Promise.all([
		workflowsIn(path.join(folder, '.github', 'workflows')),
		has('.gitlab-ci.yml'),
		has('Jenkinsfile'),
		has('.git'),
		branchOf(folder),
		has('package-lock.json'),
		has('pnpm-lock.yaml'),
		has('yarn.lock'),
	]);
	const lock = npm ? 'npm' : pnpm ? 'pnpm' : yarn ? 'yarn' : null;
	return { workflows, hasGitlab, hasJenkinsfile, isCheckout, branch, lock };
}

async function workflowsIn(folder: string): Promise<readonly string[]> {
	try {
		const names = await readdir(folder);
		return names.filter((name) => /\.ya?ml$/.test(name)).slice(0, mostWorkflows);
	} catch {
		return [];
	}
}

/** What the remote calls its branch, as git noted it when it cloned; else the checked-out one, unless it is a side branch by its name. */
async function branchOf(folder: string): Promise<string | null> {
	const remote = await readSmall(path.join(folder, '.git', 'refs', 'remotes', 'origin', 'HEAD'));
	const known = /^ref: refs\/remotes\/origin\/(\S+)/.exec(remote ?? '')?.[1];
	if (known !== undefined) return known;
	const head = await readSmall(path.join(folder, '.git', 'HEAD'));
	return /^ref: refs\/heads\/(main|master|trunk|develop)\s*$/.exec(head ?? '')?.[1] ?? null;
}

async function isThere(place: string): Promise<boolean> {
	try {
		await stat(place);
		return true;
	} catch {
		return false;
	}
}

/** Null for what is no file, too large, or not to be read. */
async function readSmall(file: string): Promise<string | null> {
	try {
		const found = await stat(file);
		return found.isFile() && found.size <= largestFileBytes ? await readFile(file, 'utf8') : null;
	} catch {
		return null;
	}
}

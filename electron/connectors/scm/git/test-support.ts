/** Real repositories in a temporary folder. For tests only. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RepositoryConfig } from '../../../../shared/config/pipeline-model.ts';
import type { Repository } from '../../../engine/pipeline-ports.ts';
import type { Logger } from '../../../engine/ports.ts';
import { createExec } from '../../exec.ts';
import { createGitRepository } from './repository.ts';

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export interface Yard {
	readonly root: string;
	/** A work tree on branch `main` without a commit. */
	readonly work: string;
	git(...args: readonly string[]): string;
	/** Writes files, commits them and gives the hash. */
	commit(message: string, files: Readonly<Record<string, string>>): string;
	link(path: string, to: string): void;
	open(config?: RepositoryConfig): Repository;
	dispose(): void;
}

export function makeYard(environment: Readonly<Record<string, string>> = {}): Yard {
	const root = mkdtempSync(join(tmpdir(), 'sbx-git-'));
	const work = join(root, 'shop');
	mkdirSync(join(root, 'home'));
	let time = 1_700_000_000;
	const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@x.test', GIT_COMMITTER_NAME: 'Ada' };
	const env = { PATH: process.env['PATH'] ?? '', HOME: join(root, 'home'), ...identity, ...environment };
	const git = (...args: readonly string[]) => {
		const dates = { GIT_AUTHOR_DATE: `${time} +0000`, GIT_COMMITTER_DATE: `${time} +0000` };
		const full = { ...env, GIT_COMMITTER_EMAIL: 'ada@x.test', ...dates };
		return execFileSync('git', ['-C', work, ...args], { env: full, encoding: 'utf8', stdio: 'pipe' }).trim();
	};
	mkdirSync(work);
	git('init', '-q', '-b', 'main');
	return {
		root,
		work,
		git,
		commit(message, files) {
			time += 60;
			for (const [path, text] of Object.entries(files)) {
				mkdirSync(dirname(join(work, path)), { recursive: true });
				writeFileSync(join(work, path), text);
			}
			git('add', '-A');
			git('commit', '-q', '--allow-empty', '-m', message);
			return git('rev-parse', 'HEAD');
		},
		link: (path, to) => symlinkSync(to, join(work, path)),
		open: (config = { kind: 'folder', path: work }) =>
			createGitRepository(config, { exec: createExec(env), cacheFolder: join(root, 'cache'), logger: silent }),
		dispose: () => rmSync(root, { recursive: true, force: true }),
	};
}

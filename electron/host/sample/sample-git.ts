/** git as it works on the sample's repository: the machine's own program, without what a person has set for all others. */
import path from 'node:path';
import { execa } from 'execa';
import { fail } from '../../../shared/domain/result.ts';
import { allowedEnvironment, type Variables } from '../../connectors/exec.ts';
import { findProgram } from '../../connectors/program.ts';

/** Each call takes milliseconds; this ends one that hangs. */
const timeoutMs = 30_000;

/** Resolves with what git printed; rejects where it ends with anything but 0. */
export type Git = (args: readonly string[], input?: string) => Promise<string>;

export interface GitPlace {
	/** The work tree. */
	readonly folder: string;
	readonly environment: () => Promise<Variables>;
}

/** Null where there is no git on this machine. */
export async function makeGit({ folder, environment }: GitPlace): Promise<Git | null> {
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
		const { stdout } = await execa(program, args, {
			...{ cwd: folder, env, extendEnv: false, timeout: timeoutMs, stripFinalNewline: false },
			...(input === undefined ? { stdin: 'ignore' as const } : { input }),
		});
		return stdout;
	};
}

export function noGit() {
	return fail(
		'unsupported',
		'git was not found on this machine, so the sample runs without its pipeline.',
		'Install git and start the sample again.',
	);
}

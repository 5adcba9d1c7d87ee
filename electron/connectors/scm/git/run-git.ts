/**
 * Starting git so that nothing of a repository runs: no hooks, no fsmonitor, no external differ, no pager, no helper for a
 * transport; and so that a question writes nothing, not even a refreshed index.
 */
import { devNull } from 'node:os';
import { parse } from 'node:path';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { Exec, ExecOutcome } from '../../exec.ts';
import type { Transport } from './names.ts';
import { problemOf } from './problems.ts';

export interface GitCall {
	readonly args: readonly string[];
	readonly signal?: AbortSignal | undefined;
	readonly onStdout?: (chunk: Uint8Array) => void;
	readonly input?: string;
	/** By which way it may fetch; none by default, so that what a partial clone lacks is an error and not a fetch. */
	readonly transport?: Transport;
	readonly timeoutMs?: number;
}

export interface Git {
	/** Runs it and tells how it ended. */
	run(call: GitCall): Promise<ExecOutcome>;
	/** The output of a call that must succeed; at most its last 64 kB. */
	text(call: GitCall): Promise<Result<string>>;
}

/** Longest time for a question to what is on the disk, ms; 100,000 commits with paths take some seconds. */
const questionMs = 120_000;

/** Settings that win over those of the repository, and of the user. */
const settings: readonly string[] = [
	`core.hooksPath=${devNull}`,
	'core.fsmonitor=false',
	'core.untrackedCache=false',
	'core.quotePath=false',
	'core.pager=cat',
	'diff.external=',
	'log.showSignature=false',
	'i18n.logOutputEncoding=UTF-8',
	'submodule.recurse=false',
	'fetch.recurseSubmodules=false',
	'gc.autoDetach=false',
	'gc.pruneExpire=never',
	'maintenance.autoDetach=false',
	'advice.detachedHead=false',
];

/** `place` are the arguments that name the repository: `-C folder` or `--git-dir folder`. */
export function createGit(exec: Exec, label: string, place: readonly string[]): Git {
	const run = (call: GitCall): Promise<ExecOutcome> =>
		exec({
			file: 'git',
			args: ['--no-pager', '--no-optional-locks', ...options(call.transport), ...place, ...call.args],
			cwd: parse(process.execPath).root,
			env: environment(call.transport),
			timeoutMs: call.timeoutMs ?? questionMs,
			signal: call.signal,
			onStdout: call.onStdout,
			input: call.input,
		});
	return {
		run,
		async text(call) {
			const outcome = await run(call);
			return outcome.kind === 'exited' && outcome.exitCode === 0 ? ok(outcome.stdout) : problemOf(label, outcome);
		},
	};
}

function options(transport: Transport | undefined): readonly string[] {
	const protocols = [
		'protocol.allow=never',
		...(transport === undefined ? [] : [`protocol.${transport}.allow=always`]),
	];
	return [...settings, ...protocols].flatMap((setting) => ['-c', setting]);
}

function environment(transport: Transport | undefined): Record<string, string> {
	return {
		LC_ALL: 'C',
		GIT_TERMINAL_PROMPT: '0',
		GIT_OPTIONAL_LOCKS: '0',
		GCM_INTERACTIVE: 'never',
		...(transport === undefined ? { GIT_NO_LAZY_FETCH: '1' } : {}),
	};
}

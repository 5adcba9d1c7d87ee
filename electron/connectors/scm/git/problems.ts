/** What git says, in the words of this project. */
import { hideSecrets } from '../../../../shared/domain/hide-secrets.ts';
import { type Failure, fail } from '../../../../shared/domain/result.ts';
import { type ExecOutcome, lastLines } from '../../exec.ts';

export function cancelled(label: string): Failure {
	return fail('cancelled', `The question to ${label} was cancelled.`, 'Ask again when you need it.');
}

export function commitNotFound(label: string, commit: string): Failure {
	return fail(
		'not-found',
		`${label} has no commit ${commit.slice(0, 12)}. It may have been pushed over, or never pushed.`,
		'Check that the commit is on a branch of this repository.',
	);
}

export function branchNotFound(label: string, branch: string, isUnborn: boolean): Failure {
	if (isUnborn) {
		return fail('not-found', `Branch ${branch} of ${label} has no commit yet.`, 'Commit something to it first.');
	}
	return fail('not-found', `${label} has no branch ${branch}.`, 'Check the name of the branch in signalbox.yaml.');
}

export function fileNotFound(label: string, path: string, commit: string): Failure {
	return fail(
		'not-found',
		`${label} has no file ${path} at commit ${commit.slice(0, 12)}.`,
		'Check the path; it begins at the root of the repository.',
	);
}

export function notAName(kind: 'commit' | 'branch' | 'path' | 'address', name: string): Failure {
	const shown = JSON.stringify(hideSecrets(name).slice(0, 80));
	if (kind === 'address') {
		return fail(
			'invalid-input',
			`${shown} is not an address that git may fetch from.`,
			'Give an https or ssh address without a password in it; git asks your credential helper or your ssh agent.',
		);
	}
	return fail('invalid-input', `${shown} is not the name of a ${kind}.`, 'Check how it is written.');
}

export function isShallow(label: string): Failure {
	return fail(
		'scm-failed',
		`${label} is a shallow clone: its history is cut off, so commits cannot be counted.`,
		'Run "git fetch --unshallow" there once.',
	);
}

export function fileTooLarge(label: string, path: string, most: number): Failure {
	return fail('too-large', `The file ${path} of ${label} has more than ${most} bytes.`, 'Name a smaller file.');
}

export function folderExists(folder: string): Failure {
	return fail('scm-failed', `The folder ${folder} is there already, so nothing is laid into it.`, 'Remove it first.');
}

interface Sign {
	readonly said: RegExp;
	readonly problem: (label: string, words: string) => Failure;
}

const failed = (message: string, hint: string): Failure => fail('scm-failed', message, hint);

const signs: readonly Sign[] = [
	{
		said: /dubious ownership/i,
		problem: (label) =>
			failed(
				`${label} belongs to another user of this machine, and git does not trust it.`,
				'If you do, run "git config --global --add safe.directory" with its folder.',
			),
	},
	{
		said: /not a git repository|cannot change to/i,
		problem: (label) => failed(`${label} is not a git repository.`, 'Check the path of the repository.'),
	},
	{
		said: /authentication failed|could not read (username|password)|permission denied|prompts disabled|host key verif|403/i,
		problem: (label, words) =>
			failed(
				`${label} does not let git in: ${words}`,
				'Try "git ls-remote" with that address in a terminal; Signalbox uses the same credential helper and ssh agent.',
			),
	},
	{
		said: /no space left|disk full|read-only file system/i,
		problem: (label) => failed(`The disk does not take what git fetched from ${label}.`, 'Free some space.'),
	},
	{
		said: /not allowed/i,
		problem: (label) =>
			failed(
				`${label} lacks something that would have to be fetched, and it is not fetched into it.`,
				'Fetch it there.',
			),
	},
	{
		said: /repository .*not found|does not appear to be a git repository|does not exist/i,
		problem: (label) =>
			failed(`There is no repository at ${label}, or it is hidden.`, 'Check its address and your rights.'),
	},
	{
		said: /resolve host|unable to access|connection|timed? ?out|early eof|unable to connect|hung up|disconnect|unreachable/i,
		problem: (label) => unreachable(label),
	},
];

function unreachable(label: string): Failure {
	return fail(
		'scm-unreachable',
		`${label} does not answer; what is known of its history stays.`,
		'Check the network; Signalbox asks again.',
		{ retryable: true },
	);
}

/** Why a call of git did not succeed. */
export function problemOf(label: string, outcome: ExecOutcome): Failure {
	if (outcome.kind === 'cancelled') return cancelled(label);
	if (outcome.kind === 'not-started') {
		return fail(
			'scm-failed',
			'git could not be started, so no history can be read.',
			'Install git, and check that it is in PATH.',
			{ cause: outcome.cause },
		);
	}
	if (outcome.kind === 'timed-out') return { ...unreachable(label), cause: outcome.stderr };
	const words = hideSecrets(lastLines(outcome.stderr, 3)).replaceAll('\n', ' ').slice(0, 300);
	const sign = signs.find(({ said }) => said.test(outcome.stderr));
	const problem = sign?.problem(label, words) ?? failed(`git failed at ${label}: ${words}`, 'Look at the log.');
	return { ...problem, cause: words };
}

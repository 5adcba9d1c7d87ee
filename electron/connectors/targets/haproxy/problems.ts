/** What can go wrong with HAProxy, in the words of someone who ships a release. */
import { type Failure, fail } from '../../../../shared/domain/result.ts';
import type { SlotName, TrafficSplit } from '../../../../shared/domain/target/model.ts';

export function cancelled(label: string): Failure {
	return fail(
		'cancelled',
		`The call to ${label} was cancelled; what it had already asked for may still happen.`,
		'Look at what the target really does, then ask again.',
		{ retryable: true },
	);
}

export function unreachable(label: string, where: string, cause: Error): Failure {
	const code = 'code' in cause ? String(cause.code) : cause.message;
	const isForbidden = code === 'EACCES' || code === 'EPERM';
	return fail(
		'target-unreachable',
		`${label} cannot be reached at ${where} (${code}); users keep what they have, and nothing can be changed.`,
		isForbidden
			? 'Let the user that runs Signalbox open the socket: see `mode`, `user` and `group` of `stats socket`.'
			: 'Check that HAProxy runs and that its `stats socket` is where signalbox.yaml says; Signalbox tries again.',
		{ retryable: true, cause },
	);
}

export function noAnswer(label: string, where: string, timeoutMs: number): Failure {
	return fail(
		'target-unreachable',
		`${label} did not answer at ${where} within ${timeoutMs / 1000} s; it is not known whether the change was taken.`,
		'Check whether HAProxy hangs; Signalbox tries again.',
		{ retryable: true },
	);
}

export function notRuntimeApi(label: string, where: string): Failure {
	return fail(
		'target-unreachable',
		`What is at ${where} does not answer as the Runtime API of ${label} does; nothing can be changed there.`,
		"Check that the address is HAProxy's `stats socket`, and not a port that serves users.",
		{ retryable: true },
	);
}

export function tooLong(label: string, where: string): Failure {
	return fail(
		'too-large',
		`What answers at ${where} does not stop sending; it is not the Runtime API of ${label}.`,
		"Check that the address is HAProxy's `stats socket`.",
	);
}

/** HAProxy refused a command; `reply` is its own first line. */
export function refused(label: string, reply: string): Failure {
	const line = reply.trim().split('\n')[0]?.trim().slice(0, 300) ?? '';
	const cause = { details: { reply: line } };
	const known = refusals.find(({ pattern }) => pattern.test(line));
	if (known !== undefined) return fail('target-refused', known.message(label), known.hint, cause);
	return fail(
		'target-refused',
		`${label} refused the change: "${line}".`,
		'Look up the words in the management guide of HAProxy; the traffic is what the target shows.',
		cause,
	);
}

/** Replies as HAProxy 2.4 to 3.0 word them. */
const refusals = [
	{
		pattern: /^Permission denied/i,
		message: (label: string) => `${label} lets Signalbox look but not change anything, so no traffic was moved.`,
		hint: 'Give the `stats socket` in haproxy.cfg `level admin`.',
	},
	{
		pattern: /^No such (backend|proxy)/i,
		message: (label: string) => `${label} has no backend of the configured name, so nothing was changed.`,
		hint: 'Check `backend` of the target in signalbox.yaml against haproxy.cfg.',
	},
	{
		pattern: /^(No such server|Require 'backend\/server')/i,
		message: (label: string) => `${label} does not have one of the configured servers; the others were set.`,
		hint: 'Check the names under `slots` in signalbox.yaml against haproxy.cfg.',
	},
	{
		pattern: /^Unknown command/i,
		message: (label: string) => `${label} does not know the commands that Signalbox needs, so nothing was changed.`,
		hint: 'Signalbox needs HAProxy 2.4 or newer.',
	},
	{
		pattern: /static LB algorithm/i,
		message: (label: string) => `${label} balances with an algorithm whose weights cannot change while it runs.`,
		hint: 'Use `balance roundrobin`, `leastconn` or a hash with `hash-type consistent` in the backend.',
	},
];

export function notTaken(label: string, wanted: TrafficSplit, real: TrafficSplit, trouble: readonly string[]): Failure {
	const why = trouble.length === 0 ? '' : ` (${trouble.join('; ')})`;
	return fail(
		'traffic-not-taken',
		`${label} sends ${show(real.blue)} to blue and ${show(real.green)} to green instead of ${show(wanted.blue)} and ${show(wanted.green)}${why}.`,
		trouble.length === 0
			? 'Check whether something else sets weights there; then try again.'
			: 'Bring the servers up, or roll back to the slot whose servers are up; then try again.',
		{ retryable: true, details: { wanted: { ...wanted }, real: { ...real }, trouble } },
	);
}

export function stillServing(label: string, slot: SlotName, percent: number, what: string): Failure {
	return fail(
		'target-refused',
		`${slot} of ${label} still serves ${show(percent)} of the users, so ${what}.`,
		'Move its traffic to the other slot first.',
	);
}

export function noServers(label: string, slot: SlotName): Failure {
	return fail(
		'target-refused',
		`${slot} of ${label} has no servers, so it can neither run a version nor take traffic.`,
		`Name the servers of ${slot} in signalbox.yaml.`,
	);
}

export function badName(label: string, name: string): Failure {
	return fail(
		'invalid-config',
		`${label} cannot be used: "${name}" is not a name that HAProxy allows.`,
		'HAProxy names are made of letters, digits, "-", "_", "." and ":". Correct it in signalbox.yaml.',
	);
}

function show(percent: number): string {
	return `${Math.round(percent * 10) / 10} %`;
}

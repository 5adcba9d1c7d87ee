/** What goes wrong with a source of facts, in sentences about facts. */
import { fail } from '../../../../shared/domain/result.ts';
import type { ErrorCode, Failure } from '../../../../shared/domain/result.ts';
import type { CiHost, CiReply } from '../../http-hosts/host.ts';
import { runsMayBeOld } from '../../http-hosts/patience.ts';
import { notBeforeOf, quoted } from '../../http-hosts/status-failure.ts';

/** What a product says in an answer that is no success. */
export interface Refusal {
	/** Its own words; shortened, and without our credentials. */
	readonly said?: string | null;
	/** For products that tell limits by other means than status 429. */
	readonly isLimited?: boolean;
	/** The right that is missing, as a sentence: "the token lacks the scope repo". */
	readonly missing?: string | null;
}

type Sentence = readonly [code: ErrorCode, message: string, hint: string];

const mayBeOld = 'What is known from it may be old.';
const tokenPlace = "the source's token in signalbox.yaml (delivery.sources) says";

const forbidden = (host: CiHost, could: string, missing: string | null | undefined): Sentence => [
	'facts-unauthorised',
	`${could}: ${missing ?? 'the token may not read that'}.`,
	`Give the token that right at ${host.product}, or use another one; docs/facts.md names the rights that are needed.`,
];

function unauthorised(host: CiHost, could: string): Sentence {
	if (host.auth !== null) {
		const hint = `Was it revoked, or has it expired? Store a new one where ${tokenPlace}.`;
		return ['facts-unauthorised', `${could}: it does not accept the token.`, hint];
	}
	const hint = 'Name one under token of the source in signalbox.yaml (delivery.sources).';
	return ['facts-unauthorised', `${could}: it wants a token, and none is configured.`, hint];
}

const limited = (could: string): Sentence => [
	'facts-rate-limited',
	`${could}: it was asked too often and wants a pause. What was read so far is kept.`,
	'We go on after the pause, where we left off.',
];

function missing(host: CiHost, could: string): Sentence {
	const who = host.auth === null ? 'the public; name a token if it is private' : 'the token; check that it may see it';
	return [
		'facts-rejected',
		`${could}: there is no such thing, or not for this token.`,
		`Check the name and the address in signalbox.yaml. ${host.product} answers the same for what is not visible to ${who}.`,
	];
}

const down = (could: string, status: number): Sentence => [
	'facts-unreachable',
	`${could}: it has a fault of its own (status ${status}). ${mayBeOld}`,
	'We go on asking.',
];

const odd = (host: CiHost, could: string, status: number): Sentence => [
	'facts-rejected',
	`${could}, but answered in a way that we do not understand (status ${status}).`,
	`Check that the address in signalbox.yaml leads to ${host.product}.`,
];

function sentenceOf(host: CiHost, status: number, could: string, refusal: Refusal): Sentence {
	if (status === 429 || refusal.isLimited === true) return limited(could);
	if (status === 401) return unauthorised(host, could);
	if (status === 403) return forbidden(host, could, refusal.missing);
	if (status === 404 || status === 410) return missing(host, could);
	return status >= 500 ? down(could, status) : odd(host, could, status);
}

/** The failure that an answer without success stands for. `what` is what was asked for: "its incidents". */
export function refused(
	host: CiHost & { readonly refusal?: (reply: CiReply) => Refusal },
	reply: CiReply,
	what: string,
): Failure {
	const refusal = host.refusal?.(reply) ?? {};
	const [code, message, hint] = sentenceOf(host, reply.status, `${host.label} did not show ${what}`, refusal);
	const isLimit = code === 'facts-rate-limited';
	const details = { status: reply.status, ...(isLimit ? { notBefore: notBeforeOf(reply) } : {}) };
	const retryable = isLimit || code === 'facts-unreachable';
	return fail(code, `${message}${quoted(reply, refusal.said)}`, hint, { retryable, details });
}

/** A pause that the host asked for, or that leaves others their share of its budget, is not over. */
export function inPause(host: CiHost, what: string, notBefore: number): Failure {
	const [code, message, hint] = limited(`${host.label} was not asked for ${what}`);
	return fail(code, message, hint, { retryable: true, details: { notBefore } });
}

/** An answer that is not what the product documents. */
export function notUnderstood(host: CiHost, what: string, cause?: unknown): Failure {
	return fail(
		'facts-rejected',
		`${host.label} described ${what} in a form that we do not know, so nothing of it was taken.`,
		`Check that the address in signalbox.yaml leads to ${host.product} and not to a proxy or a page to log in; if it does, tell us its version.`,
		cause === undefined ? {} : { cause },
	);
}

/** Says a failure of `http-hosts`, which speaks of runs, about facts. */
export function factsFailure(failure: Failure, host: CiHost): Failure {
	const { problem, cause } = failure;
	const because = { ...(cause === undefined ? {} : { cause }) };
	switch (problem.code) {
		case 'ci-unreachable':
			return fail('facts-unreachable', problem.message.replace(runsMayBeOld, mayBeOld), problem.hint, {
				retryable: true,
				...because,
			});
		case 'ci-rejected':
			return fail('facts-rejected', problem.message, problem.hint, because);
		case 'invalid-config':
			return fail(
				'facts-unauthorised',
				`The token for ${host.label} would travel unencrypted, so it was not sent and nothing was read.`,
				'Use an https address for it in signalbox.yaml.',
			);
		case 'secret-missing':
			return fail(problem.code, problem.message, problem.hint.replace('pipeline.runner.token', tokenOf), because);
		default:
			return failure;
	}
}

const tokenOf = 'token of the source (delivery.sources)';

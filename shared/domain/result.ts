/**
 * Errors are values: what went wrong, what it means for the release, what to do next.
 * The technical cause travels beside the problem as far as the log and never further.
 */

/** Every code an error can carry. Closed, so that the screens can answer each of them. */
export const errorCodes = [
	'invalid-input',
	'invalid-config',
	'config-not-found',
	'secret-missing',
	'not-found',
	'unknown-version',
	'already-running',
	'deployment-in-flight',
	'not-allowed',
	'stale',
	'lease-held',
	'lease-lost',
	'target-unreachable',
	'target-refused',
	'traffic-not-taken',
	'deploy-failed',
	'smoke-failed',
	'slot-not-ready',
	'port-in-use',
	'metrics-unreachable',
	'metrics-rejected',
	'ci-unreachable',
	'ci-unauthorised',
	'ci-rate-limited',
	'ci-refused',
	'ci-rejected',
	'scm-unreachable',
	'scm-failed',
	'gate-closed',
	'frozen',
	'report-invalid',
	'facts-unreachable',
	'facts-unauthorised',
	'facts-rate-limited',
	'facts-rejected',
	'store-full',
	'store-corrupt',
	'store-newer',
	'store-failed',
	'unauthorised',
	'forbidden',
	'read-only',
	'too-large',
	'cancelled',
	'timed-out',
	'unsupported',
	'disconnected',
	'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Anything that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What a person (and the wire) sees of an error. */
export interface Problem {
	readonly code: ErrorCode;
	/** One sentence that a release manager understands: what happened and what it means for the release. */
	readonly message: string;
	/** What to do next. */
	readonly hint: string;
	/** True when the very same request may succeed later without any change. */
	readonly retryable: boolean;
	readonly details?: { readonly [key: string]: JsonValue };
}

export type Failure = { readonly ok: false; readonly problem: Problem; readonly cause?: unknown };
export type Result<T> = { readonly ok: true; readonly value: T } | Failure;

/** Wraps a value as a success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
	return { ok: true, value };
}

/**
 * Makes a failure. `cause` (an exception, a raw reply) is for the log only: hosts strip it before the wire.
 */
export function fail(
	code: ErrorCode,
	message: string,
	hint: string,
	extra: { retryable?: boolean; details?: Problem['details']; cause?: unknown } = {},
): Failure {
	const problem: Problem = {
		code,
		message,
		hint,
		retryable: extra.retryable ?? false,
		...(extra.details === undefined ? {} : { details: extra.details }),
	};
	return extra.cause === undefined ? { ok: false, problem } : { ok: false, problem, cause: extra.cause };
}

/** Makes the compiler prove that every case of a union was answered. */
export function assertNever(value: never): never {
	throw new Error(`Unanswered case: ${JSON.stringify(value)}`);
}

/** Recognises a problem that came over the wire. */
import { errorCodes, type Problem } from '../domain/result.ts';

const knownCodes: ReadonlySet<unknown> = new Set(errorCodes);

/** Checks a problem that came over the wire. */
export function isProblem(value: unknown): value is Problem {
	return (
		typeof value === 'object' &&
		value !== null &&
		'code' in value &&
		knownCodes.has(value.code) &&
		'message' in value &&
		typeof value.message === 'string' &&
		'hint' in value &&
		typeof value.hint === 'string' &&
		'retryable' in value &&
		typeof value.retryable === 'boolean'
	);
}

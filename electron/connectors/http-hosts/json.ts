/** Answers as JSON of a known shape. */
import type { z } from 'zod';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../shared/domain/result.ts';
import type { CiHost } from './host.ts';

/** The value behind a text; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** An answer that is not what the product documents. */
export function notUnderstood(host: CiHost, what: string, cause?: unknown): Failure {
	return fail(
		'ci-rejected',
		`${host.label} described ${what} in a form that we do not know, so it is not shown.`,
		`Check that the address in signalbox.yaml leads to ${host.product} and not to a proxy or a page to log in; if it does, tell us its version.`,
		cause === undefined ? {} : { cause },
	);
}

/** Reads a text; `what` names it in the failure: "its runs". Fails with `ci-rejected`. */
export function readJson<T>(host: CiHost, text: string, schema: z.ZodType<T>, what: string): Result<T> {
	const parsed = schema.safeParse(parseJson(text));
	return parsed.success ? ok(parsed.data) : notUnderstood(host, what, parsed.error);
}

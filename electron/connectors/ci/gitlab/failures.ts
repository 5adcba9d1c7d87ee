/** What GitLab means by an answer that is no success. */
import type { Failure } from '../../../../shared/domain/result.ts';
import type { CiHost, CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { statusFailure } from '../../http-hosts/status-failure.ts';
import { errorSchema } from './wire.ts';

export interface Asked {
	/** "the pipelines" of a read, "start the pipeline" of an act. */
	readonly what: string;
	readonly isAct: boolean;
}

/** All texts of a message, which may be a text, a list, or lists by field: `{"base": ["Reference not found"]}`. */
function textsOf(message: unknown, depth = 0): readonly string[] {
	if (typeof message === 'string') return [message];
	if (typeof message !== 'object' || message === null || depth > 3) return [];
	return Object.values(message).flatMap((part) => textsOf(part, depth + 1));
}

/** RFC 6750, 3.1: the token is good, and lacks a scope. `api_guard.rb` lists those that would do. */
function missingScope(error: string | undefined, isAct: boolean): string | null {
	if (error !== 'insufficient_scope') return null;
	return `the token lacks the scope ${isAct ? 'api' : 'read_api (or api)'}`;
}

export function gitlabFailure(host: CiHost, reply: CiReply, asked: Asked): Failure {
	const parsed = errorSchema.safeParse(parseJson(reply.text));
	const told = parsed.success ? parsed.data : null;
	const said = told === null ? [] : [...textsOf(told.message), told.error_description ?? told.error ?? ''];
	return statusFailure(host, reply, {
		...asked,
		// "404 Not found" says no more than the status does.
		said: said.filter((text) => text !== '' && !/^\d{3} [\w ]{3,40}$/.test(text)).join(' '),
		missing: missingScope(told?.error, asked.isAct),
	});
}

/** What Jenkins means by an answer that is no success. */
import { fail } from '../../../../shared/domain/result.ts';
import type { Failure } from '../../../../shared/domain/result.ts';
import type { CiHost, CiReply } from '../../http-hosts/host.ts';
import { statusFailure } from '../../http-hosts/status-failure.ts';

export interface Asked {
	/** "the builds" of a read, "stop the build" of an act. */
	readonly what: string;
	readonly isAct: boolean;
}

/** As its pages call them: `hudson.model.Item.Build` is Job/Build. */
const groups: Readonly<Record<string, string>> = { Hudson: 'Overall', Item: 'Job', Run: 'Run', View: 'View' };

function permissionOf(id: string): string {
	const [, group = '', name = ''] = /(\w+)\.(\w+)$/.exec(id) ?? [];
	return name === '' ? id : `${groups[group] ?? group}/${name}`;
}

/** Jenkins names what is missing in a header and in its page: AccessDeniedException3. */
function missingPermission(reply: CiReply): string | null {
	if (reply.status !== 403) return null;
	const header = reply.header('x-required-permission');
	const told =
		header === null ? /is missing the ([\w/ -]{3,60}) permission/.exec(reply.text)?.[1] : permissionOf(header);
	return told === undefined ? null : `the account lacks the permission ${told}`;
}

/** Words out of a page of an error: without marks, styles and its stack trace. */
export function wordsOfPage(text: string): string {
	const body = text.slice(0, 20_000);
	const message = /<(?:h2|p|td)[^>]*>\s*(?:MESSAGE:\s*)?([^<>]{3,300})</i.exec(body)?.[1];
	const plain = body.includes('<') ? (message ?? '') : body;
	return plain
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&#039;', "'")
		.replaceAll('&amp;', '&')
		.trim();
}

export function jenkinsFailure(host: CiHost, reply: CiReply, asked: Asked): Failure {
	const missing = missingPermission(reply);
	const said = missing === null ? wordsOfPage(reply.text) : null;
	return statusFailure(host, reply, { ...asked, said, missing });
}

/** An id that no build of this job can have. */
export function noSuchBuild(host: CiHost, nativeId: string): Failure {
	return fail('not-found', `${host.label} has no build ${nativeId}.`, 'Look at the list of its builds again.');
}

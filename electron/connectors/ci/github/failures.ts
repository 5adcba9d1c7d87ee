/** What GitHub means by an answer without success: limits, scopes, single sign-on, and what it hides. */
import { fail } from '../../../../shared/domain/result.ts';
import type { Failure } from '../../../../shared/domain/result.ts';
import type { CiHost, CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { unreachable } from '../../http-hosts/patience.ts';
import { hasOriginOf } from '../../http-hosts/redirects.ts';
import { quoted, statusFailure } from '../../http-hosts/status-failure.ts';
import { errorSchema } from './schemas.ts';

/** What was asked, for the sentence: `{ what: 'its runs', isAct: false }`, `{ what: 'cancel the run', isAct: true }`. */
export interface Question {
	readonly what: string;
	readonly isAct: boolean;
}

const listOf = (text: string | null): readonly string[] =>
	(text ?? '').split(/[,;]/).flatMap((part) => part.trim() || []);

/** "actions=write" as GitHub's pages name it. */
function permissionWords(permission: string): string {
	const [name = '', access = 'read'] = permission.split('=');
	return `${name.replaceAll('_', ' ')}: ${access}`;
}

/** Names what the token lacks, from the headers with which GitHub says it; null where it does not. */
export function missingRight(reply: Pick<CiReply, 'header'>): string | null {
	const granted = reply.header('x-oauth-scopes');
	const accepted = listOf(reply.header('x-accepted-oauth-scopes'));
	if (granted !== null && accepted.length > 0) {
		const has = listOf(granted);
		// `repo` includes `public_repo` and `repo:status`; any one of those accepted is enough.
		const isCovered = accepted.some(
			(scope) => has.includes(scope) || (/^(public_)?repo\b/.test(scope) && has.includes('repo')),
		);
		const said = has.length === 0 ? 'none' : has.join(', ');
		return isCovered ? null : `the token lacks the scope ${accepted.join(' or ')} (it has ${said})`;
	}
	const permissions = listOf(reply.header('x-accepted-github-permissions'));
	if (permissions.length === 0) return null;
	return `the token lacks the permission ${permissions.map(permissionWords).join(', ')}`;
}

/** Both kinds of limit: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimited(reply: CiReply, said: string | null): boolean {
	if (reply.status === 429) return true;
	if (reply.status !== 403) return false;
	return (
		reply.budget?.remaining === 0 ||
		reply.header('retry-after') !== null ||
		/\b(secondary rate limit|abuse detection)/i.test(said ?? '')
	);
}

function singleSignOn(host: CiHost, question: Question): Failure {
	return fail(
		'ci-unauthorised',
		`${host.label} did not ${question.isAct ? question.what : `show ${question.what}`}: the organisation asks for single sign-on, and the token is not authorised for it.`,
		'At GitHub, under Settings, Developer settings, choose the token and "Configure SSO" for the organisation.',
	);
}

/** The failure that an answer of GitHub stands for. */
export function githubFailure(host: CiHost, reply: CiReply, question: Question): Failure {
	const parsed = errorSchema.safeParse(parseJson(reply.text));
	const said = parsed.success ? parsed.data.message : null;
	const isRefused = reply.status === 401 || reply.status === 403;
	if (isRefused && !hasOriginOf(reply.address, host.base)) {
		return unreachable(host.label, 'the store of its files refused the link that it gave');
	}
	if (isLimited(reply, said)) return statusFailure(host, reply, { ...question, said, isLimited: true });
	if (reply.status === 403 && /^required\b/i.test(reply.header('x-github-sso') ?? ''))
		return singleSignOn(host, question);
	const missing = reply.status === 403 || reply.status === 404 ? missingRight(reply) : null;
	if (reply.status === 404 && missing !== null && reply.header('x-oauth-scopes') !== null) {
		return hidden(host, reply, { question, missing, said });
	}
	return statusFailure(host, reply, { ...question, said, missing });
}

/** A private repository without the scope for it looks as if it were not there. */
function hidden(
	host: CiHost,
	reply: CiReply,
	about: { readonly question: Question; readonly missing: string; readonly said: string | null },
): Failure {
	const { what, isAct } = about.question;
	return fail(
		'not-found',
		`${host.label} did not ${isAct ? what : `show ${what}`}: there is no such thing, or it is private and ${about.missing}.${quoted(reply, about.said)}`,
		'Check the name in signalbox.yaml; if the repository is private, give the token that scope.',
		{ details: { status: reply.status } },
	);
}

/** What a status means that is no success, in words that every host shares. Products say more where they know more. */
import { assertNever, fail } from '../../../../shared/domain/result.ts';
import type { ErrorCode, Failure } from '../../../../shared/domain/result.ts';
import { hideShapes } from '../../../../shared/domain/hide-secrets.ts';
import type { CiHost, CiReply } from './host.ts';
import { unstatedPauseMs } from './limits.ts';

type Kind = 'token' | 'forbidden' | 'limited' | 'missing' | 'gone' | 'down' | 'moved' | 'refused' | 'odd';

interface Asked {
	/** "the runs", "the log of the job": the object of "could not read". */
	readonly what: string;
	/** The request was to change something. */
	readonly isAct: boolean;
	/** What the host itself says; shortened, and without our credentials. */
	readonly said?: string | null;
	/** For products that tell limits by other means than 429. */
	readonly isLimited?: boolean;
	/** A sentence about what is missing, where the host says it. */
	readonly missing?: string | null;
}

function kindOf(status: number, asked: Asked): Kind {
	if (status === 429 || asked.isLimited === true) return 'limited';
	if (status === 401) return 'token';
	if (status === 403) return asked.isAct && !asked.missing ? 'refused' : 'forbidden';
	if (status === 404) return 'missing';
	if (status === 410) return 'gone';
	if (status >= 500) return 'down';
	if (status >= 300 && status < 400) return 'moved';
	return asked.isAct && status >= 400 ? 'refused' : 'odd';
}

/** The host's own words as the end of a sentence: `: "..."`, or nothing. */
export function quoted(reply: Pick<CiReply, 'hide'>, said: string | null | undefined): string {
	const text = hideShapes(reply.hide(said ?? ''))
		.replace(/\s+/g, ' ')
		.trim();
	if (text === '') return '';
	return ` It says: "${text.length > 300 ? `${text.slice(0, 300)}…` : text}"`;
}

/** When the host may be asked again, by our clock. */
export function notBeforeOf(reply: CiReply): number {
	return reply.notBefore ?? reply.asOf + unstatedPauseMs;
}

function sentence(kind: Kind, host: CiHost, status: number, asked: Asked): readonly [ErrorCode, string, string] {
	const could = asked.isAct ? `${host.label} did not ${asked.what}` : `${host.label} did not show ${asked.what}`;
	const isAnonymous = host.auth === null;
	switch (kind) {
		case 'token':
			return [
				'ci-unauthorised',
				`${could}: ${isAnonymous ? 'it wants a token, and none is configured' : 'it does not accept the token'}.`,
				isAnonymous
					? 'Name one under pipeline.runner.token in signalbox.yaml.'
					: 'Was it revoked, or has it run out? Store a new one where pipeline.runner.token says.',
			];
		case 'forbidden':
			return [
				'ci-unauthorised',
				`${could}: ${asked.missing ?? 'the token may not do this'}.`,
				`Give the token that right at ${host.product}, or use another one.`,
			];
		case 'limited':
			return [
				'ci-rate-limited',
				`${could}: it was asked too often and wants a pause.`,
				asked.isAct ? 'Try again after the pause.' : 'We ask again after the pause.',
			];
		case 'missing':
			return [
				'not-found',
				`${could}: there is no such thing, or not for this token.`,
				`${host.product} answers the same for what is private and not visible to the ${isAnonymous ? 'public; name a token if it is private' : 'token; check the name and that the token may see it'}.`,
			];
		case 'gone':
			return ['not-found', `${could}: it has been thrown away.`, `Keep it for longer at ${host.product}.`];
		case 'down':
			return [
				'ci-unreachable',
				`${could}: it has a fault of its own (status ${status}).`,
				asked.isAct
					? 'It may have taken the order all the same: look at its runs before you try again.'
					: 'We go on asking.',
			];
		case 'moved':
			return [
				'ci-rejected',
				`${could}: it points to another address.`,
				'Was it renamed or moved? Correct its name in signalbox.yaml.',
			];
		case 'refused':
			return [
				'ci-refused',
				`${could} (status ${status}).`,
				'Look at the run there; its state may have changed meanwhile.',
			];
		case 'odd':
			return [
				'ci-rejected',
				`${could}, but answered in a way that we do not understand (status ${status}).`,
				`Check that the address in signalbox.yaml leads to ${host.product}.`,
			];
		default:
			return assertNever(kind);
	}
}

/** The failure that an answer without success stands for. */
export function statusFailure(host: CiHost, reply: CiReply, asked: Asked): Failure {
	const kind = kindOf(reply.status, asked);
	const [code, message, hint] = sentence(kind, host, reply.status, asked);
	const details = { status: reply.status, ...(kind === 'limited' ? { notBefore: notBeforeOf(reply) } : {}) };
	// An act whose fate is not known is not for repeating by itself.
	const retryable = kind === 'limited' || (kind === 'down' && !asked.isAct);
	return fail(code, `${message}${quoted(reply, asked.said)}`, hint, { retryable, details });
}

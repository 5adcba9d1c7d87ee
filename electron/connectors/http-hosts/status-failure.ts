/** What a status means that is no success, in words that every host shares. Products say more where they know more. */
import { fail } from '../../../shared/domain/result.ts';
import type { ErrorCode, Failure } from '../../../shared/domain/result.ts';
import { hideShapes } from '../../../shared/domain/hide-secrets.ts';
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

type Sentence = readonly [code: ErrorCode, message: string, hint: string];

/** Who is asked, and the beginning of the sentence. */
interface Said {
	readonly host: CiHost;
	readonly could: string;
	readonly status: number;
	readonly asked: Asked;
}

const sentences: Readonly<Record<Kind, (said: Said) => Sentence>> = {
	token: ({ host, could }) =>
		host.auth === null
			? [
					'ci-unauthorised',
					`${could}: it wants a token, and none is configured.`,
					'Name one under pipeline.runner.token in signalbox.yaml.',
				]
			: [
					'ci-unauthorised',
					`${could}: it does not accept the token.`,
					'Was it revoked, or has it run out? Store a new one where pipeline.runner.token says.',
				],
	forbidden: ({ host, could, asked }) => [
		'ci-unauthorised',
		`${could}: ${asked.missing ?? 'the token may not do this'}.`,
		`Give the token that right at ${host.product}, or use another one.`,
	],
	limited: ({ could, asked }) => [
		'ci-rate-limited',
		`${could}: it was asked too often and wants a pause.`,
		asked.isAct ? 'Try again after the pause.' : 'We ask again after the pause.',
	],
	missing: ({ host, could }) => [
		'not-found',
		`${could}: there is no such thing, or not for this token.`,
		`${host.product} answers the same for what is private and not visible to the ${host.auth === null ? 'public; name a token if it is private' : 'token; check the name and that the token may see it'}.`,
	],
	gone: ({ host, could }) => [
		'not-found',
		`${could}: it has been thrown away.`,
		`Keep it for longer at ${host.product}.`,
	],
	down: ({ could, status, asked }) => [
		'ci-unreachable',
		`${could}: it has a fault of its own (status ${status}).`,
		asked.isAct
			? 'It may have taken the order all the same: look at its runs before you try again.'
			: 'We go on asking.',
	],
	moved: ({ could }) => [
		'ci-rejected',
		`${could}: it points to another address.`,
		'Was it renamed or moved? Correct its name in signalbox.yaml.',
	],
	refused: ({ could, status }) => [
		'ci-refused',
		`${could} (status ${status}).`,
		'Look at the run there; its state may have changed meanwhile.',
	],
	odd: ({ host, could, status }) => [
		'ci-rejected',
		`${could}, but answered in a way that we do not understand (status ${status}).`,
		`Check that the address in signalbox.yaml leads to ${host.product}.`,
	],
};

/** The failure that an answer without success stands for. */
export function statusFailure(host: CiHost, reply: CiReply, asked: Asked): Failure {
	const kind = kindOf(reply.status, asked);
	const could = `${host.label} did not ${asked.isAct ? asked.what : `show ${asked.what}`}`;
	const [code, message, hint] = sentences[kind]({ host, could, status: reply.status, asked });
	const details = { status: reply.status, ...(kind === 'limited' ? { notBefore: notBeforeOf(reply) } : {}) };
	// An act whose fate is not known is not for repeating by itself.
	const retryable = kind === 'limited' || (kind === 'down' && !asked.isAct);
	return fail(code, `${message}${quoted(reply, asked.said)}`, hint, { retryable, details });
}

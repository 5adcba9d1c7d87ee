/** The answers in a form before they are sent. Pure. */
import type { Attachment, ChecklistAnswer, ChecklistItem } from '../../../shared/domain/pipeline/decisions.ts';

export interface GivenAnswer {
	/** Null: not answered yet. */
	readonly outcome: ChecklistAnswer['outcome'] | null;
	readonly note: string;
	readonly attachments: readonly Attachment[];
}

/** By the id of the question. */
export type GivenAnswers = Readonly<Record<string, GivenAnswer>>;

/** Content of one attachment at most, bytes: a message to the host is bounded. */
export const mostBytes = 700_000;
/** Attachments of one answer at most. */
export const mostAttachments = 20;

const nothing: GivenAnswer = { outcome: null, note: '', attachments: [] };

export function emptyAnswers(checklist: readonly ChecklistItem[]): GivenAnswers {
	return Object.fromEntries(checklist.map(({ id }) => [id, nothing]));
}

/** The answer to one question. */
export function answerOf(answers: GivenAnswers, item: string): GivenAnswer {
	return answers[item] ?? nothing;
}

/** What goes to the host: questions that were answered. Another person may answer the rest. */
export function answersGiven(answers: GivenAnswers) {
	return Object.entries(answers).flatMap(([item, { outcome, note, attachments }]) =>
		outcome === null
			? []
			: [{ item, outcome, note: note.trim() === '' ? null : note.trim(), attachments: [...attachments] }],
	);
}

/** Why the answers do not go with a yes; null when they do. "Not ok" is a reason to reject, not to approve. */
export function lacksOf(checklist: readonly ChecklistItem[], answers: GivenAnswers): string | null {
	const refused = checklist.find(({ id }) => answerOf(answers, id).outcome === 'not-ok');
	return refused === undefined ? null : `"${refused.question}" is not ok: reject instead, or answer it again.`;
}

/** Words and marks of the maturity's history. */
import { formatCounted } from '../../../shared/domain/format.ts';
import { oldAnswerMonths } from '../../../shared/domain/maturity/history.ts';
import type { MaturityAnswer, MaturityAssessment, MaturityMonth } from '../../../shared/domain/maturity/model.ts';

type Level = MaturityAssessment['levels'][number];

export function reachedWords({ reached, isAtLeast }: Pick<MaturityMonth, 'reached' | 'isAtLeast'>): string {
	if (reached === 0) return isAtLeast ? 'not known' : 'none';
	return isAtLeast ? `level ${reached} or more` : `level ${reached}`;
}

/** "3 of 4", of the items that apply and could be answered; what could not be answered is never counted as no. */
export function levelWords({ fulfilled, answered, items }: Level): string {
	if (answered > 0) return `${fulfilled} of ${answered}`;
	return items.some(({ answer }) => answer === 'not-measured') ? 'not known' : 'does not apply';
}

export function levelTitle(level: Level): string {
	const unknown = level.items.filter(({ answer }) => answer === 'not-measured').length;
	const rest = unknown === 0 || level.answered === 0 ? '' : `, ${formatCounted(unknown, 'item')} not known`;
	return `Level ${level.level}, ${level.title}: ${levelWords(level)}${rest}`;
}

/** Null where none is old. */
export function oldWords({ oldAnswers }: Pick<MaturityMonth, 'oldAnswers'>): string | null {
	if (oldAnswers.length === 0) return null;
	return `${formatCounted(oldAnswers.length, 'answer')} by hand older than ${oldAnswerMonths} months`;
}

export const markWords: Readonly<Record<MaturityAnswer, string>> = {
	yes: 'yes',
	partly: 'partly',
	no: 'no',
	'not-applicable': 'does not apply',
	'not-measured': 'not known',
};

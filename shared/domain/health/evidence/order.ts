/** In which order findings are told, and by which word. The same on screen and in what is exported. */
import type { JudgeAnswer, MetricEvidence } from './model.ts';
import { shareOfLine } from './strength.ts';

export type MetricAnswer = MetricEvidence['answer'];

type Weight = Pick<MetricEvidence, 'answer' | 'role' | 'criticality'>;

/** The answer of a deployment as a word. */
export const answerWords: Readonly<Record<JudgeAnswer, string>> = {
	'roll-back': 'Roll back',
	promote: 'No worse',
	'keep-looking': 'Still looking',
};

/** The answer of one metric as a word: shown harm is called by what it leads to. */
export function metricAnswerWord({ answer, role, criticality }: Weight): string {
	switch (answer) {
		case 'roll-back':
			if (role === 'inform' || criticality === 'inform') return 'Worse';
			return criticality === 'hold' ? 'Hold' : 'Roll back';
		case 'not-judged':
			return 'Not judged';
		case 'unknown':
			return 'Not known';
		default:
			return answerWords[answer];
	}
}

/** Harm first (by what it leads to), then what cannot be seen, then what is open, then what is well. */
function rank({ answer, role, criticality }: Weight): number {
	const informs = role === 'inform' ? 1 : 0;
	switch (answer) {
		case 'roll-back':
			return informs * 3 + { 'roll-back': 0, hold: 1, inform: 2 }[criticality];
		case 'unknown':
			return 6 + informs;
		case 'keep-looking':
			return 8 + informs;
		case 'promote':
			return 10 + informs;
		case 'not-judged':
			return 12 + informs;
	}
}

function closeness(evidence: MetricEvidence): number {
	return evidence.harm === null ? 0 : shareOfLine(evidence.harm);
}

/** Evidence in the order to be told: what is nearest to harm first; the order given decides between equals. */
export function inOrder(evidence: readonly MetricEvidence[]): readonly MetricEvidence[] {
	return evidence.toSorted((left, right) => rank(left) - rank(right) || closeness(right) - closeness(left));
}

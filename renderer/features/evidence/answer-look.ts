/** How answers are drawn: shape and colour beside the word. */
import type { MetricAnswer } from '../../../shared/domain/health/evidence/order.ts';
import type { JudgeAnswer, MetricEvidence } from '../../../shared/domain/health/evidence/model.ts';
import type { Tone } from '../../ui/glyph.tsx';

const tones: Readonly<Record<MetricAnswer, Tone>> = {
	'roll-back': 'bad',
	promote: 'good',
	'keep-looking': 'busy',
	'not-judged': 'neutral',
	unknown: 'warn',
};

/** Tone of a deployment's answer. */
export function answerTone(answer: JudgeAnswer): Tone {
	return tones[answer];
}

/** Tone of one metric: harm that rolls nothing back only asks. */
export function metricTone({
	answer,
	role,
	criticality,
}: Pick<MetricEvidence, 'answer' | 'role' | 'criticality'>): Tone {
	const isMild = role === 'inform' || criticality !== 'roll-back';
	return answer === 'roll-back' && isMild ? 'warn' : tones[answer];
}

export const judgeNames: Readonly<Record<string, string>> = {
	sequential: 'sequential judge',
	kayenta: 'Kayenta-compatible judge',
	analysis: 'imported analysis',
};

/** A judge as people call it; one that is not known keeps its own name. */
export function judgeName(judge: string): string {
	return judgeNames[judge.replace(/\/.*$/, '')] ?? judge;
}

export const criticalityWords: Readonly<Record<MetricEvidence['criticality'], string>> = {
	'roll-back': 'harm rolls back',
	hold: 'harm holds for a person',
	inform: 'harm is only shown',
};

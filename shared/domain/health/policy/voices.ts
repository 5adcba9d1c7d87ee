/** What each judge of a policy says at one look, and what all of them together mean. */
import type { JudgeAnswer, MetricEvidence } from '../evidence/model.ts';
import type { Reason, RuleRole, Verdict, VerdictOutcome } from '../model.ts';

/** One judge's verdict, and whether it counts. */
export interface Voice {
	readonly role: RuleRole;
	readonly verdict: Verdict;
	/** True for a judge that may say "no worse"; limits may not: that nothing broke is not that nothing is worse. */
	readonly mayPromote: boolean;
}

const isDeciding = ({ role }: { readonly role: RuleRole }): boolean => role === 'decide';

/** True when harm was shown, in the outcome or in the answer behind it. */
export function saysHarm({ outcome, answer }: Verdict): boolean {
	return outcome === 'unhealthy' || answer === 'roll-back';
}

/** A judge that only informs says nothing that decides. */
export function withRole(voice: Voice): Voice {
	if (isDeciding(voice)) return voice;
	const { verdict } = voice;
	const reasons = verdict.reasons.map((reason) => ({ ...reason, role: 'inform' }) as const);
	const evidence = verdict.evidence?.map((one) => ({ ...one, role: 'inform' }) as const);
	return { ...voice, verdict: { ...verdict, reasons, ...(evidence === undefined ? {} : { evidence }) } };
}

/** The sample is asked for beside the rules; that it is large enough says nothing about health. */
const isRule = (reason: Reason): boolean => reason.rule !== 'minimum-sample';

/** True when the metric was looked at, whatever came of it; `unknown` was meant to be and could not. */
export function isJudged({ answer }: MetricEvidence): boolean {
	return answer !== 'not-judged';
}

/** True when a judge holds the release against the stable slot at this look: it has more to show than gaps. */
export function isComparing(verdict: Verdict): boolean {
	return verdict.evidence?.some(isJudged) === true;
}

/** True when something that decides has spoken for the release. */
function anySpoke(voices: readonly Voice[]): boolean {
	return voices
		.filter(isDeciding)
		.some(
			({ verdict }) =>
				verdict.reasons.some((reason) => isDeciding(reason) && isRule(reason) && reason.outcome === 'passed') ||
				verdict.evidence?.some(
					({ role, answer }) => role === 'decide' && (answer === 'promote' || answer === 'keep-looking'),
				),
		);
}

/** True when anything was asked to decide beyond the sample. */
function isAnyAsked(voices: readonly Voice[]): boolean {
	return voices
		.filter(isDeciding)
		.some(({ mayPromote, verdict }) => mayPromote || verdict.reasons.some((one) => isDeciding(one) && isRule(one)));
}

/**
 * Harm from anyone who decides outweighs everything; then doubt of anyone who decides; healthy is what is left, and
 * needs one who decides and could judge at all.
 */
export function outcomeOf(voices: readonly Voice[]): VerdictOutcome {
	const deciding = voices.filter(isDeciding);
	if (deciding.some(({ verdict }) => saysHarm(verdict))) return 'unhealthy';
	if (deciding.some(({ verdict }) => verdict.outcome === 'inconclusive')) return 'inconclusive';
	return !isAnyAsked(voices) || anySpoke(voices) ? 'healthy' : 'inconclusive';
}

/** "Promote" needs every judge that decides and may say so, and at least one of them. */
export function answerOf(outcome: VerdictOutcome, voices: readonly Voice[]): JudgeAnswer {
	if (outcome === 'unhealthy') return 'roll-back';
	if (outcome === 'inconclusive') return 'keep-looking';
	const able = voices.filter((voice) => isDeciding(voice) && voice.mayPromote);
	const isShown = able.length > 0 && able.every(({ verdict }) => verdict.answer === 'promote');
	return isShown ? 'promote' : 'keep-looking';
}

const titles = { unhealthy: 'Unhealthy', inconclusive: 'Inconclusive', healthy: 'Healthy' } as const;

/** What a judge said without the word for its outcome, and without a full stop. */
function plainWords(summary: string): string {
	return summary.replace(/^(Unhealthy|Inconclusive|Healthy): /, '').replace(/\.$/, '');
}

/** The words of those who decide and say what all together say, in the order of the judges. */
export function summaryOf(outcome: VerdictOutcome, voices: readonly Voice[]): string {
	const deciding = voices.filter(isDeciding);
	const agreeing = deciding.filter(({ verdict }) =>
		outcome === 'unhealthy' ? saysHarm(verdict) : verdict.outcome === outcome,
	);
	// A judge that had nothing to compare with says so in its evidence; the sentence is for those that had, and of limits
	// without a rule that decides only where something is wrong.
	const telling = agreeing.filter(({ verdict, mayPromote }) =>
		mayPromote
			? isComparing(verdict)
			: outcome !== 'healthy' || verdict.reasons.some((one) => isDeciding(one) && isRule(one)),
	);
	const words = (telling.length > 0 ? telling : agreeing)
		.map(({ verdict }) => plainWords(verdict.summary))
		.filter((text) => text !== '');
	return `${titles[outcome]}: ${words.length > 0 ? words.join('; ') : 'nothing that decides could be judged'}`;
}

/** From findings to the three answers, the outcome, and the evidence. */
import { describeFinding, type Wordless } from '../evidence/words.ts';
import type { JudgeAnswer, MetricEvidence } from '../evidence/model.ts';
import type { HealthPolicy, JudgeInput, MetricName, Reason, RuleRole, Verdict, VerdictOutcome } from '../model.ts';
import { sequentialJudgeName } from './defaults.ts';
import type { MetricFinding } from './metrics.ts';
import type { SequentialMetric, SequentialPolicy } from './model.ts';
import type { SplitFinding } from './split-look.ts';

const knownMetrics: Readonly<Record<string, MetricName>> = { errors: 'errorRate', p95: 'p95Latency', memory: 'memory' };

type MetricAnswer = MetricEvidence['answer'];

function answerOf({ metric, finding }: MetricFinding, isVoid: boolean): MetricAnswer {
	if (!finding.isCompared) return finding.samples.canary > 0 ? 'unknown' : 'not-judged';
	// On a split that is not the wanted one nobody knows which users are compared.
	if (isVoid) return 'unknown';
	if (finding.samples.canary < metric.minimumSamples) return 'keep-looking';
	if (finding.isHarmShown) return 'roll-back';
	return finding.isNoWorse ? 'promote' : 'keep-looking';
}

const assumptions: Readonly<Record<SequentialMetric['measured']['kind'], string>> = {
	events: 'requests fail independently but for swings that both slots share',
	latency: 'swings that both slots share cancel',
	gauge: 'both slots are measured the same way',
};

function assumptionOf(metric: SequentialMetric, policy: SequentialPolicy): string {
	const { sd, memoryMs } = policy.drift;
	const drift =
		sd > 0
			? `the slots may drift apart by about ${Math.round(sd * Math.SQRT2 * 100)} % for ${Math.round(memoryMs / 60_000)} min at a time without harm`
			: 'the slots do not drift apart by themselves';
	return metric.measured.kind === 'gauge' ? assumptions.gauge : `${assumptions[metric.measured.kind]}; ${drift}`;
}

function roleOf(metric: SequentialMetric): RuleRole {
	return metric.criticality === 'inform' ? 'inform' : 'decide';
}

function evidenceOf(found: MetricFinding, policy: SequentialPolicy, isVoid: boolean): MetricEvidence {
	const { metric, finding, told } = found;
	const wordless: Wordless = {
		metric: metric.name,
		label: metric.label,
		judge: 'sequential',
		role: roleOf(metric),
		criticality: metric.criticality,
		answer: answerOf(found, isVoid),
		unit: metric.unit,
		direction: metric.direction,
		canary: finding.canary,
		stable: finding.stable,
		estimate: finding.estimate,
		harmMargin: finding.harmMargin,
		promoteMargin: finding.promoteMargin,
		samples: finding.samples,
		minimumSamples: metric.minimumSamples,
		harm: finding.harm,
		nonInferior: finding.nonInferior,
		assumption: finding.assumption ?? assumptionOf(metric, policy),
		source: told.source,
		query: told.query,
		at: told.at,
	};
	const said = finding.gap === null ? describeFinding(wordless) : `${metric.label} is not judged: ${finding.gap}`;
	return { ...wordless, words: finding.note === null ? said : `${said}; ${finding.note}` };
}

/**
 * Too few samples to say anything. What only holds a release does not hold it for that: a gauge has one sample a block, and
 * a young canary would always be held.
 */
function isShort({ samples, minimumSamples, criticality }: MetricEvidence): boolean {
	return criticality === 'roll-back' && samples.canary < minimumSamples;
}

function reasonOf(evidence: MetricEvidence): Reason {
	const outcomes: Readonly<Record<MetricAnswer, Reason['outcome']>> = {
		'roll-back': evidence.criticality === 'hold' ? 'unknown' : 'failed',
		promote: 'passed',
		'keep-looking': isShort(evidence) ? 'unknown' : 'passed',
		'not-judged': 'not-judged',
		unknown: 'unknown',
	};
	return {
		rule: `sequential.${evidence.metric}`,
		metric: Object.hasOwn(knownMetrics, evidence.metric) ? (knownMetrics[evidence.metric] ?? null) : null,
		outcome: outcomes[evidence.answer],
		role: evidence.role,
		value: evidence.canary,
		baseline: evidence.stable,
		limit: evidence.harmMargin,
		count: evidence.samples.canary,
		text: evidence.words,
	};
}

/** What an undecided answer is called while the step runs and when its time is over. */
function undecided({ sequential }: HealthPolicy, { progress }: JudgeInput): VerdictOutcome {
	const isLast = progress?.isLastStep ?? false;
	if (!isLast) return sequential.undecidedAtStep === 'go-on' ? 'healthy' : 'inconclusive';
	if (sequential.undecidedAtEnd === 'promote') return 'healthy';
	const isOver = progress?.stepElapsed ?? false;
	return sequential.undecidedAtEnd === 'roll-back' && isOver ? 'unhealthy' : 'inconclusive';
}

interface Decision {
	readonly outcome: VerdictOutcome;
	readonly answer: JudgeAnswer;
	readonly summary: string;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function decide(
	policy: HealthPolicy,
	input: JudgeInput,
	all: readonly MetricEvidence[],
	split: SplitFinding,
): Decision {
	const deciding = all.filter(({ role }) => role === 'decide');
	const harmed = deciding.find(({ answer, criticality }) => answer === 'roll-back' && criticality === 'roll-back');
	if (harmed !== undefined) {
		return { outcome: 'unhealthy', answer: 'roll-back', summary: `Unhealthy: ${harmed.words}` };
	}
	const keep = (outcome: VerdictOutcome, words: string): Decision => {
		const prefixes = {
			healthy: 'Healthy: no harm shown',
			unhealthy: 'Unhealthy',
			inconclusive: 'Inconclusive',
		} as const;
		const prefix = prefixes[outcome];
		return {
			outcome,
			answer: outcome === 'unhealthy' ? 'roll-back' : 'keep-looking',
			summary: `${prefix}${outcome === 'healthy' ? ', ' : ': '}${words}`,
		};
	};
	if (split.isVoid) return keep('inconclusive', split.words);
	const held = deciding.find(({ answer }) => answer === 'roll-back');
	if (held !== undefined) return keep('inconclusive', held.words);
	const lost = deciding.find(({ answer, criticality }) => answer === 'unknown' && criticality === 'roll-back');
	if (lost !== undefined) return keep('inconclusive', lost.words);
	const judged = deciding.filter(({ answer }) => answer !== 'not-judged' && answer !== 'unknown');
	if (judged.length === 0) return keep('healthy', 'there is nothing to compare with');
	const short = judged.find(isShort);
	if (short !== undefined) return keep('inconclusive', short.words);
	// What was never seen is not shown to be no worse, however well the rest looks.
	const open =
		judged.find(({ answer }) => answer === 'keep-looking') ??
		deciding.find(({ answer, criticality }) => answer === 'not-judged' && criticality === 'roll-back');
	if (open !== undefined) {
		const outcome = undecided(policy, input);
		return keep(outcome, outcome === 'unhealthy' ? `not decided in time; ${open.words}` : open.words);
	}
	const words = judged.map((evidence) => evidence.words).join('; ');
	return { outcome: 'healthy', answer: 'promote', summary: `Healthy: ${sentence(words)}` };
}

/** The verdict of one look. */
export function verdictOf(
	policy: HealthPolicy,
	input: JudgeInput,
	findings: readonly MetricFinding[],
	split: SplitFinding,
): Verdict {
	const metrics = findings.map((found) => evidenceOf(found, policy.sequential, split.isVoid));
	const decision = decide(policy, input, metrics, split);
	const evidence = split.evidence === null ? metrics : [...metrics, split.evidence];
	return {
		at: input.at,
		...decision,
		reasons: evidence.map(reasonOf),
		judge: sequentialJudgeName,
		input,
		evidence,
	};
}

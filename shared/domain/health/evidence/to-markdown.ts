/** The evidence as Markdown for a chat or a ticket: words first, then the figures, with instants instead of ages. */
import { formatCounted, formatNumber } from '../../format.ts';
import { type EvidenceInput, instantText } from './document.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import type { EvidencePoint, MetricEvidence, Strength } from './model.ts';
import { answerWords, inOrder, metricAnswerWord } from './order.ts';
import { describePolicy } from '../policy/describe-policy.ts';
import { formatSize, formatSigned, formatValue } from './values.ts';
import { samplesWords } from './words.ts';

function valueCell({ unit }: MetricEvidence, value: number | null): string {
	return value === null ? 'not known' : formatValue(unit, value);
}

function differenceCell({ estimate, unit }: MetricEvidence): string {
	if (estimate === null) return 'not known';
	const { kind, low, high, value } = estimate;
	const bound = (one: number | null): string => (one === null ? 'open' : formatSigned(kind, unit, one));
	if (low !== null || high !== null) return `${bound(low)} to ${bound(high)}`;
	return value === null ? 'not known' : `about ${formatSigned(kind, unit, value)}`;
}

function marginCell({ estimate, unit, harmMargin, promoteMargin }: MetricEvidence): string {
	const kind = estimate?.kind ?? 'ratio';
	const text = (margin: number | null): string =>
		margin === null ? 'none' : margin === 0 ? 'any' : formatSize(kind, unit, margin);
	return `${text(harmMargin)} / ${text(promoteMargin)}`;
}

/** A strength with few digits: e-values grow beyond any column. */
export function strengthText({ kind, value, line }: Strength): string {
	const name = { 'e-value': 'e', 'p-value': 'p', score: 'score' }[kind];
	return `${name} ${strengthNumber(value)}, decides at ${strengthNumber(line)}`;
}

/** Two digits that count; powers of ten where a number is too long to read. */
export function strengthNumber(value: number): string {
	if (value === Number.POSITIVE_INFINITY) return 'beyond all numbers';
	if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4)) return value.toExponential(1);
	if (Math.abs(value) >= 100) return formatNumber(value, 0);
	return formatNumber(value, Math.abs(value) >= 1 ? 1 : 4);
}

function row(evidence: MetricEvidence): string {
	const role = evidence.role === 'inform' ? ', informs' : '';
	const cells = [
		evidence.label,
		`${metricAnswerWord(evidence)}${role}`,
		valueCell(evidence, evidence.canary),
		valueCell(evidence, evidence.stable),
		differenceCell(evidence),
		marginCell(evidence),
		samplesWords(evidence),
		evidence.harm === null ? '' : strengthText(evidence.harm),
		evidence.judge,
	];
	return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}

function metricLines(evidence: readonly MetricEvidence[]): readonly string[] {
	if (evidence.length === 0) return [];
	return [
		'',
		'### What each metric shows',
		...evidence.map((one) => `- **${metricAnswerWord(one)}**: ${escapeMarkdown(one.words)}`),
		'',
		'| Metric | Answer | Canary | Stable | Difference | Margin harm / no worse | Seen | Strength | Judge |',
		'| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
		...evidence.map(row),
		'',
		...evidence.map(
			(one) =>
				`- ${escapeMarkdown(one.label)}: ${escapeMarkdown(one.source)}${one.at === null ? '' : `, newest ${instantText(one.at)}`}, \`${one.query.replace(/[`\s]+/g, ' ').trim()}\`${one.assumption === null ? '' : `. Assumes: ${escapeMarkdown(one.assumption)}`}`,
		),
	];
}

/** The looks at which the answer changed. */
export function changesOf(points: readonly EvidencePoint[]): readonly EvidencePoint[] {
	return points.filter((point, index) => point.answer !== points[index - 1]?.answer);
}

function trailLines({ points, looks }: EvidenceInput): readonly string[] {
	if (points.length === 0) return [];
	return [
		'',
		`### How it went (${formatCounted(looks, 'look')})`,
		...changesOf(points).map((point) => `- ${instantText(point.at)} ${answerWords[point.answer]}`),
	];
}

function verdictLines({ verdict }: EvidenceInput): readonly string[] {
	if (verdict === null) return ['- Answer: no look yet'];
	const answer = verdict.answer === undefined ? verdict.outcome : answerWords[verdict.answer];
	return [
		`- Answer: **${answer}** (${verdict.outcome}), ${instantText(verdict.at)}, ${escapeMarkdown(verdict.judge)}`,
		`- Why: ${escapeMarkdown(verdict.summary)}`,
	];
}

/** The evidence card as Markdown. Ends with a newline. */
export function evidenceMarkdown(input: EvidenceInput): string {
	const { deployment, policy, verdict } = input;
	const { service, environment, tier, release, from, id } = deployment;
	const before = from === null ? '' : ` after ${escapeMarkdown(from.version)}`;
	const reasons = (verdict?.reasons ?? []).map((reason) => `- ${reason.outcome}: ${escapeMarkdown(reason.text)}`);
	return [
		`## Evidence: ${escapeMarkdown(service)} ${escapeMarkdown(release.version)}${before} in ${escapeMarkdown(environment)}`,
		'',
		...verdictLines(input),
		`- Deployment ${escapeMarkdown(id)} (${tier}), started ${instantText(deployment.createdAt)}, ${deployment.state}`,
		...metricLines(inOrder(verdict?.evidence ?? [])),
		...(reasons.length === 0 ? [] : ['', '### Limits', ...reasons]),
		...trailLines(input),
		...(policy === null
			? []
			: ['', '### Policy', ...describePolicy(policy).map((line) => `- ${escapeMarkdown(line)}`)]),
		'',
	].join('\n');
}

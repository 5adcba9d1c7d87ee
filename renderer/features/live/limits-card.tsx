/** What the limits said, rule by rule: number, limit, sample, source, age. */
import type { ReactElement } from 'react';
import { formatCount, formatPercent, formatTimes } from '../../../shared/domain/format.ts';
import type { Reason, Verdict } from '../../../shared/domain/health/model.ts';
import { formatMetric } from '../../../shared/domain/health/trust.ts';
import { metricTitles } from '../../charts/metric-format.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { limitReasons } from './closeness.ts';
import { provenance } from './figure.ts';
import styles from './verdict.module.css';

const outcomes: Readonly<Record<Reason['outcome'], { readonly tone: Tone; readonly word: string }>> = {
	passed: { tone: 'good', word: 'passed' },
	failed: { tone: 'bad', word: 'failed' },
	unknown: { tone: 'warn', word: 'not known' },
	'not-judged': { tone: 'neutral', word: 'not judged' },
};

function ruleName(reason: Reason): string {
	if (reason.rule.startsWith('absolute.')) return 'fixed limit';
	if (reason.rule.startsWith('baseline.')) return 'against stable';
	if (reason.rule === 'minimum-sample') return 'enough requests';
	if (reason.rule.startsWith('limits.')) return 'how often it may happen';
	if (reason.rule.startsWith('kayenta.')) return 'Kayenta-compatible judge';
	return 'the target itself';
}

/** The limit in the rule's own unit. */
function limitText(reason: Reason): string {
	const { limit, metric, rule } = reason;
	if (limit === null) return '';
	if (metric === 'throughput') return `${formatPercent(limit)} change`;
	if (rule.startsWith('baseline.')) return formatTimes(limit);
	return metric === null ? formatPercent(limit) : formatMetric(metric, limit);
}

/** What was found; a comparison shows both sides. */
function foundText(reason: Reason): string {
	const { value, baseline, metric } = reason;
	if (value === null) return '';
	const own = metric === null ? formatPercent(value) : formatMetric(metric, value);
	return baseline === null || metric === null ? own : `${own}, stable ${formatMetric(metric, baseline)}`;
}

function Row({ reason, verdict }: { readonly reason: Reason; readonly verdict: Verdict }): ReactElement {
	const look = outcomes[reason.outcome];
	const reading = reason.metric === null ? null : verdict.input.canary[reason.metric];
	const found = foundText(reason);
	const isExplained = reason.value === null || reason.outcome === 'unknown' || reason.outcome === 'not-judged';
	return (
		<tr>
			<th scope="row">
				{reason.metric === null ? 'Target' : metricTitles[reason.metric]}
				<span className={styles.rule}>
					{ruleName(reason)}
					{reason.role === 'inform' ? ', informs only' : ''}
				</span>
			</th>
			<td>
				<Chip tone={look.tone} plain>
					{look.word}
				</Chip>
			</td>
			<td>
				{found}
				{isExplained && <span className={styles.rule}>{reason.text}</span>}
			</td>
			<td>{limitText(reason)}</td>
			<td>{reason.count === null ? '' : formatCount(reason.count)}</td>
			<td>{reading === null ? 'the target' : provenance(reading, verdict.at)}</td>
		</tr>
	);
}

export function LimitsCard({ verdict }: { readonly verdict: Verdict | null }): ReactElement | null {
	const reasons = verdict === null ? [] : limitReasons(verdict);
	if (verdict === null || reasons.length === 0) return null;
	return (
		<Card title="Limits at the last look">
			<table className={styles.evidence}>
				<thead>
					<tr>
						<th scope="col">Rule</th>
						<th scope="col">Said</th>
						<th scope="col">Found</th>
						<th scope="col">Limit</th>
						<th scope="col">Sample</th>
						<th scope="col">Source, age at the look</th>
					</tr>
				</thead>
				<tbody>
					{reasons.map((reason) => (
						<Row key={reason.rule} reason={reason} verdict={verdict} />
					))}
				</tbody>
			</table>
		</Card>
	);
}

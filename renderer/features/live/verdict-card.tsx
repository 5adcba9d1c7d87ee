/** What the judge says, how close each metric is to its limit, and how much evidence there is. */
import type { ReactElement } from 'react';
import { formatNumber } from '../../../shared/domain/format.ts';
import type { Verdict, VerdictOutcome } from '../../../shared/domain/health/model.ts';
import { formatMetric } from '../../../shared/domain/health/trust.ts';
import type { StepTiming } from '../../../shared/rpc/views.ts';
import { metricTitles } from '../../charts/metric-format.ts';
import { useNow } from '../../ui/clock.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { withoutOutcome } from '../deployment/words.ts';
import { closenessOf, type Closeness } from './closeness.ts';
import { nextLookText, patienceText } from './step-progress.ts';
import styles from './verdict.module.css';

const outcomeLook: Readonly<Record<VerdictOutcome, { readonly tone: Tone; readonly word: string }>> = {
	healthy: { tone: 'good', word: 'Healthy' },
	unhealthy: { tone: 'bad', word: 'Unhealthy' },
	inconclusive: { tone: 'warn', word: 'Not clear yet' },
};

/** The limit stands at this share of a bar, so that there is room to see how far beyond it a value is. */
const limitAt = 0.75;

function barText({ reason, share }: Closeness): string {
	if (share === null || reason.value === null || reason.metric === null) return reason.text;
	return `${formatMetric(reason.metric, reason.value)}, ${formatNumber(share * 100)} % of the limit`;
}

function Bar({ bar }: { readonly bar: Closeness }): ReactElement {
	const { share, reason, metric } = bar;
	// What the judge did not count against the release is not drawn as if it had.
	const isBeyond = reason.outcome === 'failed';
	const isOpen = share === null || reason.outcome === 'not-judged';
	return (
		<li className={styles.barRow} title={reason.text}>
			<span className={styles.barName}>{metricTitles[metric]}</span>
			<span className={styles.scale} data-beyond={isBeyond} aria-hidden="true">
				{share !== null && <span className={styles.fill} style={{ width: `${Math.min(1, share * limitAt) * 100}%` }} />}
				<span className={styles.limit} />
			</span>
			<span className={styles.barText}>{isOpen ? 'not judged' : `${formatNumber(share * 100)} %`}</span>
			<span className="hidden-text">{barText(bar)}</span>
		</li>
	);
}

/** How much of the sample that a healthy verdict needs is there. */
function Sample({ verdict }: { readonly verdict: Verdict }): ReactElement | null {
	const reason = verdict.reasons.find((one) => one.rule === 'minimum-sample');
	if (reason === undefined || reason.limit === null || reason.limit <= 0) return null;
	const share = Math.min(1, (reason.value ?? 0) / reason.limit);
	return (
		<div className={styles.sample}>
			<span className={styles.sampleTrack} aria-hidden="true">
				<span style={{ width: `${share * 100}%` }} />
			</span>
			<span>{reason.text}</span>
		</div>
	);
}

/** Rules that say nothing, in words: what is missing is as much a fact as a number. */
function Missing({ verdict }: { readonly verdict: Verdict }): ReactElement | null {
	const silent = verdict.reasons.filter((reason) => reason.outcome === 'unknown' && reason.rule !== 'minimum-sample');
	// A metric that is missing silences its fixed limit and its comparison with the same words.
	const unknown = [...new Set(silent.map((reason) => reason.text))];
	if (unknown.length === 0) return null;
	return (
		<div className={styles.missing}>
			<h3>What is missing</h3>
			<ul>
				{unknown.map((text) => (
					<li key={text}>{text}</li>
				))}
			</ul>
		</div>
	);
}

function Countdown({
	timing,
	frozenAt,
}: {
	readonly timing: StepTiming;
	readonly frozenAt: number | null;
}): ReactElement {
	const ticking = useNow(1_000);
	const now = frozenAt ?? ticking;
	const parts = [nextLookText(timing, now), patienceText(timing, now)].filter((part) => part !== null);
	return <span>{parts.join('; ')}</span>;
}

export function VerdictCard(props: {
	readonly verdict: Verdict | null;
	readonly timing: StepTiming;
	readonly frozenAt: number | null;
	/** Said instead of a verdict before the first look. */
	readonly before: string;
}): ReactElement {
	const { verdict, timing, frozenAt } = props;
	if (verdict === null) {
		return (
			<Card title="Verdict" actions={<Chip tone="neutral">No look yet</Chip>} className={styles.card}>
				<p className="dim">{props.before}</p>
				<p className={styles.foot}>
					<Countdown timing={timing} frozenAt={frozenAt} />
				</p>
			</Card>
		);
	}
	const look = outcomeLook[verdict.outcome];
	const tone = look.tone === 'bad' || look.tone === 'warn' ? look.tone : undefined;
	return (
		<Card title="Verdict" actions={<Chip tone={look.tone}>{look.word}</Chip>} tone={tone} className={styles.card}>
			<p className={styles.summary}>{withoutOutcome(verdict.summary)}</p>
			<ul className={styles.bars} aria-label="How close to the limits">
				{closenessOf(verdict).map((bar) => (
					<Bar key={bar.metric} bar={bar} />
				))}
			</ul>
			<div className={styles.legend} aria-hidden="true">
				<span className={styles.legendLimit}>limit</span>
				<span className={styles.legendShare}>of the limit</span>
			</div>
			<Sample verdict={verdict} />
			<Missing verdict={verdict} />
			<p className={styles.foot}>
				<span>
					Looked <Time at={verdict.at} />
				</span>
				<Countdown timing={timing} frozenAt={frozenAt} />
			</p>
		</Card>
	);
}

/** What the judge says, how close each metric is to its limit, and how much evidence there is. */
import type { ReactElement } from 'react';
import { formatNumber } from '../../../shared/domain/format.ts';
import type { Verdict, VerdictOutcome } from '../../../shared/domain/health/model.ts';
import { formatMetric } from '../../../shared/domain/health/trust.ts';
import type { StepTiming } from '../../../shared/rpc/views.ts';
import { metricAnswerWord } from '../../../shared/domain/health/evidence/order.ts';
import { metricTitles } from '../../charts/metric-format.ts';
import { useNow } from '../../ui/clock.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { capital, withoutOutcome } from '../deployment/words.ts';
import { type DecisionBar, decisionBars } from '../evidence/evidence-rows.ts';
import { closenessOf, limitReasons, type Closeness } from './closeness.ts';
import { nextLookText, patienceText } from './step-progress.ts';
import styles from './verdict.module.css';

const outcomeLook: Readonly<Record<VerdictOutcome, { readonly tone: Tone; readonly word: string }>> = {
	healthy: { tone: 'good', word: 'Healthy' },
	unhealthy: { tone: 'bad', word: 'Unhealthy' },
	inconclusive: { tone: 'warn', word: 'Inconclusive' },
};

/** A judge that keeps looking is not told as one that has found a release healthy. */
function lookOf({ outcome, answer }: Verdict): { readonly tone: Tone; readonly word: string } {
	return outcome === 'healthy' && answer === 'keep-looking'
		? { tone: 'busy', word: 'Still looking' }
		: outcomeLook[outcome];
}

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

function Limits({ bars }: { readonly bars: readonly Closeness[] }): ReactElement | null {
	if (bars.length === 0) return null;
	return (
		<>
			<h3 className={styles.barsTitle}>Against fixed limits</h3>
			<ul className={styles.bars} aria-label="How close to the limits">
				{bars.map((bar) => (
					<Bar key={bar.metric} bar={bar} />
				))}
			</ul>
			<div className={styles.legend} aria-hidden="true">
				<span className={styles.legendLimit}>limit</span>
				<span className={styles.legendShare}>of the limit</span>
			</div>
		</>
	);
}

/** Bars shown; the evidence card has all of them. */
const mostDecisions = 5;

function decisionText({ share, evidence }: DecisionBar): string {
	if (evidence.answer === 'not-judged' || evidence.answer === 'unknown')
		return metricAnswerWord(evidence).toLowerCase();
	if (evidence.answer === 'promote') return 'no worse';
	return share === null ? 'not told' : `${formatNumber(Math.floor(share * 100))} %`;
}

/** How close the evidence of each metric is to calling harm. */
function Decisions({ bars }: { readonly bars: readonly DecisionBar[] }): ReactElement | null {
	if (bars.length === 0) return null;
	const more = bars.length - mostDecisions;
	return (
		<>
			<h3 className={styles.barsTitle}>Against the stable release</h3>
			<ul className={styles.bars} aria-label="How close to calling harm">
				{bars.slice(0, mostDecisions).map((bar) => (
					<li key={bar.key} className={styles.barRow} title={bar.evidence.words}>
						<span className={styles.barName}>{capital(bar.label)}</span>
						<span className={styles.scale} data-beyond={bar.evidence.answer === 'roll-back'} aria-hidden="true">
							<span className={styles.fill} style={{ width: `${(bar.share ?? 0) * limitAt * 100}%` }} />
							<span className={styles.limit} />
						</span>
						<span className={styles.barText}>{decisionText(bar)}</span>
					</li>
				))}
			</ul>
			<div className={styles.legend} aria-hidden="true">
				{more > 0 && <span className={styles.legendMore}>and {more} more</span>}
				<span className={styles.legendLimit}>harm</span>
				<span className={styles.legendShare}>of the way</span>
			</div>
		</>
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
	const silent = limitReasons(verdict).filter(
		({ outcome, rule }) => outcome === 'unknown' && rule !== 'minimum-sample',
	);
	// A judge that keeps looking misses nothing; one that cannot see does.
	const blind = (verdict.evidence ?? []).filter(({ answer, role }) => answer === 'unknown' && role === 'decide');
	// A metric that is missing silences its fixed limit and its comparison with the same words.
	const unknown = [...new Set([...silent.map((reason) => reason.text), ...blind.map((one) => one.words)])];
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
	const look = lookOf(verdict);
	const tone = look.tone === 'bad' || look.tone === 'warn' ? look.tone : undefined;
	return (
		<Card title="Verdict" actions={<Chip tone={look.tone}>{look.word}</Chip>} tone={tone} className={styles.card}>
			<p className={styles.summary}>{capital(withoutOutcome(verdict.summary))}</p>
			<Decisions bars={decisionBars(verdict)} />
			<Limits bars={closenessOf(verdict)} />
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

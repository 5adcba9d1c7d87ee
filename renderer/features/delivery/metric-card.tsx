/** One metric on a card: its figure with unit, how it changed in words, what it rests on, and how it went. */
import { Info } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { MetricAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { metricText, metricTitle } from '../../../shared/domain/delivery/words.ts';
import { changeWords } from '../../charts/delivery/figure-words.ts';
import { SparkBars } from '../../charts/delivery/spark-bars.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './delivery.module.css';
import { arithmetic, bigWords, cardTitles, helpFor } from './metric-words.ts';

export function MetricCard({
	answer,
	href,
	isChosen,
	isSmall = false,
}: {
	readonly answer: MetricAnswer;
	readonly href: string;
	readonly isChosen: boolean;
	readonly isSmall?: boolean;
}): ReactElement {
	const isMeasured = answer.state === 'measured';
	const words = arithmetic(answer);
	const remark = answer.remarks.find((one) => !one.startsWith(words));
	const help = helpFor(answer.metric);
	return (
		<section
			className={cx(styles.metric, isChosen && styles.chosen, isSmall && styles.small)}
			aria-label={metricTitle(answer.metric)}
		>
			<header>
				<h2>
					<a href={href} aria-current={isChosen ? 'true' : undefined} className={styles.open}>
						{cardTitles[answer.metric]}
					</a>
				</h2>
				<Definition answer={answer} />
			</header>
			<p className={cx(styles.value, !isMeasured && styles.none)}>
				{bigWords(answer)} {isMeasured && <Change answer={answer} />}
			</p>
			{isMeasured ? (
				<p className={styles.basis}>{words}</p>
			) : (
				<p className={styles.basis}>{answer.remarks[0] ?? 'Nothing of it happened in these days.'}</p>
			)}
			{isMeasured && remark !== undefined && <p className={styles.basis}>{remark}</p>}
			{answer.state === 'not-measured' && (
				<a className={styles.help} href={help.href}>
					{help.label}
				</a>
			)}
			{answer.benchmark !== null && (
				<p className={styles.basis}>
					{answer.benchmark.text} ({answer.benchmark.source}, {answer.benchmark.edition})
				</p>
			)}
			{isMeasured && (
				<div className={styles.spark}>
					<SparkBars values={answer.trend.map((point) => (point.state === 'measured' ? point.value : null))} />
				</div>
			)}
		</section>
	);
}

function Change({ answer }: { readonly answer: MetricAnswer }): ReactElement {
	const change = changeWords(answer);
	if (change === null) {
		// Measured and yet not compared: only a part of the period before is known.
		const name = answer.previous.state === 'measured' ? 'before, in part' : 'before';
		return (
			<span className={cx(styles.change, styles.same)}>
				{name}: {metricText(answer.previous, answer.unit)}
			</span>
		);
	}
	return (
		<span
			className={cx(styles.change, styles[change.verdict])}
			title={`before: ${metricText(answer.previous, answer.unit)}`}
		>
			{change.verdict === 'same' ? change.text : `${change.text}, ${change.verdict}`}
		</span>
	);
}

/** On hover and on focus alike. */
function Definition({ answer }: { readonly answer: MetricAnswer }): ReactElement {
	return (
		<TooltipTrigger delay={200} closeDelay={100}>
			<AriaButton className={cx(styles.info)} aria-label={`What ${cardTitles[answer.metric]} is`}>
				<Info size={13} aria-hidden="true" />
			</AriaButton>
			<Tooltip offset={6} className={cx(styles.tooltip)}>
				<strong>{metricTitle(answer.metric)}</strong>
				<span>{answer.definition}</span>
			</Tooltip>
		</TooltipTrigger>
	);
}

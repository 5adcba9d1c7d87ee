/** Delivery metrics: five of DORA and three of quality, each opening what stands behind it. */
import type { ReactElement } from 'react';
import type { DeliveryMetric, MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { metricTitle } from '../../../shared/domain/delivery/words.ts';
import { formatAge, formatCount } from '../../../shared/domain/format.ts';
import { deliveryAddress, periodOf, queryOf } from '../../store/delivery-address.ts';
import { useRoom } from '../../store/hooks.ts';
import { periodWords } from '../../store/local-days.ts';
import { useDeliveryAnswer } from '../../store/use-delivery-answer.ts';
import { Button } from '../../ui/button.tsx';
import { useNowText } from '../../ui/clock.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AskChoices } from './ask-choices.tsx';
import styles from './delivery.module.css';
import { DeliveryTools } from './delivery-tools.tsx';
import { MetricCard } from './metric-card.tsx';
import { MetricDetail } from './metric-detail.tsx';
import { NoDelivery } from './no-delivery.tsx';
import { Overview } from './overview.tsx';
import { periodTitle } from './period-choices.ts';
import { scopeWords } from './scope-choice.tsx';
import { type AskState, useDeliveryAsk } from './use-ask.ts';
import { toInput } from './use-rows.ts';

export function DeliveryScreen({
	metric,
	query,
}: {
	/** Null: all of them side by side. */
	readonly metric: DeliveryMetric | null;
	/** The part of the address that says what is asked. */
	readonly query: string;
}): ReactElement {
	const state = useDeliveryAsk(query, metric);
	const isReady = useRoom((room) => room.delivery.isReady);
	const trouble = useRoom((room) => room.delivery.problem);
	const hasMonths = useRoom((room) => room.delivery.months.length > 0);
	useTitle(metric === null ? 'Delivery' : metricTitle(metric));
	const title = `${metric === null ? 'Delivery' : metricTitle(metric)}, ${lower(periodTitle(state.ask.period))}`;
	if (trouble !== null || !isReady || !hasMonths) {
		return (
			<>
				<PageHead title={trouble === null && isReady ? 'Delivery' : title} />
				{trouble !== null && <Problem problem={trouble} />}
				{trouble === null && !isReady && <Skeleton rows={8} label="Reading the facts" />}
				{trouble === null && isReady && <NoDelivery />}
			</>
		);
	}
	return <Measured state={state} metric={metric} title={title} />;
}

/** "last 30 days", and months as they are. */
function lower(words: string): string {
	return words.startsWith('Last ') || words === 'Today' ? words.toLowerCase() : words;
}

function Measured(props: {
	readonly state: AskState;
	readonly metric: DeliveryMetric | null;
	readonly title: string;
}): ReactElement {
	const { state, metric, title } = props;
	const today = useRoom((room) => room.delivery.today);
	const query = queryOf(state.ask, today);
	const { value, problem, isStale, again } = useDeliveryAnswer(JSON.stringify(query), (delivery) =>
		delivery.metrics(toInput(query)),
	);
	return (
		<>
			<PageHead
				title={title}
				under={<Under state={state} answer={value} />}
				actions={<DeliveryTools ask={state.ask} metric={metric} answer={value} />}
			/>
			<AskChoices state={state} withMetrics />
			{problem !== null && <Problem problem={problem} actions={<Button onPress={again}>Ask again</Button>} />}
			{value === null && problem === null && <Skeleton rows={8} label="Counting" />}
			{value !== null && (
				<div className={styles.page} data-waiting={isStale} aria-busy={isStale}>
					<Cards answer={value} state={state} metric={metric} />
					{metric === null ? (
						<Overview answer={value} ask={state.ask} />
					) : (
						<MetricDetail key={metric} answer={value} ask={state.ask} metric={metric} />
					)}
				</div>
			)}
		</>
	);
}

/** Whose numbers these are, of when, in which zone, by which rules, and how old. */
function Under({ state, answer }: { readonly state: AskState; readonly answer: MetricsAnswer | null }): ReactElement {
	const zone = useRoom((room) => room.delivery.zone);
	const today = useRoom((room) => room.delivery.today);
	const { ask } = state;
	const where = ask.environments.length === 0 ? 'production' : ask.environments.join(', ');
	const days = periodWords(periodOf(ask, today));
	const age = useNowText((now) =>
		answer === null || answer.dataAsOf === null
			? ''
			: `. Data to ${formatAge(Math.floor(Math.max(0, now - answer.dataAsOf) / 60_000) * 60_000)}`,
	);
	const rules = answer === null ? '' : `, definitions ${answer.definitionsVersion}`;
	const blended =
		answer !== null && answer.units > 1
			? ` ${formatCount(answer.units)} services and environments are blended here.`
			: '';
	return (
		<>
			{scopeWords(ask)}, {where}. {days}, {zone}
			{rules}
			{age}.{blended}
		</>
	);
}

function Cards(props: {
	readonly answer: MetricsAnswer;
	readonly state: AskState;
	readonly metric: DeliveryMetric | null;
}): ReactElement {
	const { answer, state, metric } = props;
	const card = (one: MetricsAnswer['dora'][number], isSmall: boolean): ReactElement => (
		<MetricCard
			key={one.metric}
			answer={one}
			isSmall={isSmall}
			isChosen={one.metric === metric}
			href={deliveryAddress(state.ask, one.metric === metric ? null : one.metric)}
		/>
	);
	return (
		<>
			<div className={styles.five}>{answer.dora.map((one) => card(one, false))}</div>
			<div className={styles.quality} role="group" aria-label="Quality">
				{answer.quality.map((one) => card(one, true))}
			</div>
		</>
	);
}

/** The choices above Delivery and Timeline: what, where, when, and against what. */
import { type ReactElement, type ReactNode, useState } from 'react';
import type { BucketSize } from '../../../shared/domain/delivery/metrics.ts';
import { addDays } from '../../../shared/domain/delivery/periods.ts';
import { type DeliveryAsk, periodOf } from '../../store/delivery-address.ts';
import { useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import styles from './choices.module.css';
import { compareOptions, ownDays, periodId, periodOfId, periodOptions } from './period-choices.ts';
import { ScopeChoice } from './scope-choice.tsx';
import type { AskState } from './use-ask.ts';

const production = '';
const allEnvironments = '*';

const buckets: readonly { readonly id: BucketSize | 'auto'; readonly label: string }[] = [
	{ id: 'auto', label: 'fitting steps' },
	{ id: 'day', label: 'by day' },
	{ id: 'week', label: 'by week' },
	{ id: 'month', label: 'by month' },
];

export function AskChoices({
	state: { ask, change },
	withMetrics = false,
	children,
}: {
	readonly state: AskState;
	/** Also what only metrics know: comparing, steps, bots. */
	readonly withMetrics?: boolean;
	readonly children?: ReactNode;
}): ReactElement {
	return (
		<div className={styles.choices} data-print="no">
			<ScopeChoice scope={ask} onChange={change} />
			<EnvironmentChoice ask={ask} onChange={(environments) => change({ environments })} />
			<PeriodChoice ask={ask} onChange={(period) => change({ period, against: null })} />
			{withMetrics && <MetricChoices ask={ask} change={change} />}
			{children !== undefined && <div className={styles.push}>{children}</div>}
		</div>
	);
}

function EnvironmentChoice(props: {
	readonly ask: DeliveryAsk;
	readonly onChange: (environments: readonly string[]) => void;
}): ReactElement {
	const environments = useRoom((room) => room.delivery.environments);
	const chosen = props.ask.environments;
	const value = chosen.length === 0 ? production : chosen.length === 1 ? (chosen[0] ?? production) : allEnvironments;
	const names = [...new Set([...environments.map(({ name }) => name), ...chosen])];
	return (
		<Select
			label="Environment"
			hideLabel
			options={[
				{ id: production, label: 'All of production' },
				...names.map((name) => ({ id: name, label: name })),
				...(names.length > 1 ? [{ id: allEnvironments, label: 'All environments' }] : []),
			]}
			value={value}
			onChange={(id) => props.onChange(id === production ? [] : id === allEnvironments ? names : [id])}
		/>
	);
}

function PeriodChoice(props: {
	readonly ask: DeliveryAsk;
	readonly onChange: (period: DeliveryAsk['period']) => void;
}): ReactElement {
	const { ask, onChange } = props;
	const today = useRoom((room) => room.delivery.today);
	const months = useRoom((room) => room.delivery.months);
	const [isAsking, setAsking] = useState(false);
	return (
		<>
			<Select
				label="Period"
				hideLabel
				options={periodOptions(ask.period, today, months)}
				value={periodId(ask.period)}
				onChange={(id) => {
					if (id === ownDays) return setAsking(true);
					const period = periodOfId(id);
					if (period !== null) onChange(period);
				}}
			/>
			{isAsking && <DaysDialog ask={ask} today={today} onClose={() => setAsking(false)} onChange={onChange} />}
		</>
	);
}

/** Days of one's own, both of them part of the period. */
function DaysDialog(props: {
	readonly ask: DeliveryAsk;
	readonly today: string;
	readonly onClose: () => void;
	readonly onChange: (period: DeliveryAsk['period']) => void;
}): ReactElement {
	const known = periodOf(props.ask, props.today);
	const [from, setFrom] = useState(known.from);
	const [last, setLast] = useState(addDays(known.to, -1));
	const isBad = from === '' || last === '' || from > last;
	const take = (): void => {
		props.onChange({ from, to: addDays(last, 1) });
		props.onClose();
	};
	return (
		<Dialog
			title="Which days"
			size="s"
			isOpen
			onClose={props.onClose}
			footer={
				<>
					<Button variant="quiet" onPress={props.onClose}>
						Cancel
					</Button>
					<Button variant="primary" isDisabled={isBad} onPress={take}>
						Show these days
					</Button>
				</>
			}
		>
			<div className={styles.days}>
				<label>
					From
					<input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
				</label>
				<label>
					To and with
					<input type="date" value={last} onChange={(event) => setLast(event.target.value)} />
				</label>
				{isBad && <p role="alert">The first day must not be after the last.</p>}
			</div>
		</Dialog>
	);
}

function MetricChoices({ ask, change }: AskState): ReactElement {
	const today = useRoom((room) => room.delivery.today);
	const compares = compareOptions(periodOf(ask, today), ask.against);
	const chosen =
		ask.against === null
			? 'before'
			: (compares.find(({ period }) => period?.from === ask.against?.from)?.id ?? 'before');
	return (
		<>
			<span className={styles.label}>against</span>
			<Select
				label="Compare with"
				hideLabel
				options={compares.map(({ id, label }) => ({ id, label }))}
				value={chosen}
				onChange={(id) => change({ against: compares.find((one) => one.id === id)?.period ?? null })}
			/>
			<Select
				label="Steps of the trend"
				hideLabel
				options={buckets}
				value={ask.by ?? 'auto'}
				onChange={(by) => change({ by: by === 'auto' ? null : by })}
			/>
			<Switch label="Bots" isOn={ask.withBots} onChange={(withBots) => change({ withBots })} />
		</>
	);
}

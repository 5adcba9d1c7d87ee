/** Timeline, filters and table over one service or all of them. */
import { type ReactElement, useMemo, useState } from 'react';
import { formatCounted } from '../../../shared/domain/format.ts';
import { Timeline } from '../../charts/timeline.tsx';
import { addresses } from '../../store/address.ts';
import { useNow } from '../../ui/clock.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type Ending, endings, filterRows, timelineItems } from './history-rows.ts';
import { HistoryTable } from './history-table.tsx';
import styles from './history.module.css';
import { type History, useHistory } from './use-history.ts';

const endingLabels: Readonly<Record<Ending, string>> = {
	all: 'Any state',
	'in-flight': 'In flight',
	completed: 'Completed',
	'rolled-back': 'Rolled back',
	'needs-operator': 'Needs an operator',
};
const endingOptions = endings.map((id) => ({ id, label: endingLabels[id] }));
const anyEnvironment = '';

/** The axis does not need to move every second. */
const axisEveryMs = 30_000;

function Nothing({ service }: { readonly service: string | null }): ReactElement {
	return (
		<EmptyState
			title={service === null ? 'No deployment yet' : `${service} has not been deployed yet`}
			actions={
				<LinkButton href={addresses.board} variant="primary">
					Go to the board
				</LinkButton>
			}
		>
			Each deployment stays here with its verdicts, who did what, and a replay of what the charts showed. Start one from
			the board.
		</EmptyState>
	);
}

function Rows({ history, service }: { readonly history: History; readonly service: string | null }): ReactElement {
	const { rows, hasMore, isLoadingMore, loadMore } = history;
	const now = useNow(axisEveryMs);
	const [text, setText] = useState('');
	const [environment, setEnvironment] = useState(anyEnvironment);
	const [ending, setEnding] = useState<Ending>('all');
	const environments = useMemo(() => [...new Set(rows.map((row) => row.environment))].toSorted(), [rows]);
	const shown = useMemo(
		() => filterRows(rows, { text, ending, environment: environment === anyEnvironment ? null : environment }),
		[rows, text, ending, environment],
	);
	const items = useMemo(() => timelineItems(shown, service === null), [shown, service]);
	const environmentOptions = [
		{ id: anyEnvironment, label: 'Any environment' },
		...environments.map((name) => ({ id: name, label: name })),
	];
	return (
		<>
			<div className={styles.filters} data-print="no">
				<input
					type="search"
					className={styles.search}
					aria-label="Find in the history"
					placeholder="Version, person, reason"
					value={text}
					onChange={(event) => setText(event.target.value)}
				/>
				<Select
					label="Environment"
					hideLabel
					options={environmentOptions}
					value={environment}
					onChange={setEnvironment}
				/>
				<Select label="State" hideLabel options={endingOptions} value={ending} onChange={setEnding} />
				<span className="faint" role="status">
					{shown.length === rows.length
						? formatCounted(rows.length, 'deployment')
						: `${shown.length} of ${formatCounted(rows.length, 'deployment')}`}
					{hasMore ? ', older ones below' : ''}
				</span>
			</div>
			<Card title="Over time">
				<Timeline items={items} now={now} href={addresses.deployment} />
			</Card>
			<Card flush>
				{shown.length === 0 ? (
					<EmptyState title="Nothing matches these filters" />
				) : (
					<HistoryTable rows={shown} showService={service === null} />
				)}
			</Card>
			{hasMore && (
				<Button onPress={loadMore} isDisabled={isLoadingMore}>
					{isLoadingMore ? 'Reading older deployments' : 'Show older deployments'}
				</Button>
			)}
		</>
	);
}

export function HistoryPanel({ service }: { readonly service: string | null }): ReactElement {
	const history = useHistory(service);
	const { rows, status, problem } = history;
	return (
		<div className={styles.panel}>
			{problem !== null && (
				<Problem problem={problem} actions={<Button onPress={history.again}>Read it again</Button>} />
			)}
			{rows.length > 0 && <Rows history={history} service={service} />}
			{rows.length === 0 && status === 'loading' && <Skeleton rows={8} label="Reading the history" />}
			{rows.length === 0 && status === 'ready' && <Nothing service={service} />}
		</div>
	);
}

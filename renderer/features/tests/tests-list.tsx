/** The list with the chosen test beside it. */
import { type ReactElement, useState } from 'react';
import { formatCount } from '../../../shared/domain/format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TestDetail } from './row-detail.tsx';
import { rowKey } from './words.ts';
import type { TestsFilter } from './tests-query.ts';
import { TestsTable } from './tests-table.tsx';
import styles from './tests.module.css';
import type { Tests, TestsAnswer } from './use-tests.ts';

export function TestsList(props: {
	readonly tests: Tests;
	readonly answer: TestsAnswer;
	readonly filter: TestsFilter;
	readonly onFilter: (filter: TestsFilter) => void;
}): ReactElement {
	const { tests, answer, filter, onFilter } = props;
	const { rows, total } = answer;
	const [chosen, setChosen] = useState<string | null>(null);
	const row = rows.find((one) => rowKey(one) === chosen) ?? null;
	if (rows.length === 0) {
		return (
			<Card>
				<EmptyState
					title={filter.onlyQuarantined ? 'No quarantined test fits' : 'No test fits these filters'}
					level="h3"
				/>
			</Card>
		);
	}
	return (
		<div className={row === null ? styles.list : styles.listAndDetail}>
			<div className={styles.column}>
				<Card flush>
					<TestsTable
						rows={rows}
						order={filter.order}
						onOrder={(order) => onFilter({ ...filter, order })}
						chosen={row === null ? null : chosen}
						isNarrow={row !== null}
						onChoose={setChosen}
					/>
				</Card>
				{rows.length < total && (
					<Button onPress={tests.more} isDisabled={tests.isAsking}>
						{tests.isAsking ? 'Reading more tests' : `Show more (${formatCount(total - rows.length)} left)`}
					</Button>
				)}
			</div>
			{row !== null && (
				<TestDetail key={rowKey(row)} row={row} onChanged={tests.again} onClose={() => setChosen(null)} />
			)}
		</div>
	);
}

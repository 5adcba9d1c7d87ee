/** Tests over time: flaky, broken, slow and quarantined ones, and the shape of the whole. */
import { type ReactElement, useDeferredValue, useState } from 'react';
import { useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { SummaryCards } from './summary-cards.tsx';
import { TestsFilters } from './tests-filters.tsx';
import { TestsList } from './tests-list.tsx';
import { testsMarkdown } from './tests-markdown.ts';
import { NotMeasured } from './not-measured.tsx';
import { isNarrowed, type TestsFilter, usualFilter } from './tests-query.ts';
import styles from './tests.module.css';
import { type Tests, useTests } from './use-tests.ts';

export function TestsScreen(): ReactElement {
	useTitle('Tests');
	const problem = useRoom((room) => room.delivery.problem);
	const [filter, setFilter] = useState<TestsFilter>(usualFilter);
	// Each letter of a search must be on screen at once; the question may follow a moment later.
	const tests = useTests(useDeferredValue(filter));
	const { value } = tests;
	const isEmpty = value !== null && value.summary.total === 0 && filter.service === null && !isNarrowed(filter);
	return (
		<>
			<PageHead
				title="Tests"
				under={<Under tests={tests} />}
				actions={
					value !== null &&
					!isEmpty && (
						<CopyButton
							label="Copy as Markdown"
							done="Copied as Markdown"
							make={() => testsMarkdown(value.summary, value.rows)}
						/>
					)
				}
			/>
			<div className={styles.screen}>
				{problem !== null && <Problem problem={problem} />}
				{problem === null && tests.problem !== null && (
					<Problem
						problem={tests.problem}
						actions={
							<Button size="s" onPress={tests.again}>
								Ask again
							</Button>
						}
					/>
				)}
				{value === null && tests.problem === null && <Skeleton rows={10} label="Reading the tests" />}
				{isEmpty && <NotMeasured />}
				{value !== null && !isEmpty && (
					<>
						<SummaryCards summary={value.summary} />
						<TestsFilters filter={filter} onChange={setFilter} shown={value.total} of={value.summary.total} />
						<TestsList tests={tests} answer={value} filter={filter} onFilter={setFilter} />
					</>
				)}
			</div>
		</>
	);
}

function Under({ tests }: { readonly tests: Tests }): ReactElement {
	const asOf = tests.value?.summary.asOf ?? null;
	return (
		<>
			What cannot be trusted, what takes long, and what it costs.
			{asOf !== null && (
				<>
					{' '}
					Newest results <Time at={asOf} />.
				</>
			)}
			{tests.value !== null && tests.isStale && tests.isAsking && <span role="status"> Asking again.</span>}
		</>
	);
}

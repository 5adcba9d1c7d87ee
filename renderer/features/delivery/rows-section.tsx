/** "Why is this number so": the rows behind it, in full, to read and to take along. */
import { FileSpreadsheet } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import type { MetricAnswer, MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import { useClient } from '../../store/hooks.ts';
import { useStores } from '../../store/context.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { fileName, saveFile } from '../../ui/save-file.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ToolButton } from '../../ui/tool-button.tsx';
import { allRowsCsv } from './all-rows-csv.ts';
import { rowsMarkdown } from './delivery-markdown.ts';
import { arithmetic, cardTitles } from './metric-words.ts';
import { RowPanel } from './row-panel.tsx';
import { rowKey } from './row-words.ts';
import styles from './rows.module.css';
import { RowsTable } from './rows-table.tsx';
import { type RowFilter, type Rows, toInput, useRows } from './use-rows.ts';

const filters: readonly { readonly id: RowFilter; readonly label: string }[] = [
	{ id: 'all', label: 'All' },
	{ id: 'counted', label: 'What counts' },
	{ id: 'not-counted', label: 'What does not' },
];

export function RowsSection(props: {
	readonly answer: MetricAnswer;
	readonly query: MetricsQuery;
	readonly zoned: (at: number) => string;
}): ReactElement {
	const { answer, query, zoned } = props;
	const [show, setShow] = useState<RowFilter>('all');
	const [chosen, setChosen] = useState<string | null>(null);
	const rows = useRows(query, answer.metric, show);
	const row = rows.rows.find((one) => rowKey(one) === chosen) ?? null;
	return (
		<Card title="Why is this number so">
			<div className={styles.tools}>
				<OneOf label="Which rows" hideLabel options={filters} value={show} onChange={setShow} />
				<span className="dim" role="status">
					{countWords(rows)}
					{arithmetic(answer) === '' ? '' : `. ${arithmetic(answer)}`}
				</span>
				<span>
					<CopyButton
						label="Copy as Markdown"
						done="Copied as Markdown"
						make={() => rowsMarkdown(answer, rows.rows, rows.total, zoned)}
					/>
					<CsvButton {...{ answer, query, show }} />
				</span>
			</div>
			{rows.problem !== null && (
				<Problem problem={rows.problem} actions={<Button onPress={rows.again}>Ask again</Button>} />
			)}
			{rows.rows.length === 0 && rows.isAsking && <Skeleton rows={6} label="Reading the rows" />}
			{rows.rows.length === 0 && !rows.isAsking && rows.problem === null && (
				<EmptyState title="No row of this kind in these days" level="h3" />
			)}
			{rows.rows.length > 0 && (
				<div className={styles.body} data-open={row !== null}>
					<RowsTable
						rows={rows}
						metric={answer.metric}
						unit={answer.unit}
						chosen={chosen}
						onChoose={(key) => setChosen(key === chosen ? null : key)}
						zoned={zoned}
					/>
					{row !== null && <RowPanel row={row} zoned={zoned} onClose={() => setChosen(null)} />}
				</div>
			)}
		</Card>
	);
}

function countWords(rows: Rows): string {
	return rows.isAsking && rows.rows.length === 0
		? 'Reading'
		: `${formatCounted(rows.total, 'row')}, ${formatCount(rows.counted)} in all count`;
}

function CsvButton(props: {
	readonly answer: MetricAnswer;
	readonly query: MetricsQuery;
	readonly show: RowFilter;
}): ReactElement {
	const { answer, query, show } = props;
	const { delivery } = useClient();
	const { desk } = useStores();
	const [isSaving, setSaving] = useState(false);
	const save = async (): Promise<void> => {
		setSaving(true);
		const result = await allRowsCsv((cursor) =>
			delivery.rowsCsv({ query: toInput(query), metric: answer.metric, show, cursor }),
		);
		setSaving(false);
		if (!result.ok) return desk.refuse(result.problem);
		const { from, to } = query.period;
		saveFile(fileName([cardTitles[answer.metric], from, to], 'csv'), result.value, 'text/csv');
	};
	return (
		<ToolButton icon={<FileSpreadsheet size={13} aria-hidden="true" />} onClick={() => void (isSaving || save())}>
			{isSaving ? 'Reading all rows' : 'Save all rows as CSV'}
		</ToolButton>
	);
}

/** The same as the axis shows, as rows: for the keyboard, for screen readers, and for whoever looks for a name. */
import { type ReactElement, useMemo, useState } from 'react';
import type { Suspect, TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import { formatCounted } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { useNow } from '../../ui/clock.tsx';
import { cx } from '../../ui/cx.ts';
import { SearchField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { RowFrame } from '../delivery/row-frame.tsx';
import { useRowWindow } from '../delivery/use-row-window.ts';
import { useShortTime } from '../delivery/use-short-time.ts';
import { kindTitle, lanes, outcomeWords } from './timeline-model.ts';
import styles from './timeline.module.css';

const columns = ['What', 'Kind', 'Began', 'Outcome'];
const viewport = 414;
const anyKind = '';

export function TimelineList(props: {
	readonly items: readonly TimelineItem[];
	readonly zone: string;
	readonly chosen: string | null;
	readonly suspects: readonly Suspect[] | null;
	readonly onChoose: (ref: string | null) => void;
}): ReactElement {
	const [typed, setTyped] = useState('');
	const [kind, setKind] = useState(anyKind);
	const now = useNow(60_000);
	const zoned = useShortTime(props.zone);
	const shown = useMemo(() => filtered(props.items, typed, kind), [props.items, typed, kind]);
	const ranks = useMemo(
		() => new Map((props.suspects ?? []).map(({ item }, index) => [item.ref, index + 1])),
		[props.suspects],
	);
	const scroller = useRowWindow(shown.length, viewport);
	const rows = scroller.shown;
	return (
		<>
			<Filters {...{ typed, setTyped, kind, setKind }} count={shown.length} />
			<RowFrame scroller={scroller} columns={columns} total={shown.length} className={styles.rows}>
				{shown.slice(rows.first, rows.first + rows.count).map((item, index) => (
					<Row
						key={`${item.kind} ${item.ref}`}
						item={item}
						index={rows.first + index + 2}
						rank={ranks.get(item.ref) ?? null}
						isChosen={item.ref === props.chosen}
						when={zoned(item.at)}
						outcome={outcomeWords(item, now)}
						onChoose={props.onChoose}
					/>
				))}
			</RowFrame>
		</>
	);
}

function Filters(props: {
	readonly typed: string;
	readonly setTyped: (typed: string) => void;
	readonly kind: string;
	readonly setKind: (kind: string) => void;
	readonly count: number;
}): ReactElement {
	const { typed, setTyped, kind, setKind, count } = props;
	return (
		<div className={styles.filters}>
			<SearchField
				label="Find on the timeline"
				placeholder="Version, title, service"
				value={typed}
				onChange={setTyped}
			/>
			<Select
				label="Kind"
				hideLabel
				size="s"
				options={[{ id: anyKind, label: 'Everything' }, ...lanes.map(({ id, name }) => ({ id, label: name }))]}
				value={kind}
				onChange={setKind}
			/>
			<span className="faint" role="status">
				{formatCounted(count, 'row')}
			</span>
		</div>
	);
}

function filtered(items: readonly TimelineItem[], typed: string, kind: string): readonly TimelineItem[] {
	const wanted = typed.trim().toLowerCase();
	return items
		.filter((item) => kind === anyKind || item.kind === kind || (kind === 'configuration' && item.kind === 'other'))
		.filter((item) => wanted === '' || `${item.title} ${item.service ?? ''}`.toLowerCase().includes(wanted))
		.toSorted((left, right) => right.at - left.at);
}

function Row(props: {
	readonly item: TimelineItem;
	readonly index: number;
	readonly rank: number | null;
	readonly isChosen: boolean;
	readonly when: string;
	readonly outcome: string;
	readonly onChoose: (ref: string | null) => void;
}): ReactElement {
	const { item, rank, isChosen } = props;
	return (
		<tr aria-rowindex={props.index} className={cx(isChosen && styles.chosen)}>
			<th scope="row">
				{item.kind === 'incident' ? (
					<button
						type="button"
						className={styles.open}
						aria-pressed={isChosen}
						onClick={() => props.onChoose(isChosen ? null : item.ref)}
					>
						{item.title}
					</button>
				) : item.deploymentId === null ? (
					<span className={styles.open}>{item.title}</span>
				) : (
					<a className={styles.open} href={addresses.deployment(item.deploymentId)}>
						{item.title}
					</a>
				)}
				<span className={styles.under}>
					{item.service ?? 'no service known'}
					{rank === null ? '' : `, suspect ${rank}`}
				</span>
			</th>
			<td>{kindTitle(item.kind)}</td>
			<td>{props.when}</td>
			<td>
				<span className={styles.outcome}>{props.outcome}</span>
			</td>
		</tr>
	);
}

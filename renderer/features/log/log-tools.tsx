import { ArrowDownToLine, ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp, Clock, Download } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useStore } from 'zustand';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import type { Job } from '../../../shared/domain/pipeline/model.ts';
import type { LogStore } from '../../store/log-store.ts';
import { SearchField } from '../../ui/field.tsx';
import { fileName, saveFile } from '../../ui/save-file.ts';
import { ToggleTool } from './toggle-tool.tsx';
import { ToolButton } from '../../ui/tool-button.tsx';
import styles from './log.module.css';
import type { LogView } from './use-log-view.ts';

/** Above the lines: search, what is shown of them, and saving. */
export function LogTools({
	job,
	log,
	view,
	showTimes,
	onShowTimes,
}: {
	readonly job: Job;
	readonly log: LogStore;
	readonly view: LogView;
	readonly showTimes: boolean;
	readonly onShowTimes: (show: boolean) => void;
}): ReactElement {
	const { status, lines } = useStore(log.store);
	const [areClosed, setClosed] = useState(false);
	const foldAll = () => {
		view.foldAll(!areClosed);
		setClosed(!areClosed);
	};
	const save = () => saveFile(fileName([job.name], 'log'), log.buffer.text(), 'text/plain');
	return (
		<div className={styles.tools}>
			<LogSearchBox job={job} view={view} />
			<span className={styles.state} role="status">
				{stateWords(status, lines, view.isFollowing)}
			</span>
			<div className={styles.buttons}>
				{view.folds.all().length > 0 && (
					<ToolButton icon={areClosed ? <ChevronsUpDown size={14} /> : <ChevronsDownUp size={14} />} onClick={foldAll}>
						{areClosed ? 'Unfold all' : 'Fold all'}
					</ToolButton>
				)}
				<ToggleTool icon={<Clock size={14} />} isOn={showTimes} onToggle={onShowTimes}>
					Times
				</ToggleTool>
				{status !== 'done' && (
					<ToggleTool icon={<ArrowDownToLine size={14} />} isOn={view.isFollowing} onToggle={view.follow}>
						Follow
					</ToggleTool>
				)}
				<ToolButton icon={<Download size={14} />} onClick={save}>
					Save
				</ToolButton>
			</div>
		</div>
	);
}

function stateWords(status: 'loading' | 'live' | 'reconnecting' | 'done', lines: number, isFollowing: boolean): string {
	const count = formatCounted(lines, 'line');
	if (status === 'live') return `${count}, ${isFollowing ? 'following' : 'still growing'}`;
	if (status === 'reconnecting') return `${count}, the connection is cut`;
	return status === 'loading' ? 'Reading the log' : count;
}

/** Enter goes to the next place, with Shift to the one before; Escape empties the box. */
function LogSearchBox({ job, view }: { readonly job: Job; readonly view: LogView }): ReactElement {
	const [text, setText] = useState('');
	const { search, current, isSearching } = view;
	const found = search.lines();
	const change = (next: string) => {
		setText(next);
		view.look(next);
	};
	const at = current === null ? null : found.indexOf(current) + 1;
	return (
		<div className={styles.search} role="search" aria-label={`Search the log of ${job.name}`}>
			<SearchField
				label="Search the log"
				placeholder="Search"
				value={text}
				onChange={change}
				onKeyDown={(event) => {
					if (event.key === 'Enter') view.goToNext(event.shiftKey);
				}}
			/>
			{text !== '' && (
				<>
					<span className={styles.count} role="status">
						{foundWords(found.length, at, isSearching)}
					</span>
					<button
						type="button"
						className={styles.step}
						aria-label="Line before with it"
						disabled={found.length === 0}
						onClick={() => view.goToNext(true)}
					>
						<ChevronUp size={14} aria-hidden="true" />
					</button>
					<button
						type="button"
						className={styles.step}
						aria-label="Next line with it"
						disabled={found.length === 0}
						onClick={() => view.goToNext(false)}
					>
						<ChevronDown size={14} aria-hidden="true" />
					</button>
				</>
			)}
		</div>
	);
}

function foundWords(count: number, at: number | null, isSearching: boolean): string {
	if (count === 0) return isSearching ? 'looking' : 'not found';
	const of = `${formatCount(count)}${isSearching ? ' so far' : ''}`;
	return at === null || at === 0 ? formatCounted(count, 'line') : `${formatCount(at)} of ${of}`;
}

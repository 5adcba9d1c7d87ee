import { type ReactElement, useDeferredValue, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../../shared/domain/format.ts';
import type { Grouping } from '../../store/desk-store.ts';
import { useStores } from '../../store/context.tsx';
import { useDesk, useEnvironments, useProjects, useRoom } from '../../store/hooks.ts';
import { share } from '../../../shared/rpc/apply-changes.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { OpenWall } from '../wall/open-wall.tsx';
import { BoardGrid } from './board-grid.tsx';
import { type BoardModel, boardModel } from './board-model.ts';
import styles from './board-screen.module.css';
import { BrokenProjects } from './broken-projects.tsx';
import { FirstRun } from './first-run.tsx';
import { NeedsYou } from './needs-you.tsx';
import { useFilterKey } from './use-filter-key.ts';

const groupings: readonly { readonly id: Grouping; readonly label: string }[] = [
	{ id: 'none', label: 'Not grouped' },
	{ id: 'owner', label: 'By team' },
	{ id: 'project', label: 'By project' },
];

/** Home: what needs a person, then every service in every environment. */
export function BoardScreen(): ReactElement {
	useTitle('Board');
	const isEmpty = useRoom((room) => Object.keys(room.environments).length === 0);
	const hasProjects = useProjects().length > 0;
	return (
		<>
			<PageHead title="Board" hidden />
			<NeedsYou />
			<BrokenProjects />
			{isEmpty ? <FirstRun hasProjects={hasProjects} /> : <Services />}
		</>
	);
}

function Services(): ReactElement {
	const { desk } = useStores();
	const grouping = useDesk((state) => state.preferences.grouping);
	const [filter, setFilter] = useState('');
	const box = useRef<HTMLInputElement>(null);
	useFilterKey(box);
	const model = useBoard(useDeferredValue(filter));
	const counted =
		model.shown === model.total
			? formatCount(model.total)
			: `${formatCount(model.shown)} of ${formatCount(model.total)}`;
	return (
		<section aria-label="Services">
			<div className={styles.tools}>
				<h2>Services</h2>
				<span className="faint" role="status">
					{counted}
				</span>
				<span className={styles.space} />
				<OpenWall />
				<SearchField
					label="Filter services"
					placeholder="Filter by name, team, version, health"
					value={filter}
					onChange={setFilter}
					inputRef={box}
				/>
				<Select
					label="Group"
					hideLabel
					size="s"
					options={groupings}
					value={grouping}
					onChange={(next) => desk.prefer({ grouping: next })}
				/>
			</div>
			{model.shown === 0 ? (
				<div className={styles.none}>
					<EmptyState
						title={`No service matches "${filter}"`}
						actions={<Button onPress={() => setFilter('')}>Clear the filter</Button>}
					/>
				</div>
			) : (
				<BoardGrid model={model} />
			)}
		</section>
	);
}

/** The laid out board; rows that did not change keep their identity, so that they are not drawn again. */
function useBoard(filter: string): BoardModel {
	const environments = useEnvironments();
	const projects = useRoom((room) => room.projects);
	const grouping = useDesk((state) => state.preferences.grouping);
	const pinned = useDesk((state) => state.preferences.pinned);
	const before = useRef<BoardModel | null>(null);
	return useMemo(() => {
		const model = share(
			before.current,
			boardModel(environments, { filter, grouping, pinned, projectName: (id) => projects[id]?.name ?? id }),
		);
		before.current = model;
		return model;
	}, [environments, projects, filter, grouping, pinned]);
}

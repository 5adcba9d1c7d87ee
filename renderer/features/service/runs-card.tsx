/** Runs of the pipeline, newest first; each opens in the graph above. */
import { type ReactElement, useMemo } from 'react';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';
import { addresses } from '../../store/address.ts';
import { useClient, usePipeline } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { RunTook, runName } from '../pipeline/run-line.tsx';
import { runLook, shortHash } from '../pipeline/run-words.ts';
import styles from './service.module.css';
import { type PagesOf, usePages } from './use-pages.ts';

const pageSize = 10;

export function RunsCard({
	service,
	shown,
}: {
	readonly service: string;
	readonly shown: string | null;
}): ReactElement {
	const client = useClient();
	const latest = usePipeline(service, (pipeline) => pipeline.latest);
	const of = useMemo<PagesOf<RunView>>(
		() => ({
			fetch: (before, limit) => client.pipelines.runs({ service, before, limit }),
			id: (run) => run.id,
			position: (run) => run.createdAt,
			pageSize,
		}),
		[client, service],
	);
	const known = latest === null ? '' : `${latest.id} ${latest.attempt} ${latest.state}`;
	const { items, status, problem, hasMore, isLoadingMore, loadMore, again } = usePages(of, known);
	// The room is newer than a page that was read a while ago.
	const runs = items.map((run) => (run.id === latest?.id ? latest : run));
	return (
		<Card title="Runs">
			{problem !== null && <Problem problem={problem} actions={<Button onPress={again}>Read them again</Button>} />}
			{runs.length === 0 && status === 'loading' && <Skeleton rows={4} label="Reading the runs" />}
			{runs.length === 0 && status === 'ready' && <p className="dim">No run yet.</p>}
			<ul className={styles.list}>
				{runs.map((run) => (
					<Run key={run.id} run={run} isShown={run.id === shown} />
				))}
			</ul>
			{hasMore && (
				<Button size="s" onPress={loadMore} isDisabled={isLoadingMore}>
					{isLoadingMore ? 'Reading older runs' : 'Show older runs'}
				</Button>
			)}
		</Card>
	);
}

function Run({ run, isShown }: { readonly run: RunView; readonly isShown: boolean }): ReactElement {
	const look = runLook[run.state];
	return (
		<li className={styles.item} aria-current={isShown ? 'true' : undefined}>
			<Chip tone={look.tone} plain>
				{look.word}
			</Chip>
			<span className={styles.what}>
				<a href={addresses.run(run.service, run.id)}>{runName(run)}</a>{' '}
				<span className={styles.subject}>{run.headline}</span>
			</span>
			<span className={styles.when}>
				<Time at={run.createdAt} />
			</span>
			<span className={styles.facts}>
				<span className="mono">{shortHash(run.commit.sha)}</span>
				{run.branch !== null && <span>{run.branch}</span>}
				{run.commit.author !== null && <span>{run.commit.author.name}</span>}
				<RunTook run={run} />
			</span>
		</li>
	);
}

/** Releases of the pipeline, newest first: how large, how old, where they stand and where they may go. */
import { type ReactElement, useMemo, useState } from 'react';
import type { ReleaseView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Time } from '../../ui/time.tsx';
import { DeployButton } from './deploy-button.tsx';
import { nextOffer, sizeWords } from './service-model.ts';
import styles from './service.module.css';
import { type PagesOf, usePages } from './use-pages.ts';

/** As many as the room itself tells. */
const shownAtFirst = 10;
const pageSize = 30;

interface Placed {
	readonly position: number;
	readonly release: ReleaseView;
}

export function ReleasesCard(props: {
	readonly service: string;
	/** The newest, as the room tells them. */
	readonly newest: readonly ReleaseView[];
	readonly environments: readonly EnvironmentView[];
}): ReactElement {
	const { service, newest, environments } = props;
	const [isAll, setAll] = useState(false);
	return (
		<Card title="Releases">
			{newest.length === 0 && (
				<p className="dim">A run that passes its commit stage and gates makes the first release.</p>
			)}
			<ul className={styles.list}>
				{newest.map((release) => (
					<Release key={release.version} release={release} environments={environments} />
				))}
				{isAll && <Older service={service} newest={newest} environments={environments} />}
			</ul>
			{!isAll && newest.length >= shownAtFirst && (
				<Button size="s" onPress={() => setAll(true)}>
					Show older releases
				</Button>
			)}
		</Card>
	);
}

function Older(props: {
	readonly service: string;
	readonly newest: readonly ReleaseView[];
	readonly environments: readonly EnvironmentView[];
}): ReactElement {
	const { service, newest, environments } = props;
	const client = useClient();
	const of = useMemo<PagesOf<Placed>>(
		() => ({
			fetch: (before, limit) => client.pipelines.releases({ service, before, limit }),
			id: ({ release }) => release.version,
			position: ({ position }) => position,
			pageSize,
		}),
		[client, service],
	);
	const { items, status, problem, hasMore, isLoadingMore, loadMore, again } = usePages(of, newest[0]?.version);
	const known = new Set(newest.map(({ version }) => version));
	return (
		<>
			{items
				.filter(({ release }) => !known.has(release.version))
				.map(({ release }) => (
					<Release key={release.version} release={release} environments={environments} />
				))}
			<li className={styles.end}>
				{problem !== null && <Problem problem={problem} actions={<Button onPress={again}>Read them again</Button>} />}
				{status === 'loading' && <span role="status">Reading older releases</span>}
				{status === 'ready' && !hasMore && <span className="faint">These are all.</span>}
				{hasMore && (
					<Button size="s" onPress={loadMore} isDisabled={isLoadingMore}>
						{isLoadingMore ? 'Reading older releases' : 'Show older releases'}
					</Button>
				)}
			</li>
		</>
	);
}

function Release(props: { readonly release: ReleaseView; readonly environments: readonly EnvironmentView[] }) {
	const { release, environments } = props;
	const offer = nextOffer(release, environments);
	const standing = environments.filter(({ environment, key }) =>
		release.standsIn.some((name) => name === environment || name === key),
	);
	return (
		<li className={styles.release}>
			<span className={styles.what}>
				<a className="mono" href={addresses.release(release.service, release.version)}>
					{release.version}
				</a>{' '}
				<span className={styles.subject}>{release.subject ?? ''}</span>
			</span>
			<span className={styles.when}>
				<Time at={release.madeAt} />
			</span>
			<span className={styles.facts}>
				<span>{sizeWords(release)}</span>
				{standing.length > 0 && (
					<span className={styles.stands}>
						in{' '}
						{standing.map(({ environment, tier }) => (
							<EnvBadge key={environment} name={environment} production={tier === 'production'} />
						))}
					</span>
				)}
				{offer !== null && offer.reasons[0] !== undefined && (
					<span className={styles.holds}>
						<Glyph tone="warn" size={11} /> not to {offer.environment.environment}: {offer.reasons[0].text}
					</span>
				)}
			</span>
			{offer !== null && offer.reasons.length === 0 && (
				<span className={styles.act}>
					<DeployButton offer={offer} size="s" />
				</span>
			)}
		</li>
	);
}

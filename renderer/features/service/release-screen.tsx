/** One release: what is in it, who made it, where it may go and what holds it back. */
import type { ReactElement } from 'react';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import type { Artifact, CommitInfo } from '../../../shared/domain/pipeline/model.ts';
import type { ReleaseDetail, ReleaseView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { sizeText } from '../pipeline/evidence-facts.ts';
import { shortHash } from '../pipeline/run-words.ts';
import { DeployButton } from './deploy-button.tsx';
import { releaseMarkdown } from './release-markdown.ts';
import { nextOffer, offerOf, sizeWords } from './service-model.ts';
import styles from './service.module.css';
import { useRelease } from './use-release.ts';

export function ReleaseScreen(props: {
	readonly service: string;
	readonly version: string;
	/** The service's environments, on the way to production. */
	readonly own: readonly EnvironmentView[];
}): ReactElement {
	const { service, version, own } = props;
	const { detail, problem, again } = useRelease(service, version);
	useTitle(`${service} ${version}`);
	return (
		<>
			<Head service={service} version={version} detail={detail} own={own} />
			<div className={styles.stack}>
				{problem !== null && (
					<Card tone="warn">
						<Problem problem={problem} actions={<Button onPress={again}>Read it again</Button>} />
					</Card>
				)}
				{detail === null && problem === null && (
					<Card flush>
						<Skeleton rows={6} label="Reading the release" />
					</Card>
				)}
				{detail !== null && <Body detail={detail} own={own} />}
			</div>
		</>
	);
}

function Head(props: {
	readonly service: string;
	readonly version: string;
	readonly detail: ReleaseDetail | null;
	readonly own: readonly EnvironmentView[];
}): ReactElement {
	const { service, version, detail, own } = props;
	const offer = detail === null ? null : nextOffer(detail.release, own);
	return (
		<PageHead
			over={
				<span className={styles.where}>
					<a href={addresses.service(service)}>{service}</a>
					<span aria-hidden="true">/</span>
					<span>releases</span>
				</span>
			}
			title={
				<>
					<span className="hidden-text">{service} </span>
					{version}
				</>
			}
			under={detail === null ? undefined : <Facts detail={detail} />}
			actions={
				detail === null ? undefined : (
					<>
						<CopyButton label="Copy as Markdown" done="Copied as Markdown" make={() => releaseMarkdown(detail)} />
						<LinkButton href={addresses.run(service, detail.release.runId)}>Open its run</LinkButton>
						{offer !== null && <DeployButton offer={offer} isPrimary />}
					</>
				)
			}
		/>
	);
}

function Facts({ detail }: { readonly detail: ReleaseDetail }): ReactElement {
	const { release, record } = detail;
	return (
		<p className={styles.factLine}>
			<span>{sizeWords(release)}</span>
			{release.previous !== null && (
				<span>
					since{' '}
					<a className="mono" href={addresses.release(release.service, release.previous)}>
						{release.previous}
					</a>
				</span>
			)}
			{release.oldestCommitAt !== null && (
				<span>
					oldest commit <Time at={release.oldestCommitAt} />
				</span>
			)}
			<span>
				made <Time at={release.madeAt} /> from <span className="mono">{shortHash(release.commit)}</span>
				{record.branch !== null && ` of ${record.branch}`}
			</span>
		</p>
	);
}

function Body({ detail, own }: { readonly detail: ReleaseDetail; readonly own: readonly EnvironmentView[] }) {
	const { release, record } = detail;
	return (
		<>
			<div className={styles.releaseTop}>
				<ReadinessCard release={release} own={own} />
				<Card title={`Authors (${formatCount(record.authors.length)})`}>
					<ul className={styles.authors}>
						{record.authors.map((author) => (
							<li key={`${author.name} ${author.email ?? ''}`} title={author.email ?? undefined}>
								<span>{author.name}</span>
								<span className="dim">{formatCounted(author.commits, 'commit')}</span>
							</li>
						))}
					</ul>
					{record.authors.length === 0 && <p className="dim">{record.commitsNote ?? 'None is known.'}</p>}
				</Card>
				<ArtifactsCard artifacts={record.artifacts} />
			</div>
			<CommitsCard commits={record.commits} count={record.commitCount} note={record.commitsNote} />
		</>
	);
}

function ReadinessCard(props: { readonly release: ReleaseView; readonly own: readonly EnvironmentView[] }) {
	const { release, own } = props;
	return (
		<Card title="Where it may go">
			<ul className={styles.readiness}>
				{own.map((environment) => {
					const { reasons, version } = offerOf(release, environment);
					const stands = environment.standing?.version === version;
					return (
						<li key={environment.key}>
							<EnvBadge name={environment.environment} production={environment.tier === 'production'} />
							<div className={styles.readyWords}>
								{stands ? (
									<Chip tone="good" plain>
										stands there
									</Chip>
								) : (
									<Chip tone={reasons.length === 0 ? 'good' : 'warn'} plain>
										{reasons.length === 0 ? 'may go there' : 'not yet'}
									</Chip>
								)}
								{!stands &&
									reasons.map(({ text, whoCan }) => (
										<p key={text}>
											{text}
											{whoCan !== null && <span className="dim"> {whoCan}.</span>}
										</p>
									))}
							</div>
							{!stands && reasons.length === 0 && <DeployButton offer={{ version, environment, reasons }} size="s" />}
						</li>
					);
				})}
			</ul>
		</Card>
	);
}

function ArtifactsCard({ artifacts }: { readonly artifacts: readonly Artifact[] }): ReactElement {
	return (
		<Card title={`Artifacts (${formatCount(artifacts.length)})`}>
			{artifacts.length === 0 && <p className="dim">The run left none behind.</p>}
			<ul className={styles.authors}>
				{artifacts.map((artifact) => (
					<li key={artifact.id}>
						<span className="mono">{artifact.name}</span>
						<span className="dim">
							{artifact.isExpired
								? 'thrown away by the host'
								: artifact.sizeBytes === null
									? 'size not known'
									: sizeText(artifact.sizeBytes)}
						</span>
					</li>
				))}
			</ul>
		</Card>
	);
}

function CommitsCard(props: {
	readonly commits: readonly CommitInfo[];
	readonly count: number | null;
	readonly note: string | null;
}): ReactElement {
	const { commits, count, note } = props;
	const left = (count ?? commits.length) - commits.length;
	return (
		<Card title={count === null ? 'Commits' : `Commits (${formatCount(count)})`}>
			{note !== null && <p className="dim">{note}</p>}
			{commits.length > 0 && (
				<div className={styles.commitFrame} tabIndex={0} role="group" aria-label="Commits, newest first">
					<table className={styles.commits}>
						<thead>
							<tr>
								<th scope="col">Commit</th>
								<th scope="col">Subject</th>
								<th scope="col">Author</th>
								<th scope="col">Written</th>
							</tr>
						</thead>
						<tbody>
							{commits.map((commit) => (
								<tr key={commit.sha}>
									<td className="mono">{shortHash(commit.sha)}</td>
									<td>
										{commit.subject ?? <span className="faint">not known</span>}
										{commit.parents.length > 1 && <span className="faint"> (merge)</span>}
									</td>
									<td>{commit.author?.name ?? <span className="faint">not known</span>}</td>
									<td className={styles.nowrap}>{commit.authoredAt !== null && <Time at={commit.authoredAt} />}</td>
								</tr>
							))}
						</tbody>
					</table>
				</div>
			)}
			{left > 0 && <p className="faint">and {formatCounted(left, 'older commit')} that are not kept</p>}
		</Card>
	);
}

/** One row in full: its evidence, where it leads, and what may be said of it by hand. */
import { type ReactElement, useState } from 'react';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';
import { addresses } from '../../store/address.ts';
import { timelineAddress, usualAsk } from '../../store/delivery-address.ts';
import { useDeliveryCommands, useHost } from '../../store/hooks.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../../ui/field.tsx';
import { HostLink } from '../pipeline/host-link.tsx';
import { RowTellings } from './row-tellings.tsx';
import { isDeploymentRow, liveAddress, rowKey } from './row-words.ts';
import styles from './rows.module.css';

export function RowPanel({
	row,
	zoned,
	onClose,
}: {
	readonly row: MetricRow;
	readonly zoned: (at: number) => string;
	readonly onClose: () => void;
}): ReactElement {
	const { detail } = row;
	const { mayAct } = useHost();
	return (
		<section className={styles.panel} aria-label={row.title}>
			<header>
				<h3>{row.title}</h3>
				<Button size="s" variant="quiet" onPress={onClose}>
					Close
				</Button>
			</header>
			<p>
				<Chip tone={row.counts ? 'good' : 'neutral'} plain>
					{row.counts ? 'counts' : 'does not count'}
				</Chip>{' '}
				{row.why}
			</p>
			<Evidence row={row} zoned={zoned} />
			<Facts row={row} zoned={zoned} />
			<Links row={row} />
			{isDeploymentRow(row) && <RowTellings key={rowKey(row)} row={row} />}
			{mayAct && isDeploymentRow(row) && detail.deployment !== undefined && (
				<ByHand key={detail.deployment} deployment={detail.deployment} commit={detail.commit ?? null} />
			)}
		</section>
	);
}

function Evidence({
	row,
	zoned,
}: {
	readonly row: MetricRow;
	readonly zoned: (at: number) => string;
}): ReactElement | null {
	const { evidence = [] } = row.detail;
	if (evidence.length === 0) return null;
	return (
		<>
			<h4>How we know that it failed</h4>
			<ul className={styles.evidence}>
				{evidence.map((one) => (
					<li key={`${one.kind} ${one.ref}`}>
						{one.text}
						<span className="faint"> {zoned(one.at)}</span>
						{one.kind.endsWith('incident') && (
							<>
								{' '}
								<a href={timelineAddress({ ...usualAsk, services: [row.service], incident: one.ref })}>
									On the timeline
								</a>
							</>
						)}
					</li>
				))}
			</ul>
		</>
	);
}

function Facts({ row, zoned }: { readonly row: MetricRow; readonly zoned: (at: number) => string }): ReactElement {
	const { detail } = row;
	const facts: readonly (readonly [string, string | null])[] = [
		['Version', detail.version ?? null],
		['Commit', detail.commit?.slice(0, 12) ?? null],
		['Author', detail.author == null ? null : `${detail.author}${detail.isBot === true ? ' (a program)' : ''}`],
		['Authored', detail.authoredAt === undefined ? null : zoned(detail.authoredAt)],
		['In production', zoned(row.at)],
		['Recovered', detail.recoveredAt == null ? null : zoned(detail.recoveredAt)],
		['Unplanned', detail.unplanned == null ? null : unplannedWords[detail.unplanned]],
	];
	return (
		<dl className={styles.facts}>
			{facts.map(([name, value]) =>
				value === null ? null : (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				),
			)}
		</dl>
	);
}

const unplannedWords = { rollback: 'a rollback', hotfix: 'a hotfix', 'fixes-incident': 'mends an incident' } as const;

function Links({ row }: { readonly row: MetricRow }): ReactElement {
	const live = liveAddress(row.detail.deployment);
	const { url = null } = row.detail;
	return (
		<p className={styles.links}>
			{live !== null && (
				<LinkButton size="s" href={live}>
					Open the deployment
				</LinkButton>
			)}
			<LinkButton size="s" href={addresses.service(row.service)}>
				Open {row.service}
			</LinkButton>
			{url !== null && <HostLink url={url} words="At its source" />}
		</p>
	);
}

/** What a person knows better than any rule. */
function ByHand({ deployment, commit }: { readonly deployment: string; readonly commit: string | null }): ReactElement {
	const { link } = useDeliveryCommands();
	const [typed, setTyped] = useState('');
	const isCommit = /^[0-9a-f]{7,64}$/.test(typed.trim().toLowerCase());
	const mark = (isHotfix: boolean | null): void =>
		void link({ link: { kind: 'deployment-hotfix', deployment, isHotfix } });
	return (
		<div className={styles.byHand}>
			<h4>Say it by hand</h4>
			<p className={styles.links}>
				<Button size="s" onPress={() => mark(true)}>
					It was a hotfix
				</Button>
				<Button size="s" onPress={() => mark(false)}>
					It was planned
				</Button>
				<Button size="s" variant="quiet" onPress={() => mark(null)}>
					As the rules say
				</Button>
			</p>
			<div className={styles.commit}>
				<Field
					label={commit === null ? 'Its commit' : 'Another commit'}
					placeholder="9f2c1abd00"
					value={typed}
					onChange={setTyped}
					mono
				/>
				<Button
					isDisabled={!isCommit}
					onPress={() => {
						void link({ link: { kind: 'deployment-commit', deployment, commit: typed.trim().toLowerCase() } });
						setTyped('');
					}}
				>
					Link
				</Button>
			</div>
		</div>
	);
}

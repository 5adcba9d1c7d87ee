/** What could not be linked, with what it probably belongs to: one click says so. */
import type { ReactElement } from 'react';
import type { UnlinkedItem, UnlinkedKind } from '../../../shared/domain/delivery/links.ts';
import { formatCount } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { timelineAddress, usualAsk } from '../../store/delivery-address.ts';
import { useDeliveryCommands, useHost, useRoom } from '../../store/hooks.ts';
import { useDeliveryAnswer } from '../../store/use-delivery-answer.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useShortTime } from '../delivery/use-short-time.ts';
import { HostLink } from '../pipeline/host-link.tsx';
import styles from './facts.module.css';
import { linkFor } from './link-for.ts';

const most = 100;

const titles: Readonly<Record<UnlinkedKind, string>> = {
	'incident-without-deployment': 'Incidents without a deployment',
	'incident-without-service': 'Incidents of no known service',
	'deployment-without-commit': 'Deployments without a commit',
	'deployment-with-unknown-commit': 'Deployments of a commit that no repository here has',
};
const kinds: readonly UnlinkedKind[] = [
	...(['incident-without-deployment', 'incident-without-service'] as const),
	...(['deployment-without-commit', 'deployment-with-unknown-commit'] as const),
];

export function UnlinkedList(): ReactElement {
	const hasFacts = useRoom((room) => Object.values(room.factSources).some(({ facts }) => facts > 0));
	const { value, problem, again } = useDeliveryAnswer('unlinked', (delivery) =>
		delivery.unlinked({ scope: { services: [], group: null, environments: [] }, limit: most }),
	);
	if (problem !== null && value === null) {
		return <Problem problem={problem} actions={<Button onPress={again}>Ask again</Button>} />;
	}
	if (value === null) return <Skeleton rows={5} label="Looking for what is not linked" />;
	if (value.items.length === 0 && !hasFacts) {
		return (
			<EmptyState title="Nothing to link yet" level="h3">
				Deployments without a commit and incidents without a service or a deployment will stand here.
			</EmptyState>
		);
	}
	if (value.items.length === 0) {
		return (
			<EmptyState
				title="Everything is linked"
				level="h3"
				actions={<LinkButton href={addresses.delivery}>See the metrics</LinkButton>}
			>
				Deployments without a commit and incidents without a service or a deployment would stand here.
			</EmptyState>
		);
	}
	return (
		<>
			{kinds.map((kind) => (
				<Group key={kind} kind={kind} items={value.items.filter((item) => item.kind === kind)} />
			))}
			{value.total > value.items.length && (
				<p className="dim">
					The newest {formatCount(value.items.length)} of {formatCount(value.total)}.
				</p>
			)}
		</>
	);
}

function Group({
	kind,
	items,
}: {
	readonly kind: UnlinkedKind;
	readonly items: readonly UnlinkedItem[];
}): ReactElement | null {
	const [first] = items;
	if (first === undefined) return null;
	return (
		<section className={styles.group}>
			<h3>
				{titles[kind]}, {formatCount(items.length)}
			</h3>
			<p className="dim">{first.meaning}</p>
			<ul className={styles.items}>
				{items.map((item) => (
					<Item key={`${item.kind} ${item.ref}`} item={item} />
				))}
			</ul>
		</section>
	);
}

function Item({ item }: { readonly item: UnlinkedItem }): ReactElement {
	const zoned = useShortTime(useRoom((room) => room.delivery.zone));
	const isIncident = item.kind.startsWith('incident');
	return (
		<li className={styles.item}>
			<div>
				<strong>{item.title}</strong>
				<span className="dim">
					{[item.service, item.environment, zoned(item.at)].filter((part) => part !== null).join(', ')}
				</span>
				<span className={styles.acts}>
					{isIncident && (
						<a
							href={timelineAddress({
								...usualAsk,
								services: item.service === null ? [] : [item.service],
								incident: item.ref,
							})}
						>
							On the timeline
						</a>
					)}
					{item.url !== null && <HostLink url={item.url} words="At its source" />}
				</span>
			</div>
			<Candidates item={item} />
		</li>
	);
}

function Candidates({ item }: { readonly item: UnlinkedItem }): ReactElement {
	const { link } = useDeliveryCommands();
	const { mayAct } = useHost();
	return (
		<div className={styles.candidates}>
			{item.candidates.map((candidate) => (
				<p key={candidate.id}>
					{mayAct && (
						<Button
							size="s"
							aria-label={`Link ${item.title} to ${candidate.label}`}
							onPress={() => void link({ link: linkFor(item, candidate.id) })}
						>
							Link
						</Button>
					)}
					<span className="mono">{candidate.label}</span> <span className="dim">{candidate.detail}</span>
				</p>
			))}
			{item.candidates.length === 0 && <p className="faint">Nothing fits by time or name.</p>}
			{mayAct && item.kind === 'incident-without-deployment' && (
				<p>
					<Button
						size="s"
						variant="quiet"
						aria-label={`No change caused it: ${item.title}`}
						onPress={() => void link({ link: { kind: 'incident-deployment', incident: item.ref, deployment: null } })}
					>
						No change caused it
					</Button>
				</p>
			)}
		</div>
	);
}

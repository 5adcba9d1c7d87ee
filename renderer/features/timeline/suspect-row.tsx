/** One suspect: why it stands where it stands, and Roll back where it still can be. */
import type { ReactElement } from 'react';
import type { Suspect } from '../../../shared/domain/delivery/metrics.ts';
import { addresses } from '../../store/address.ts';
import { useDeliveryCommands, useDeployment, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ActionButtons } from '../deployment/action-buttons.tsx';
import { kindTitle } from './timeline-model.ts';
import styles from './timeline.module.css';

const links = {
	explicit: { tone: 'bad', words: 'said to be the cause' },
	inferred: { tone: 'warn', words: 'inferred from the time' },
	none: { tone: 'neutral', words: 'near in time' },
} as const;

export function SuspectRow(props: {
	readonly suspect: Suspect;
	readonly rank: number;
	/** Score of the first: the others are drawn against it. */
	readonly most: number;
	readonly incident: string;
	readonly when: string;
}): ReactElement {
	const { suspect, rank, most, when } = props;
	const { item } = suspect;
	const { tone, words } = links[suspect.link];
	return (
		<li className={styles.suspect}>
			<span className={styles.rank} aria-hidden="true">
				{rank}
			</span>
			<div>
				<p className={styles.name}>
					{item.deploymentId === null ? (
						<strong>{item.title}</strong>
					) : (
						<a href={addresses.deployment(item.deploymentId)}>{item.title}</a>
					)}
					<span className="dim">
						{kindTitle(item.kind)}
						{item.service === null ? '' : ` of ${item.service}`}, {when}
					</span>
					<Chip tone={tone} plain>
						{words}
					</Chip>
				</p>
				<p className={styles.reasons}>{suspect.reasons.join(', ')}</p>
				<div className={styles.score} aria-hidden="true">
					<i style={{ width: `${Math.round((suspect.score / Math.max(most, 1e-9)) * 100)}%` }} />
				</div>
				<Acts {...props} />
			</div>
		</li>
	);
}

function Acts(props: {
	readonly suspect: Suspect;
	readonly rank: number;
	readonly incident: string;
}): ReactElement | null {
	const { suspect, rank, incident } = props;
	const { item } = suspect;
	const view = useDeployment(item.deploymentId);
	const { link } = useDeliveryCommands();
	const { mayAct } = useHost();
	if (!mayAct || item.kind !== 'deployment') return null;
	const canRollBack = view?.actions.some(({ command, allowed }) => command === 'roll-back' && allowed) === true;
	return (
		<div className={styles.acts}>
			{view !== null && canRollBack && <ActionButtons view={view} only={['roll-back']} />}
			{suspect.link !== 'explicit' && (
				<Button
					size="s"
					onPress={() => void link({ link: { kind: 'incident-deployment', incident, deployment: item.ref } })}
				>
					It was this one
				</Button>
			)}
			{rank === 1 && item.deploymentId !== null && !canRollBack && (
				<span className="faint">It can no longer be rolled back from here</span>
			)}
		</div>
	);
}

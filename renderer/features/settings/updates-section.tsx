import type { ReactElement } from 'react';
import { formatNumber } from '../../../shared/domain/format.ts';
import type { UpdateView } from '../../../shared/rpc/shell-api.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Time } from '../../ui/time.tsx';
import { SaveNote } from './save-note.tsx';
import { Section } from './section.tsx';
import styles from './settings.module.css';
import { useAsked } from './use-asked.ts';
import { useSaved } from './use-saved.ts';
import type { SectionProps } from './window-sections.tsx';

const channels = [
	{ id: 'stable', label: 'Stable' },
	{ id: 'beta', label: 'Beta' },
] as const;

/** How Signalbox itself is renewed. */
export function UpdatesSection({ view, isLocked }: SectionProps): ReactElement {
	const { updates } = view.settings;
	const automatic = useSaved(updates.automatic, (now, value) => ({ updates: { ...now.updates, automatic: value } }));
	const channel = useSaved(updates.channel, (now, value) => ({ updates: { ...now.updates, channel: value } }));
	if (!view.can.update) {
		const why = view.update.state === 'off' ? view.update.why : 'This installation is updated where it came from.';
		return (
			<Section title="Updates">
				<p className={styles.hint}>{why}</p>
			</Section>
		);
	}
	return (
		<Section title="Updates" about="Never installed while something ships.">
			<UpdateNow update={view.update} isLocked={isLocked} />
			<Switch label="Fetch updates by itself" isOn={automatic.value} onChange={automatic.save} isDisabled={isLocked} />
			<SaveNote state={automatic.state} />
			<OneOf label="Channel" options={channels} value={channel.value} onChange={channel.save} isDisabled={isLocked} />
			<SaveNote state={channel.state} />
		</Section>
	);
}

function UpdateNow({ update, isLocked }: { readonly update: UpdateView; readonly isLocked: boolean }): ReactElement {
	const client = useClient();
	const { state, ask } = useAsked();
	const isBusy = update.state === 'checking' || update.state === 'downloading';
	return (
		<div className={styles.update}>
			<div role="status">
				<UpdateWords update={update} />
			</div>
			<div className={styles.row}>
				{update.state === 'ready' ? (
					<Button variant="primary" isDisabled={isLocked} onPress={() => void ask(client.shell.installUpdate())}>
						Install {update.version} and restart
					</Button>
				) : (
					<Button
						isDisabled={isLocked || isBusy || update.state === 'off'}
						onPress={() => void ask(client.shell.checkForUpdate())}
					>
						Look for an update
					</Button>
				)}
			</div>
			{state.kind === 'failed' && <Problem problem={state.problem} compact />}
		</div>
	);
}

function UpdateWords({ update }: { readonly update: UpdateView }): ReactElement {
	switch (update.state) {
		case 'off':
			return <p>{update.why}</p>;
		case 'idle':
			return update.checkedAt === null ? (
				<p>Not looked for yet.</p>
			) : (
				<p>
					This is the newest. Looked <Time at={update.checkedAt} />.
				</p>
			);
		case 'checking':
			return <p>Looking for an update.</p>;
		case 'downloading':
			return (
				<p>
					Fetching {update.version}: {formatNumber(update.percent)} %.
				</p>
			);
		case 'waiting':
			return (
				<p>
					{update.version} waits: {update.why}
				</p>
			);
		case 'ready':
			return <p>{update.version} is ready. Signalbox restarts into it.</p>;
		case 'failed':
			return <Problem problem={update.problem} />;
	}
}

import { KeyRound } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SecretsView } from '../../../shared/rpc/shell-api.ts';
import { Chip } from '../../ui/chip.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { OpenSecrets } from './open-secrets.tsx';
import { SecretForm } from './secret-form.tsx';
import { SecretRow } from './secret-row.tsx';
import { Section } from './section.tsx';
import styles from './settings.module.css';

const states: Readonly<Record<SecretsView['state'], { readonly tone: Tone; readonly word: string }>> = {
	open: { tone: 'good', word: 'Ready' },
	locked: { tone: 'paused', word: 'Locked' },
	new: { tone: 'paused', word: 'Not set up yet' },
	'needs-consent': { tone: 'warn', word: 'Waits for your consent' },
	unavailable: { tone: 'bad', word: 'Not available' },
};

/** Secrets go in, never out: only their names and when they were set are known here. */
export function SecretsSection(props: { readonly secrets: SecretsView; readonly isLocked: boolean }): ReactElement {
	const { secrets, isLocked } = props;
	const { tone, word } = states[secrets.state];
	// A store that waits for its first passphrase or for consent keeps what is set until the end of this run.
	const canSet = secrets.state !== 'locked' && secrets.state !== 'unavailable';
	// The form for the first passphrase says so itself; a damaged file is told all the same.
	const isAskedBelow = secrets.state === 'new' && secrets.problem?.code === 'secret-missing';
	return (
		<Section
			title="Secrets"
			about={
				<>
					Passwords and tokens for targets and metrics. They go in and are never shown again. In signalbox.yaml they are
					named: <code>bearer: {'{signalbox: prometheus-token}'}</code>
				</>
			}
		>
			<p className={styles.kept}>
				<Chip tone={tone}>{word}</Chip>
				<span>Kept in {secrets.label}</span>
			</p>
			{secrets.problem !== null && !isAskedBelow && (
				<Problem problem={secrets.problem} tone={secrets.state === 'unavailable' ? 'bad' : 'warn'} />
			)}
			<OpenSecrets state={secrets.state} isLocked={isLocked} />
			{secrets.entries.length === 0 ? (
				canSet && (
					<p className={styles.hint}>
						<KeyRound size={14} aria-hidden="true" /> No secret is kept yet.
					</p>
				)
			) : (
				<ul className={styles.secrets} aria-label="Kept secrets">
					{secrets.entries.map((entry) => (
						<SecretRow key={entry.name} entry={entry} canSet={canSet} isLocked={isLocked} />
					))}
				</ul>
			)}
			{canSet && <SecretForm names={secrets.entries.map(({ name }) => name)} isLocked={isLocked} />}
		</Section>
	);
}

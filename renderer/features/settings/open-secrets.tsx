import { type ReactElement, useRef, useState } from 'react';
import type { SecretsView } from '../../../shared/rpc/shell-api.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { SaveNote } from './save-note.tsx';
import { type SecretField, SecretValue } from './secret-field.tsx';
import styles from './settings.module.css';
import { useAsked } from './use-asked.ts';

interface OpenProps {
	readonly isLocked: boolean;
}

/** What a store waits for before it takes or gives anything. Nothing where it waits for nothing. */
export function OpenSecrets({ state, isLocked }: OpenProps & Pick<SecretsView, 'state'>): ReactElement | null {
	switch (state) {
		case 'locked':
			return <Unlock isLocked={isLocked} />;
		case 'new':
			return <FirstPassphrase isLocked={isLocked} />;
		case 'needs-consent':
			return <Consent isLocked={isLocked} />;
		default:
			return null;
	}
}

function Unlock({ isLocked }: OpenProps): ReactElement {
	const client = useClient();
	const { state, ask } = useAsked();
	const field = useRef<SecretField>(null);
	const unlock = (): void => {
		const passphrase = field.current?.take() ?? '';
		if (passphrase !== '') void ask(client.shell.openSecrets({ with: 'passphrase', passphrase }));
	};
	return (
		<form
			className={styles.form}
			aria-label="Unlock the secrets"
			onSubmit={(event) => {
				event.preventDefault();
				unlock();
			}}
		>
			<SecretValue label="Passphrase" field={field} isDisabled={isLocked} />
			<Button type="submit" variant="primary" isDisabled={isLocked} className={styles.submit}>
				Unlock
			</Button>
			<div className={styles.wide}>
				<SaveNote state={state} />
			</div>
		</form>
	);
}

function FirstPassphrase({ isLocked }: OpenProps): ReactElement {
	const client = useClient();
	const { state, ask } = useAsked();
	const [wanted, setWanted] = useState<string | null>(null);
	const first = useRef<SecretField>(null);
	const second = useRef<SecretField>(null);
	const choose = (): void => {
		const passphrase = first.current?.take() ?? '';
		const again = second.current?.take() ?? '';
		if (passphrase === '') return setWanted('Type a passphrase first; several words are best.');
		if (passphrase !== again) return setWanted('The two are not the same. Type both again.');
		setWanted(null);
		void ask(client.shell.openSecrets({ with: 'passphrase', passphrase }));
	};
	return (
		<form
			className={styles.form}
			aria-label="Choose a passphrase"
			onSubmit={(event) => {
				event.preventDefault();
				choose();
			}}
		>
			<p className={styles.wide}>
				Without a passphrase, secrets are forgotten when Signalbox ends. With one, they are kept in a file that only it
				opens. The passphrase itself is kept nowhere: if you lose it, the secrets are lost too.
			</p>
			<SecretValue label="Choose a passphrase" field={first} isDisabled={isLocked} />
			<SecretValue label="The same again" field={second} isDisabled={isLocked} />
			<Button type="submit" variant="primary" isDisabled={isLocked} className={styles.submit}>
				Set passphrase
			</Button>
			<div className={styles.wide}>
				{wanted !== null && (
					<p className={styles.wanted} role="alert">
						{wanted}
					</p>
				)}
				<SaveNote state={state} />
			</div>
		</form>
	);
}

function Consent({ isLocked }: OpenProps): ReactElement {
	const client = useClient();
	const { state, ask } = useAsked();
	return (
		<div className={styles.consent}>
			<Button isDisabled={isLocked} onPress={() => void ask(client.shell.openSecrets({ with: 'consent' }))}>
				Keep secrets there all the same
			</Button>
			<SaveNote state={state} />
		</div>
	);
}

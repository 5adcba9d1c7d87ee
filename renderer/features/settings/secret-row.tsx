import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import type { SecretEntry } from '../../../shared/rpc/shell-api.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Time } from '../../ui/time.tsx';
import { SaveNote } from './save-note.tsx';
import { type SecretField, SecretValue } from './secret-field.tsx';
import styles from './settings.module.css';
import { useAsked } from './use-asked.ts';

/** A secret by its name. Removing needs no key: whoever forgot the passphrase begins anew this way. */
export function SecretRow(props: {
	readonly entry: SecretEntry;
	readonly canSet: boolean;
	readonly isLocked: boolean;
}): ReactElement {
	const { entry, canSet, isLocked } = props;
	const [open, setOpen] = useState<'replace' | 'remove' | null>(null);
	const { state, ask } = useAsked();
	const close = (): void => setOpen(null);
	return (
		<li className={styles.secret}>
			<span className="mono">{entry.name}</span>
			<span className={styles.setAt}>
				set <Time at={entry.setAt} />
			</span>
			{!isLocked && open === null && (
				<span className={styles.secretActions}>
					{canSet && (
						<Button size="s" aria-label={`Replace ${entry.name}`} onPress={() => setOpen('replace')}>
							Replace
						</Button>
					)}
					<Button size="s" variant="quiet" aria-label={`Remove ${entry.name}`} onPress={() => setOpen('remove')}>
						Remove
					</Button>
				</span>
			)}
			{open === 'replace' && <Replace name={entry.name} ask={ask} onClose={close} />}
			{open === 'remove' && <Remove name={entry.name} ask={ask} onClose={close} />}
			<div className={styles.wide}>
				<SaveNote state={state} />
			</div>
		</li>
	);
}

interface Change {
	readonly name: string;
	readonly ask: ReturnType<typeof useAsked>['ask'];
	readonly onClose: () => void;
}

/** Escape within the element closes it, as it closes a dialog. */
function useEscape<T extends HTMLElement>(onClose: () => void): RefObject<T | null> {
	const place = useRef<T>(null);
	useEffect(() => {
		const element = place.current;
		const press = (event: KeyboardEvent): void => {
			if (event.key === 'Escape') onClose();
		};
		element?.addEventListener('keydown', press);
		return () => element?.removeEventListener('keydown', press);
	}, [onClose]);
	return place;
}

function Replace({ name, ask, onClose }: Change): ReactElement {
	const place = useEscape<HTMLFormElement>(onClose);
	const client = useClient();
	const value = useRef<SecretField>(null);
	async function replace(): Promise<void> {
		const typed = value.current?.take() ?? '';
		if (typed !== '' && (await ask(client.shell.setSecret({ name, value: typed })))) onClose();
	}
	return (
		<form
			className={styles.change}
			ref={place}
			onSubmit={(event) => {
				event.preventDefault();
				void replace();
			}}
		>
			<SecretValue label={`New value of ${name}`} field={value} isFocused />
			<Button type="submit" size="s">
				Replace
			</Button>
			<Button size="s" variant="quiet" onPress={onClose}>
				Cancel
			</Button>
		</form>
	);
}

function Remove({ name, ask, onClose }: Change): ReactElement {
	const place = useEscape<HTMLDivElement>(onClose);
	const client = useClient();
	return (
		<div className={styles.change} role="group" aria-label={`Remove ${name}`} ref={place}>
			<p>Connections that use it will fail until it is set again.</p>
			<Button size="s" variant="danger" autoFocus onPress={() => void ask(client.shell.removeSecret({ name }))}>
				Remove {name}
			</Button>
			<Button size="s" variant="quiet" onPress={onClose}>
				Keep it
			</Button>
		</div>
	);
}

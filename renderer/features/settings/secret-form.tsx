import { type ReactElement, useRef, useState } from 'react';
import { secretNamePattern, secretNameWords } from '../../../shared/domain/secret-name.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { SaveNote } from './save-note.tsx';
import { type SecretField, SecretValue } from './secret-field.tsx';
import styles from './settings.module.css';
import { useAsked } from './use-asked.ts';

function nameTrouble(name: string, names: readonly string[]): string | undefined {
	if (name === '') return undefined;
	if (!secretNamePattern.test(name)) return `Use ${secretNameWords}.`;
	return names.includes(name) ? 'There is a secret by this name. Replace it in its row.' : undefined;
}

/** Adds a secret. The value leaves its field at the press, whatever becomes of it. */
export function SecretForm(props: { readonly names: readonly string[]; readonly isLocked: boolean }): ReactElement {
	const { names, isLocked } = props;
	const client = useClient();
	const { state, ask } = useAsked();
	const [name, setName] = useState('');
	const [wanted, setWanted] = useState<string | null>(null);
	const value = useRef<SecretField>(null);
	const trouble = state.kind === 'saving' ? undefined : nameTrouble(name, names);

	async function add(): Promise<void> {
		if (name === '' || trouble !== undefined) return setWanted('Give it a name first.');
		const typed = value.current?.take() ?? '';
		if (typed === '') return setWanted('Type the value first.');
		setWanted(null);
		if (await ask(client.shell.setSecret({ name, value: typed }))) setName('');
	}

	return (
		<form
			className={styles.form}
			aria-label="Add a secret"
			onSubmit={(event) => {
				event.preventDefault();
				void add();
			}}
		>
			<Field
				label="Name"
				value={name}
				onChange={setName}
				error={trouble}
				isDisabled={isLocked}
				placeholder="haproxy-password"
				mono
			/>
			<SecretValue label="Value" field={value} isDisabled={isLocked} />
			<Button type="submit" isDisabled={isLocked} className={styles.submit}>
				Add
			</Button>
			<div className={styles.wide}>
				{wanted !== null && <p className={styles.wanted}>{wanted}</p>}
				<SaveNote state={state} />
				{state.kind === 'failed' && <p className={styles.hint}>The value is not kept here: type it again.</p>}
			</div>
		</form>
	);
}

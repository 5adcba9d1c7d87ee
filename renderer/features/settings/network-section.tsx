import type { ReactElement } from 'react';
import type { ShellSettings } from '../../../shared/shell/settings.ts';
import { OneOf } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { networkTrouble } from './network-trouble.ts';
import { SaveNote } from './save-note.tsx';
import { Section } from './section.tsx';
import styles from './settings.module.css';
import { useSaved } from './use-saved.ts';
import type { SectionProps } from './window-sections.tsx';

const proxies = [
	{ id: 'system', label: 'As the system' },
	{ id: 'direct', label: 'None' },
	{ id: 'manual', label: 'This one' },
] as const;

/** How connectors reach targets and metrics. */
export function NetworkSection({ view, isLocked }: SectionProps): ReactElement {
	const { network } = view.settings;
	const proxy = useSaved(network.proxy, (now, value) => ({ network: { ...now.network, proxy: value } }));
	return (
		<Section title="Network" about="How targets and metrics are asked. This machine itself is always asked directly.">
			<OneOf label="Proxy" options={proxies} value={proxy.value} onChange={proxy.save} isDisabled={isLocked} />
			<SaveNote state={proxy.state} />
			{proxy.value === 'manual' && (
				<>
					<NetworkField
						name="proxyUrl"
						label="Address of the proxy"
						placeholder="http://proxy.example:3128"
						description="Without a password: settings are a plain file."
						network={network}
						isLocked={isLocked}
					/>
					<NetworkField
						name="noProxy"
						label="Asked directly"
						placeholder="localhost, .internal.example, 10.0.0.0/8"
						description="Hosts, as in NO_PROXY, with commas between them."
						network={network}
						isLocked={isLocked}
					/>
				</>
			)}
			<NetworkField
				name="certificateAuthorities"
				label="Further certificate authorities"
				placeholder="/etc/ssl/company.pem"
				description="A PEM file on this machine; empty for none."
				network={network}
				isLocked={isLocked}
			/>
		</Section>
	);
}

function NetworkField(props: {
	readonly name: 'proxyUrl' | 'noProxy' | 'certificateAuthorities';
	readonly label: string;
	readonly placeholder: string;
	readonly description: string;
	readonly network: ShellSettings['network'];
	readonly isLocked: boolean;
}): ReactElement {
	const { name, label, placeholder, description, network, isLocked } = props;
	const field = useSaved(network[name], (now, value) => ({ network: { ...now.network, [name]: value.trim() } }));
	const trouble = networkTrouble(name, field.value);
	const save = (): void => {
		if (trouble === null && field.value.trim() !== network[name]) field.save(field.value);
	};
	return (
		<div className={styles.stack}>
			<Field
				label={label}
				value={field.value}
				onChange={field.type}
				onBlur={save}
				onKeyDown={(event) => event.key === 'Enter' && save()}
				placeholder={placeholder}
				description={description}
				isDisabled={isLocked}
				error={trouble ?? undefined}
				mono
			/>
			<SaveNote state={field.state} />
		</div>
	);
}

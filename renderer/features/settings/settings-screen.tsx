import { Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ShellView } from '../../../shared/rpc/shell-api.ts';
import { useHost, useShellView } from '../../store/hooks.ts';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { HelpSection } from './help-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { NotificationSections } from './notification-sections.tsx';
import { SecretsSection } from './secrets-section.tsx';
import styles from './settings.module.css';
import { UpdatesSection } from './updates-section.tsx';
import { AppearanceSection, MachineSections } from './window-sections.tsx';

/** What a person may set about Signalbox on this machine. What is deployed and judged stands in signalbox.yaml instead. */
export function SettingsScreen(): ReactElement {
	useTitle('Settings');
	const view = useShellView();
	return (
		<div className={styles.screen}>
			<PageHead
				title="Settings"
				under="Of Signalbox on this machine. What is deployed and judged stands in signalbox.yaml."
			/>
			{view === null ? (
				<div className={styles.waiting}>
					<Skeleton rows={8} label="Waiting for the settings" />
				</div>
			) : (
				<Sections view={view} />
			)}
		</div>
	);
}

function Sections({ view }: { readonly view: ShellView }): ReactElement {
	const { mayAct } = useHost();
	return (
		<>
			{!mayAct && (
				<p className={styles.locked}>
					<Eye size={15} aria-hidden="true" />
					<span>
						Settings can be read here, not changed. To change them from the browser, start Signalbox with{' '}
						<code>--allow-actions</code>.
					</span>
				</p>
			)}
			{view.settingsProblem !== null && (
				<div className={styles.problem}>
					<Problem problem={view.settingsProblem} />
				</div>
			)}
			<AppearanceSection view={view} isLocked={!mayAct} />
			<NotificationSections view={view} isLocked={!mayAct} />
			<MachineSections view={view} isLocked={!mayAct} />
			<NetworkSection view={view} isLocked={!mayAct} />
			<SecretsSection secrets={view.secrets} isLocked={!mayAct} />
			<UpdatesSection view={view} isLocked={!mayAct} />
			<HelpSection view={view} isLocked={!mayAct} />
		</>
	);
}

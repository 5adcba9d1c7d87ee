import type { ReactElement } from 'react';
import { useRoomSnapshot, useShellView } from '../store/hooks.ts';
import { Dialog } from '../ui/dialog.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import styles from './about-dialog.module.css';
import { Licences } from './licences.tsx';

type Row = readonly [name: string, value: string | null | undefined];

const systems: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Which Signalbox this is, made of what, and where it keeps its data. */
export function AboutDialog({
	isOpen,
	onClose,
}: {
	readonly isOpen: boolean;
	readonly onClose: () => void;
}): ReactElement {
	const view = useShellView();
	const host = useRoomSnapshot(({ room }) => room?.host ?? null);
	const versions = view?.versions;
	const rows: readonly Row[] = [
		['Signalbox', versions?.signalbox ?? host?.version],
		['Runs as', view === null ? null : view.host === 'desktop' ? 'desktop application' : 'browser host'],
		['System', view === null ? null : (systems[view.platform] ?? view.platform)],
		['Electron', versions?.electron],
		['Chromium', versions?.chromium],
		['Node', versions?.node],
		['Data folder', host?.dataFolder],
	];
	const known = rows.filter((row): row is readonly [string, string] => typeof row[1] === 'string');
	return (
		<Dialog title="About Signalbox" size="l" isOpen={isOpen} onClose={onClose}>
			<div className={styles.about}>
				<p className="dim">A release control room: what is shipping, is it healthy, what do I do.</p>
				<dl>
					{known.map(([name, value]) => (
						<div key={name} className={styles.row}>
							<dt>{name}</dt>
							<dd className="mono">{value}</dd>
						</div>
					))}
				</dl>
				<Licences />
				<div>
					<CopyButton
						label="Copy versions"
						done="Versions copied"
						make={() => known.map(([name, value]) => `${name}: ${value}`).join('\n')}
					/>
				</div>
			</div>
		</Dialog>
	);
}

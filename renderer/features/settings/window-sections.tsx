import type { ReactElement } from 'react';
import { formatNumber } from '../../../shared/domain/format.ts';
import type { ShellView } from '../../../shared/rpc/shell-api.ts';
import { nextZoom } from '../../../shared/shell/zoom.ts';
import { useChooseTheme } from '../../store/appearance.ts';
import { useDesk } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { SaveNote } from './save-note.tsx';
import { Section } from './section.tsx';
import styles from './settings.module.css';
import { useSaved } from './use-saved.ts';

export interface SectionProps {
	readonly view: ShellView;
	/** This window may not change anything. */
	readonly isLocked: boolean;
}

const themes = [
	{ id: 'system', label: 'As the system' },
	{ id: 'light', label: 'Light' },
	{ id: 'dark', label: 'Dark' },
] as const;

export function AppearanceSection({ view, isLocked }: SectionProps): ReactElement {
	const choose = useChooseTheme();
	const drawn = useDesk((desk) => desk.preferences.theme);
	const theme = useSaved(drawn, () => ({}), choose);
	return (
		<Section title="Appearance" about={isLocked ? 'The theme of this window can be chosen here as well.' : undefined}>
			<OneOf label="Theme" options={themes} value={theme.value} onChange={theme.save} />
			<SaveNote state={theme.state} />
			{view.host === 'desktop' ? (
				<Zoom view={view} isLocked={isLocked} />
			) : (
				<p className={styles.hint}>The browser has its own zoom.</p>
			)}
		</Section>
	);
}

function Zoom({ view, isLocked }: SectionProps): ReactElement {
	const zoom = useSaved(view.settings.zoom, (_, value) => ({ zoom: value }));
	const percent = `${formatNumber(zoom.value * 100)} %`;
	return (
		<div className={styles.field}>
			<span className={styles.label} id="zoom-label">
				Zoom
			</span>
			<div className={styles.row} role="group" aria-labelledby="zoom-label">
				<Button
					size="s"
					aria-label="Smaller"
					isDisabled={isLocked}
					onPress={() => zoom.save(nextZoom(zoom.value, 'out'))}
				>
					−
				</Button>
				<output className={styles.figure}>{percent}</output>
				<Button
					size="s"
					aria-label="Larger"
					isDisabled={isLocked}
					onPress={() => zoom.save(nextZoom(zoom.value, 'in'))}
				>
					+
				</Button>
				<Button size="s" variant="quiet" isDisabled={isLocked || zoom.value === 1} onPress={() => zoom.save(1)}>
					Reset to 100 %
				</Button>
			</div>
			<SaveNote state={zoom.state} />
		</div>
	);
}

/** What only a desktop has: a tray, and a machine to keep awake. */
export function MachineSections({ view, isLocked }: SectionProps): ReactElement {
	const { tray, power } = view.settings;
	const keepRunning = useSaved(tray.keepRunning, (now, value) => ({ tray: { ...now.tray, keepRunning: value } }));
	const keepAwake = useSaved(power.keepAwake, (now, value) => ({ power: { ...now.power, keepAwake: value } }));
	if (view.host === 'browser') {
		return (
			<Section title="Window, tray and power">
				<p className={styles.hint}>
					A browser has no tray and cannot keep this machine awake. Start Signalbox as a desktop application for both.
				</p>
			</Section>
		);
	}
	return (
		<>
			<Section
				title="Window and tray"
				about="While something ships, Signalbox always stays when its last window is closed."
			>
				<Switch
					label="Stay in the tray also when nothing ships"
					isOn={keepRunning.value}
					onChange={keepRunning.save}
					isDisabled={isLocked}
				/>
				<SaveNote state={keepRunning.state} />
			</Section>
			<Section title="Power">
				<Switch
					label="Keep this machine from sleeping while something ships"
					isOn={keepAwake.value}
					onChange={keepAwake.save}
					isDisabled={isLocked}
				/>
				<SaveNote state={keepAwake.state} />
			</Section>
		</>
	);
}

import { CircleHelp, Monitor, Moon, Search, Sun } from 'lucide-react';
import type { ReactElement } from 'react';
import { useChooseTheme } from '../store/appearance.ts';
import { useStores } from '../store/context.tsx';
import type { Theme } from '../store/desk-store.ts';
import { useDesk } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Menu } from '../ui/menu.tsx';
import { Brand } from './brand.tsx';
import { ConnectionSummary } from './connection-summary.tsx';
import { NoticesButton } from './notices-panel.tsx';
import type { Overlays } from './use-overlays.ts';
import styles from './top-bar.module.css';

export function TopBar({ isKnown, open }: { readonly isKnown: boolean; readonly open: Overlays }): ReactElement {
	return (
		<header className={styles.top}>
			<a href="#/" className={styles.home} aria-label="Signalbox, to the board">
				<Brand />
			</a>
			<button
				type="button"
				data-tour="search"
				className={styles.search}
				onClick={() => open.show('palette')}
				aria-keyshortcuts="Control+K Meta+K"
			>
				<Search size={14} aria-hidden="true" />
				<span>Find a service, release or command</span>
				<Kbd keys="Mod+K" />
			</button>
			<div className={styles.right}>
				{isKnown && <ConnectionSummary />}
				{isKnown && <NoticesButton open={open} />}
				<ThemeMenu />
				<Button
					variant="quiet"
					icon={<CircleHelp size={16} />}
					aria-label="Keyboard reference"
					onPress={() => open.show('keys')}
					className={styles.tool}
				/>
			</div>
		</header>
	);
}

const themes: readonly { readonly id: Theme; readonly label: string }[] = [
	{ id: 'light', label: 'Light' },
	{ id: 'dark', label: 'Dark' },
	{ id: 'system', label: 'As the system' },
];

function ThemeMenu(): ReactElement {
	const choose = useChooseTheme();
	const { desk } = useStores();
	const theme = useDesk((state) => state.preferences.theme);
	const Icon = theme === 'light' ? Sun : theme === 'dark' ? Moon : Monitor;
	return (
		<Menu
			label="Theme"
			trigger={
				<Button
					variant="quiet"
					icon={<Icon size={16} />}
					aria-label={`Theme: ${themes.find((each) => each.id === theme)?.label ?? ''}`}
					className={styles.tool}
				/>
			}
			entries={themes.map(({ id, label }) => ({
				id,
				label,
				isChosen: id === theme,
				onAction: () =>
					void choose(id).then((result) => {
						if (!result.ok) desk.refuse(result.problem);
					}),
			}))}
		/>
	);
}

import { type ReactElement, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { useDesk, useIsStale } from '../store/hooks.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Banners } from './banners.tsx';
import { KeyboardDialog } from './keyboard-dialog.tsx';
import { SamplePanel } from './sample-panel.tsx';
import styles from './shell.module.css';
import { SideNav } from './side-nav.tsx';
import { Toaster } from './toaster.tsx';
import { TopBar } from './top-bar.tsx';
import { RollbackKey, useShortcuts } from './use-shortcuts.tsx';

type Overlay = 'palette' | 'keys' | null;

/** What stands around every screen. Until the first snapshot it shows its own frame and where the rows will be. */
export function Shell({
	isKnown,
	children,
}: {
	readonly isKnown: boolean;
	readonly children: ReactNode;
}): ReactElement {
	const [overlay, setOverlay] = useState<Overlay>(null);
	const close = useCallback(() => setOverlay(null), []);
	const main = useRef<HTMLElement>(null);
	const isStale = useIsStale();
	useTheme();
	useFocusOnScreenChange(main);
	useShortcuts({ openPalette: () => setOverlay('palette'), openKeys: () => setOverlay('keys') });
	return (
		<div className={styles.app}>
			<a className={styles.skip} href="#main" onClick={(event) => skipTo(event, main.current)}>
				Skip to the screen
			</a>
			<TopBar isKnown={isKnown} onSearch={() => setOverlay('palette')} onKeys={() => setOverlay('keys')} />
			<aside className={styles.side}>
				<SideNav isKnown={isKnown} />
				{isKnown && <SamplePanel />}
			</aside>
			<div className={styles.content}>
				<Banners isKnown={isKnown} />
				<main id="main" ref={main} tabIndex={-1} className={styles.main} data-stale={isStale && isKnown}>
					{isKnown ? children : <Waiting />}
				</main>
			</div>
			{isKnown && (
				<>
					<CommandPalette isOpen={overlay === 'palette'} onClose={close} onKeys={() => setOverlay('keys')} />
					<RollbackKey />
					<Toaster />
				</>
			)}
			<KeyboardDialog isOpen={overlay === 'keys'} onClose={close} />
		</div>
	);
}

function Waiting(): ReactElement {
	return (
		<div className={styles.waiting}>
			<h1 className="hidden-text">Signalbox</h1>
			<Skeleton rows={8} label="Waiting for the control room" />
		</div>
	);
}

/** The hash is the address of a screen, so the skip link moves the focus itself. */
function skipTo(event: { preventDefault(): void }, main: HTMLElement | null): void {
	event.preventDefault();
	main?.focus();
}

function useTheme(): void {
	const theme = useDesk((desk) => desk.preferences.theme);
	useEffect(() => {
		const root = document.documentElement;
		if (theme === 'system') delete root.dataset['theme'];
		else root.dataset['theme'] = theme;
	}, [theme]);
}

/** After a change of screen the focus goes to its heading, so that the next Tab starts there and it is read out. */
function useFocusOnScreenChange(main: { readonly current: HTMLElement | null }): void {
	const [location] = useLocation();
	const before = useRef(location);
	useEffect(() => {
		if (before.current === location) return;
		before.current = location;
		const heading = main.current?.querySelector('h1');
		(heading ?? main.current)?.focus({ preventScroll: true });
		main.current?.scrollTo({ top: 0 });
	}, [location, main]);
}

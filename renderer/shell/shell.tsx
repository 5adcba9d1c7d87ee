import { type ReactElement, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { inFlightOf } from '../../shared/shell/in-flight.ts';
import { shippingTitle } from '../features/deployment/shipping-title.ts';
import { WallScreen } from '../features/wall/wall-screen.tsx';
import { addresses, screenOf } from '../store/address.ts';
import { useThemeOfWindow } from '../store/appearance.ts';
import { useIsStale, useRoomSnapshot } from '../store/hooks.ts';
import { ShowContext } from '../store/show-context.ts';
import { ShippingTitle } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Banners } from './banners.tsx';
import { Overlays } from './overlays.tsx';
import { SamplePanel } from './sample-panel.tsx';
import { ShellOrders } from './shell-orders.tsx';
import styles from './shell.module.css';
import { SideNav } from './side-nav.tsx';
import { Toaster } from './toaster.tsx';
import { TopBar } from './top-bar.tsx';
import { type Overlays as Open, useOverlays } from './use-overlays.ts';
import { RollbackKey, useShortcuts } from './use-shortcuts.tsx';

interface ShellProps {
	readonly isKnown: boolean;
	readonly children: ReactNode;
}

/** What stands around every screen. Until the first snapshot it shows its own frame and where the rows will be. */
export function Shell({ isKnown, children }: ShellProps): ReactElement {
	const main = useRef<HTMLElement>(null);
	const open = useOverlays(main);
	const [location] = useLocation();
	const isWall = `#${location}` === addresses.wall;
	useThemeOfWindow();
	useShortcuts(open.show);
	return (
		<ShowContext value={open.show}>
			<ShippingTitle value={useShippingTitle()}>
				{isWall ? (
					<main ref={main}>{isKnown ? <WallScreen /> : <Waiting />}</main>
				) : (
					<Frame main={main} open={open} isKnown={isKnown}>
						{children}
					</Frame>
				)}
				{isKnown && (
					<>
						<ShellOrders show={open.show} />
						<RollbackKey />
						<Toaster isOwnOnly={isWall} />
					</>
				)}
				<Overlays open={open} isKnown={isKnown} />
			</ShippingTitle>
		</ShowContext>
	);
}

function Frame(
	props: ShellProps & { readonly main: RefObject<HTMLElement | null>; readonly open: Open },
): ReactElement {
	const { main, open, isKnown, children } = props;
	const isStale = useIsStale();
	useFocusOnScreenChange(main);
	return (
		<div className={styles.app}>
			<a className={styles.skip} href="#main" onClick={(event) => skipTo(event, main.current)}>
				Skip to the screen
			</a>
			<TopBar isKnown={isKnown} open={open} />
			<aside className={styles.side}>
				<SideNav isKnown={isKnown} />
				{isKnown && <SamplePanel onTour={() => open.show('tour')} />}
			</aside>
			<div className={styles.content}>
				<Banners isKnown={isKnown} />
				<main id="main" ref={main} tabIndex={-1} className={styles.main} data-stale={isStale && isKnown}>
					{isKnown ? children : <Waiting />}
				</main>
			</div>
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

function useShippingTitle(): string {
	return useRoomSnapshot(({ room }) => (room === null ? '' : shippingTitle(inFlightOf(room))));
}

/** The hash is the address of a screen, so the skip link moves the focus itself. */
function skipTo(event: { preventDefault(): void }, main: HTMLElement | null): void {
	event.preventDefault();
	main?.focus();
}

/** After a change of screen the focus goes to its heading, so that the next Tab starts there and it is read out. */
function useFocusOnScreenChange(main: RefObject<HTMLElement | null>): void {
	const screen = screenOf(useLocation()[0]);
	const before = useRef(screen);
	useEffect(() => {
		if (before.current === screen) return;
		before.current = screen;
		const heading = main.current?.querySelector('h1');
		(heading ?? main.current)?.focus({ preventScroll: true });
		main.current?.scrollTo({ top: 0 });
	}, [screen, main]);
}

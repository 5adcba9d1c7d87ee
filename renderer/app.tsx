/** The whole window: providers outside, the shell around, one screen inside. */
import type { ReactElement } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { RefusedScreen } from './shell/refused-screen.tsx';
import { Screens } from './shell/screens.tsx';
import { Shell } from './shell/shell.tsx';
import { type Stores, StoresProvider } from './store/context.tsx';
import { useRoomSnapshot } from './store/hooks.ts';
import { AnnouncerProvider } from './ui/announcer.tsx';
import { type Ticker, TickerProvider } from './ui/clock.tsx';

export function App({ stores, ticker }: { readonly stores: Stores; readonly ticker: Ticker }): ReactElement {
	return (
		<StoresProvider stores={stores}>
			<TickerProvider ticker={ticker}>
				<AnnouncerProvider>
					<Router hook={useHashLocation}>
						<Room />
					</Router>
				</AnnouncerProvider>
			</TickerProvider>
		</StoresProvider>
	);
}

function Room(): ReactElement {
	const link = useRoomSnapshot((snapshot) => snapshot.link);
	const isKnown = useRoomSnapshot((snapshot) => snapshot.room !== null);
	if (link.state === 'refused') return <RefusedScreen problem={link.problem} />;
	return <Shell isKnown={isKnown}>{isKnown && <Screens />}</Shell>;
}

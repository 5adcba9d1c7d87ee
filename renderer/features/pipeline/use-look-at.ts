/** Tells the host which services are on screen, so that it asks their pipelines more often. */
import { useEffect } from 'react';
import { useClient } from '../../store/hooks.ts';

/** The host forgets a minute after it was told, ms. */
const everyMs = 30_000;
/** A list that is scrolled settles first, ms. */
const settleMs = 400;

/** `services`: names, stable while they are the same; an empty list tells nothing. A hidden window looks at nothing. */
export function useLookAt(services: readonly string[]): void {
	const client = useClient();
	useEffect(() => {
		if (services.length === 0) return;
		const tell = (): void => {
			// A question whose answer matters to nobody: the next one comes by itself.
			if (!document.hidden) void client.pipelines.lookAt({ services: [...services] });
		};
		const first = setTimeout(tell, settleMs);
		const timer = setInterval(tell, everyMs);
		return () => {
			clearTimeout(first);
			clearInterval(timer);
		};
	}, [client, services]);
}

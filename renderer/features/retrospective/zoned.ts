/** Instants in the reporting zone, which is printed once above them. */
import { useMemo } from 'react';

/** "3 Oct 2026, 10:12", in `zone`. */
export function useZoned(zone: string): (at: number) => string {
	return useMemo(() => {
		const format = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			day: 'numeric',
			month: 'short',
			year: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
		});
		return (at) => format.format(at);
	}, [zone]);
}

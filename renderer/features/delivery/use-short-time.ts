/** Instants in the reporting zone, which is printed once above them. */
import { useMemo } from 'react';
import { useRoom } from '../../store/hooks.ts';

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
			hourCycle: 'h23',
		});
		return (at) => format.format(at).replace('Sept', 'Sep');
	}, [zone]);
}

/** Short enough for tables: "3 Oct, 10:12"; with the year where it is not this one. */
export function useShortTime(zone: string): (at: number) => string {
	const year = useRoom((room) => room.delivery.today.slice(0, 4));
	const zoned = useZoned(zone);
	return useMemo(() => (at) => zoned(at).replace(` ${year},`, ','), [zoned, year]);
}

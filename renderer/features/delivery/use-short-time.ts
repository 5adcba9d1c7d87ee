/** Instants in the reporting zone, short enough for tables: the zone stands above them. */
import { useMemo } from 'react';
import { useRoom } from '../../store/hooks.ts';

/** "3 Oct, 10:12"; with the year where it is not this one. */
export function useShortTime(zone: string): (at: number) => string {
	const year = useRoom((room) => room.delivery.today.slice(0, 4));
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
		return (at) => format.format(at).replace(` ${year},`, ',').replace('Sept', 'Sep');
	}, [zone, year]);
}

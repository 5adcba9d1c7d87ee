/** Tells the screens what happened, in order. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Clock } from './ports.ts';

export type Tell = (events: readonly RecordedEvent[], when: { readonly afterTheOrder: boolean }) => void;

/** `afterTheOrder`: on the way back the order to the target leaves this process first. */
export function createTeller(
	clock: Pick<Clock, 'after'>,
	onChange: (recorded: readonly RecordedEvent[]) => void,
): Tell {
	let untold: (readonly RecordedEvent[])[] = [];

	function tellAll(): void {
		const waiting = untold;
		untold = [];
		for (const events of waiting) onChange(events);
	}

	return (events, { afterTheOrder }) => {
		untold.push(events);
		if (afterTheOrder) clock.after(0, tellAll);
		else tellAll();
	};
}

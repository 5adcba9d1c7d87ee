/** Decisions of clicks: each once, and one after the other. */
import type { Result } from '../../../shared/domain/result.ts';
import { createLane } from '../lane.ts';
import { createOnce } from '../pipelines/once.ts';
import type { DeliveryDecisions } from './decisions.ts';

/**
 * A click that arrives twice acts once, also where the first is still being written. One decision waits for the other, because what
 * it is held against must be there.
 */
export function clickedOnce(made: DeliveryDecisions): DeliveryDecisions {
	const lane = createLane();
	const acting = <T extends { readonly duplicate: boolean }>() => {
		const once = createOnce<T>();
		return <I extends { readonly idempotencyKey: string }, C>(act: (input: I, caller: C) => Promise<Result<T>>) =>
			(input: I, caller: C) =>
				once.run(input.idempotencyKey, () => lane.run(() => act(input, caller)));
	};
	const plain = acting<{ readonly duplicate: boolean }>();
	const naming = acting<{ readonly duplicate: boolean; readonly id: string }>();
	return {
		noteIncident: naming(made.noteIncident),
		withdrawIncident: plain(made.withdrawIncident),
		link: plain(made.link),
		quarantine: plain(made.quarantine),
		endQuarantine: plain(made.endQuarantine),
		answerMaturity: plain(made.answerMaturity),
		writeNotes: plain(made.writeNotes),
		takeAction: naming(made.takeAction),
	};
}

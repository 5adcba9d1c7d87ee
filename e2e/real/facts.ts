/** What the journal says of a deployment, in the shape that tests ask for. */
import type { DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { ReplayView } from '../../shared/rpc/views.ts';

export function eventsOf(replay: ReplayView): readonly RecordedEvent[] {
	return replay.frames.map(({ recorded }) => recorded);
}

/** States that the deployment went through, each once in a row. */
export function statesOf(replay: ReplayView): readonly string[] {
	const states = replay.frames.map(({ view }) => view.deployment.state);
	return states.filter((state, index) => state !== states[index - 1]);
}

interface TrafficChange {
	readonly green: number;
	readonly wantedAt: number;
	readonly confirmedAt: number;
}

/** Every split that was asked for and confirmed, with the journal's instants, ms since the epoch. */
export function trafficChanges(replay: ReplayView): readonly TrafficChange[] {
	const events = eventsOf(replay);
	return events.flatMap(({ event, at }): TrafficChange[] => {
		if (event.type !== 'effect-intended' || event.effect.kind !== 'set-traffic') return [];
		const done = events.find((other) => isDone(other.event, event.effectId));
		return done === undefined ? [] : [{ green: event.effect.split.green, wantedAt: at, confirmedAt: done.at }];
	});
}

function isDone(event: DeploymentEvent, effectId: string): boolean {
	return event.type === 'effect-done' && event.effectId === effectId;
}

/** Bounds that `count` requests, each sent there with probability `share`, leave less than once in ten thousand runs. */
export function expectedShare(count: number, share: number): { readonly least: number; readonly most: number } {
	const margin = 4 * Math.sqrt(count * share * (1 - share));
	return { least: count * share - margin, most: count * share + margin };
}

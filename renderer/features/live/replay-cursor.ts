/** Moving through a recorded deployment: which frame holds at an instant. Pure; nothing of a deployment is computed here. */
import type { ReplayView } from '../../../shared/rpc/views.ts';

/** What a replay needs to find its way. */
export interface ReplayTrack {
	/** Instant of each frame, never falling: order is by revision, and a clock that jumped back must not hide a frame. */
	readonly times: readonly number[];
	readonly from: number;
	readonly to: number;
}

/** Speeds, times the wall. */
export const replayRates = [1, 10, 60, 600] as const;

/** Makes the track of a recording; its end is that of the last frame or sample, whichever is later. */
export function replayTrack(replay: Pick<ReplayView, 'frames' | 'endedAt'>): ReplayTrack {
	const times: number[] = [];
	for (const { recorded } of replay.frames) times.push(Math.max(recorded.at, times.at(-1) ?? Number.NEGATIVE_INFINITY));
	const from = times[0] ?? replay.endedAt;
	return { times, from, to: Math.max(from, times.at(-1) ?? from, replay.endedAt) };
}

/** Index of the last frame at or before `at`; the first one before the beginning, -1 without any frame. */
export function frameIndexAt(track: ReplayTrack, at: number): number {
	let low = 0;
	let high = track.times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((track.times[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
		else high = middle;
	}
	if (track.times.length === 0) return -1;
	return Math.max(0, low - 1);
}

/** Where the cursor is after `elapsedMs` of the wall at `rate`; it stays within the track. */
export function advance(track: ReplayTrack, at: number, elapsedMs: number, rate: number): number {
	return Math.min(track.to, Math.max(track.from, at + elapsedMs * rate));
}

/** Instant of the next event after `at`; the end when there is none. */
export function nextEventAt(track: ReplayTrack, at: number): number {
	return track.times.find((time) => time > at) ?? track.to;
}

/** Instant of the event before `at`; the beginning when there is none. */
export function previousEventAt(track: ReplayTrack, at: number): number {
	return track.times.findLast((time) => time < at) ?? track.from;
}

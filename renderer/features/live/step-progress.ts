/** Time within a step between two patches, so that clocks run on screen without asking the engine. */
import { formatDuration } from '../../../shared/domain/format.ts';
import type { StepTiming } from '../../../shared/rpc/views.ts';

/** Process time spent in the step at `now`, ms; never beyond its length. */
export function elapsedAt(timing: StepTiming, clockRate: number, now: number): number {
	const since = timing.running ? Math.max(0, now - timing.asOf) * clockRate : 0;
	const elapsed = Math.max(0, timing.elapsedMs + since);
	return timing.durationMs === null ? elapsed : Math.min(elapsed, timing.durationMs);
}

/** Share of the step that has passed, 0..1; null when its length is not known. */
export function progressAt(timing: StepTiming, clockRate: number, now: number): number | null {
	if (timing.durationMs === null || timing.durationMs <= 0) return null;
	return elapsedAt(timing, clockRate, now) / timing.durationMs;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A running clock: `8:12`, `1:02:03`. Cut, never rounded up. */
export function clockSpan(ms: number): string {
	const seconds = Math.floor(Math.max(0, ms) / 1000);
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	const tail = twoDigits(seconds % 60);
	return hours > 0 ? `${hours}:${twoDigits(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** "next look in 18 s"; null when the judge does not look. */
export function nextLookText(timing: StepTiming, now: number): string | null {
	if (timing.nextLookAt === null) return null;
	const left = timing.nextLookAt - now;
	return left < 1000 ? 'looking now' : `next look in ${formatDuration(left)}`;
}

/** "rolls back in 8 min 3 s unless clear by then"; null when no hold runs out. */
export function patienceText(timing: StepTiming, now: number): string | null {
	if (timing.patienceEndsAt === null) return null;
	const left = timing.patienceEndsAt - now;
	return left < 1000 ? 'patience is over: rolling back' : `rolls back in ${formatDuration(left)} unless clear by then`;
}

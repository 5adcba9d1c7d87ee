/** A clock that moves only when told, for tests of everything that waits. */
import type { Clock } from '../ports.ts';

export interface FakeClock extends Clock {
	/** Lets `ms` pass: runs every timer that falls due, in order, and lets what it started settle in between. */
	advance(ms: number): Promise<void>;
	/** Sets the wall clock without any time passing, as a person or NTP does. */
	jump(ms: number): void;
	/** The machine sleeps: the wall clock goes on, nothing runs. As on Linux, monotonic time stands still. */
	sleep(ms: number): void;
	/** Lets everything that is ready run, without time passing. */
	settle(): Promise<void>;
	pending(): number;
}

interface Timer {
	readonly at: number;
	readonly order: number;
	readonly run: () => void;
}

/** Turns of the event loop that are enough for the longest chain of awaits in the engine and an in-memory SQLite. */
const settleTurns = 12;

export function createFakeClock(start = Date.UTC(2026, 10, 23, 14, 0)): FakeClock {
	let monotonic = 0;
	let offset = start;
	let asleepMs = 0;
	let order = 0;
	const timers = new Set<Timer>();

	async function settle(): Promise<void> {
		for (let turn = 0; turn < settleTurns; turn += 1) {
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
	}

	function nextDue(until: number): Timer | null {
		let next: Timer | null = null;
		for (const timer of timers) {
			if (timer.at > until) continue;
			if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
		}
		return next;
	}

	return {
		now: () => Math.round(monotonic + offset),
		monotonic: () => monotonic,
		uptime: () => monotonic + asleepMs,
		after(delayMs, run) {
			order += 1;
			const timer: Timer = { at: monotonic + Math.max(0, delayMs), order, run };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		async advance(ms) {
			const until = monotonic + ms;
			await settle();
			for (let due = nextDue(until); due !== null; due = nextDue(until)) {
				timers.delete(due);
				monotonic = Math.max(monotonic, due.at);
				due.run();
				await settle();
			}
			monotonic = until;
		},
		jump(ms) {
			offset += ms;
		},
		sleep(ms) {
			offset += ms;
			asleepMs += ms;
		},
		settle,
		pending: () => timers.size,
	};
}

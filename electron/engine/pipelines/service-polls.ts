/** Between the loop that asks hosts and the services on screen: how urgent each is, and what an answer means for it. */
import type { Clock } from '../ports.ts';
import type { Board } from './board.ts';
import type { LookReport } from './look-tally.ts';
import type { OpenService } from './open-service.ts';
import type { Poller } from './poller.ts';
import type { RunWatchers } from './run-watch.ts';

export interface ServicePolls {
	/** Begins to ask the service's host. */
	begin(service: OpenService): void;
	/** Takes over what came of a look. */
	looked(service: OpenService, report: LookReport): void;
}

export function createServicePolls(options: {
	readonly clock: Clock;
	readonly poller: Poller;
	readonly watchers: RunWatchers;
	readonly board: Board;
}): ServicePolls {
	const { clock, poller, watchers, board } = options;

	function isOnScreen({ setup, followers, lookedAtUntil }: OpenService): boolean {
		return watchers.isWatched(setup.service) || followers > 0 || lookedAtUntil > clock.now();
	}

	function looked(service: OpenService, report: LookReport): void {
		const before = service.poll;
		const state = stateAfter(report, clock.now());
		// What went wrong with one run alone stands on that run.
		const isOfHost = report.asOf === null || state === 'rate-limited';
		service.poll = {
			state,
			problem: isOfHost ? report.problem : null,
			asOf: report.asOf ?? before.asOf,
			pollMs: before.pollMs,
			clockSkewMs: report.clockSkewMs ?? before.clockSkewMs,
		};
		service.troubleSince = state === 'unreachable' ? (service.troubleSince ?? clock.now()) : null;
		if (state === 'reachable' && before.state !== state) service.desk?.hostIsBack();
		const { service: name } = service.setup;
		const isSeen = before.state !== state || before.problem?.message !== service.poll.problem?.message;
		if (isSeen) board.draw(name);
		else board.touch(name);
		watchers.changed(name);
	}

	return {
		looked,
		begin(service) {
			const { setup, desk, lifetime } = service;
			const runner = setup.pipeline?.runner;
			if (desk === null || runner === undefined || lifetime.signal.aborted) return;
			const { service: name } = setup;
			desk.begin();
			poller.add({
				service: name,
				host: runner.host,
				look: (signal) => desk.watch.look(signal),
				priority() {
					if (isOnScreen(service)) return 'on-screen';
					return desk.watch.isInFlight() ? 'running' : 'idle';
				},
				onLooked: (report) => looked(service, report),
				onPace(pollMs) {
					service.poll = { ...service.poll, pollMs };
				},
			});
			const unsubscribe = runner.onChange?.(() => poller.lookNow(name));
			if (unsubscribe !== undefined) lifetime.signal.addEventListener('abort', unsubscribe, { once: true });
		},
	};
}

function stateAfter(report: LookReport, now: number): OpenService['poll']['state'] {
	const isLimited = report.problem?.code === 'ci-rate-limited' || (report.notBefore !== null && report.notBefore > now);
	if (isLimited) return 'rate-limited';
	return report.asOf === null ? 'unreachable' : 'reachable';
}

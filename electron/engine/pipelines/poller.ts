/** One loop over all services and hosts: who is asked next follows from the plan, and what came of it goes back into it. */
import { learnCost, type PollHost, planPolls, type PollService } from '../../../shared/domain/pipeline/poll-plan.ts';
import type { RateBudget } from '../pipeline-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import type { LookReport } from './look-tally.ts';

/** A service that is asked from time to time. */
export interface Polled {
	readonly service: string;
	readonly host: string;
	look(signal: AbortSignal): Promise<LookReport>;
	priority(): PollService['priority'];
	/** What came of a look, before the next one is planned. */
	onLooked(report: LookReport): void;
	/** The plan changed how often it is asked, ms. */
	onPace(pollMs: number): void;
}

export interface HostBudget {
	readonly budget: RateBudget | null;
	readonly notBefore: number | null;
}

export interface Poller {
	add(polled: Polled): void;
	remove(service: string): void;
	/** Asks as soon as the host allows: something is known to have changed. */
	lookNow(service: string): void;
	/** Priorities changed: plan again. */
	replan(): void;
	host(host: string): HostBudget;
	stop(): void;
}

interface Entry {
	readonly polled: Polled;
	readonly lifetime: AbortController;
	lastAskedAt: number | null;
	failures: number;
	isInFlight: boolean;
	cost: number;
	/** Asked again as soon as the answer under way is there: it may be from before the change. */
	isUrgent: boolean;
	pollMs: number;
}

/** However far away the next question is: the wall clock may be set meanwhile. */
const longestSleepMs = 30_000;
/** Changes that come together are answered by one look. */
const togetherMs = 100;

export function createPoller({ clock, logger }: { readonly clock: Clock; readonly logger: Logger }): Poller {
	const entries = new Map<string, Entry>();
	const hosts = new Map<string, HostBudget>();
	let cancel: () => void = () => undefined;
	let isPlanDue = false;
	let isStopped = false;

	const host = (name: string): HostBudget => hosts.get(name) ?? { budget: null, notBefore: null };

	function pollHosts(): readonly PollHost[] {
		const inFlight = new Map<string, number>();
		for (const { polled, isInFlight } of entries.values()) {
			inFlight.set(polled.host, (inFlight.get(polled.host) ?? 0) + (isInFlight ? 1 : 0));
		}
		return [...inFlight].map(([name, count]) => ({ host: name, ...host(name), inFlight: count }));
	}

	function pollServices(): readonly PollService[] {
		return [...entries.values()].map(({ polled, lastAskedAt, failures, isInFlight, cost }) => ({
			service: polled.service,
			host: polled.host,
			priority: polled.priority(),
			...{ lastAskedAt, failures, isInFlight, cost },
		}));
	}

	function plan(): void {
		isPlanDue = false;
		if (isStopped) return;
		cancel();
		const now = clock.now();
		const { ask, lookAgainAt, pollMs } = planPolls({ hosts: pollHosts(), services: pollServices() }, now);
		for (const [service, pace] of pollMs) {
			const entry = entries.get(service);
			if (entry === undefined || entry.pollMs === pace) continue;
			entry.pollMs = pace;
			entry.polled.onPace(pace);
		}
		for (const service of ask) {
			const entry = entries.get(service);
			if (entry !== undefined) void look(entry);
		}
		if (lookAgainAt === null && entries.size === 0) return;
		const sleepMs = lookAgainAt === null ? longestSleepMs : Math.max(1, lookAgainAt - now);
		cancel = clock.after(Math.min(longestSleepMs, sleepMs), plan);
	}

	function planSoon(afterMs = 0): void {
		if (isPlanDue || isStopped) return;
		isPlanDue = true;
		clock.after(afterMs, plan);
	}

	async function look(entry: Entry): Promise<void> {
		const { polled, lifetime } = entry;
		entry.isInFlight = true;
		entry.isUrgent = false;
		entry.lastAskedAt = clock.now();
		try {
			const report = await polled.look(lifetime.signal);
			if (lifetime.signal.aborted) return;
			learn(entry, report);
			polled.onLooked(report);
		} catch (err) {
			entry.failures += 1;
			logger.error({ service: polled.service, err }, 'a look at a pipeline failed unexpectedly');
		} finally {
			entry.isInFlight = false;
			if (entry.isUrgent) entry.lastAskedAt = null;
			planSoon();
		}
	}

	function learn(entry: Entry, report: LookReport): void {
		const { polled } = entry;
		entry.cost = learnCost(entry.cost, report.spent);
		entry.failures = isOfHost(report) ? entry.failures + 1 : 0;
		const before = host(polled.host);
		hosts.set(polled.host, {
			budget: report.budget ?? before.budget,
			notBefore: laterOf(before.notBefore, report.notBefore, clock.now()),
		});
	}

	return {
		add(polled) {
			entries.set(polled.service, {
				polled,
				lifetime: new AbortController(),
				lastAskedAt: null,
				failures: 0,
				isInFlight: false,
				cost: 1,
				isUrgent: false,
				pollMs: 0,
			});
			planSoon();
		},
		remove(service) {
			entries.get(service)?.lifetime.abort();
			entries.delete(service);
		},
		lookNow(service) {
			const entry = entries.get(service);
			if (entry === undefined) return;
			entry.isUrgent = true;
			if (!entry.isInFlight) entry.lastAskedAt = null;
			planSoon(togetherMs);
		},
		replan: () => planSoon(),
		host,
		stop() {
			isStopped = true;
			cancel();
			for (const { lifetime } of entries.values()) lifetime.abort();
			entries.clear();
		},
	};
}

/** True for what waiting may mend: one run that cannot be understood must not make its whole service wait. */
function isOfHost({ problem, asOf }: LookReport): boolean {
	return problem !== null && (asOf === null || problem.retryable || problem.code === 'ci-rate-limited');
}

/** The later of two instants that still lie ahead. */
function laterOf(one: number | null, other: number | null, now: number): number | null {
	const ahead = [one, other].filter((at) => at !== null).filter((at) => at > now);
	return ahead.length === 0 ? null : Math.max(...ahead);
}

/**
 * Which services to ask their hosts about now. Pure: the same state at the same instant gives the same plan. Nobody starves,
 * because whoever has waited longest, measured in its own interval, comes first.
 */
import { type Allowance, allowanceOf, fastMs, type HostBudget, type Pace, paceOf } from './poll-pace.ts';

export type { HostBudget } from './poll-pace.ts';

/** Questions under way at one host. */
export const mostInFlight = 4;
/** Questions that fail are repeated after 5 s, 10 s, 20 s … and never later than this. */
export const longestBackOffMs = 600_000;
/** Services spread by up to this share of their interval, so that they do not ask in step. */
const jitter = 0.1;

export interface PollHost {
	readonly host: string;
	/** Null: it sets no limit, or has not said so yet. */
	readonly budget: HostBudget | null;
	/** Our clock, ms since the epoch: it refuses everything before. */
	readonly notBefore: number | null;
	/** Questions under way. */
	readonly inFlight: number;
}

export interface PollService {
	readonly service: string;
	readonly host: string;
	readonly priority: 'on-screen' | 'running' | 'idle';
	/** Our clock, ms since the epoch. Null: never, or ask as soon as possible. */
	readonly lastAskedAt: number | null;
	/** In a row. */
	readonly failures: number;
	readonly isInFlight: boolean;
	/** Requests of the budget that one question takes on average; unchanged answers that are free count nothing. Start with 1. */
	readonly cost: number;
}

export interface PollState {
	readonly hosts: readonly PollHost[];
	readonly services: readonly PollService[];
}

export interface PollPlan {
	readonly ask: readonly string[];
	/** When something is due next, though nothing happens until then; null where only an answer makes a difference. */
	readonly lookAgainAt: number | null;
	/** Time between two questions as things are, rounded, ms. */
	readonly pollMs: ReadonlyMap<string, number>;
}

export function planPolls(state: PollState, now: number): PollPlan {
	const plans = state.hosts.map((host) => {
		const services = state.services.filter((service) => service.host === host.host);
		return planHost(host, services, now);
	});
	const times = plans.flatMap(({ lookAgainAt }) => lookAgainAt ?? []);
	return {
		ask: plans.flatMap(({ ask }) => ask),
		lookAgainAt: times.length === 0 ? null : Math.min(...times),
		pollMs: new Map(plans.flatMap(({ pollMs }) => [...pollMs])),
	};
}

/** What a question costs on average, after one more that took `spent` counted requests. */
export function learnCost(before: number, spent: number): number {
	return before * 0.8 + spent * 0.2;
}

/** Even where unchanged answers are free, some change. */
const leastCost = 0.05;

function expectedCost({ cost }: PollService): number {
	return Math.max(leastCost, cost);
}

/** What has to be there before a question is asked: nobody knows beforehand whether its answer is free. */
function worstCost({ cost }: PollService): number {
	return Math.max(1, Math.ceil(cost));
}

interface Turn {
	readonly service: PollService;
	readonly intervalMs: number;
	/** Time since it was asked, in its intervals: due from 1 on. */
	readonly lateness: number;
}

function planHost(host: PollHost, services: readonly PollService[], now: number): PollPlan {
	const allowance = allowanceOf(host.budget, now);
	const pace = paceOf(allowance, demandOf(services));
	const turns = services.filter(({ isInFlight }) => !isInFlight).map((service) => turnOf(service, pace, now));
	const isShut = host.notBefore !== null && host.notBefore > now;
	const asked = isShut ? [] : chosen(turns, mostInFlight - host.inFlight, spendable(allowance, services));
	const pollMs = new Map(services.map((service) => [service.service, roundedMs(intervalOf(service, pace))]));
	return {
		ask: asked.map(({ service }) => service.service),
		lookAgainAt: nextLook({ host, turns, asked, allowance, now }),
		pollMs,
	};
}

function isFast({ priority }: PollService): boolean {
	return priority !== 'idle';
}

function demandOf(services: readonly PollService[]) {
	const sum = (group: readonly PollService[]) => group.reduce((total, service) => total + expectedCost(service), 0);
	return { fast: sum(services.filter(isFast)), idle: sum(services.filter((service) => !isFast(service))) };
}

/** Requests left for new questions, those under way counted at their worst. */
function spendable(allowance: Allowance | null, services: readonly PollService[]): number {
	if (allowance === null) return Number.POSITIVE_INFINITY;
	const underWay = services.filter(({ isInFlight }) => isInFlight);
	return underWay.reduce((left, service) => left - worstCost(service), allowance.requests);
}

/** Without the spread. */
function intervalOf(service: PollService, pace: Pace): number {
	const usual = isFast(service) ? pace.fastMs : pace.idleMs;
	if (service.failures === 0) return usual;
	return Math.max(usual, Math.min(longestBackOffMs, fastMs * 2 ** (service.failures - 1)));
}

function turnOf(service: PollService, pace: Pace, now: number): Turn {
	const intervalMs = intervalOf(service, pace) * (1 + jitter * spread(service.service));
	const { lastAskedAt } = service;
	// An instant ahead of now is from before the clock was set back, and says nothing.
	const isKnown = lastAskedAt !== null && lastAskedAt <= now;
	return { service, intervalMs, lateness: isKnown ? (now - lastAskedAt) / intervalMs : Number.POSITIVE_INFINITY };
}

/** 0..1, always the same for a name (FNV-1a over UTF-16). */
function spread(name: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < name.length; index += 1) {
		hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
	}
	return (hash >>> 0) / 2 ** 32;
}

const ranks = { 'on-screen': 0, running: 1, idle: 2 } as const;

function byUrgency(a: Turn, b: Turn): number {
	if (a.lateness !== b.lateness) return b.lateness > a.lateness ? 1 : -1;
	return ranks[a.service.priority] - ranks[b.service.priority];
}

/** The latest first. Whoever cannot be afforded keeps its place: others would use up what it waits for. */
function chosen(turns: readonly Turn[], slots: number, requests: number): readonly Turn[] {
	const due = turns.filter(({ lateness }) => lateness >= 1).toSorted(byUrgency);
	const asked: Turn[] = [];
	let left = requests;
	for (const turn of due) {
		left -= worstCost(turn.service);
		if (asked.length >= slots || left < 0) break;
		asked.push(turn);
	}
	return asked;
}

function nextLook(facts: {
	readonly host: PollHost;
	readonly turns: readonly Turn[];
	readonly asked: readonly Turn[];
	readonly allowance: Allowance | null;
	readonly now: number;
}): number | null {
	const { host, turns, asked, allowance, now } = facts;
	const waiting = turns.filter((turn) => !asked.includes(turn));
	if (waiting.length === 0 || host.inFlight + asked.length >= mostInFlight) return null;
	const opensAt = Math.max(now + 1, host.notBefore ?? 0);
	const refill = now + (allowance?.refillMs ?? Number.POSITIVE_INFINITY);
	const isShut = host.notBefore !== null && host.notBefore > now;
	// Due, free to be asked and yet not asked: only a new window helps.
	const times = waiting.map((turn) => (turn.lateness >= 1 && !isShut ? refill : dueAt(turn, now)));
	return Math.max(opensAt, Math.min(...times, refill));
}

function dueAt({ lateness, intervalMs }: Turn, now: number): number {
	return lateness >= 1 ? now : now + Math.ceil((1 - lateness) * intervalMs);
}

const dayMs = 86_400_000;

/** Two digits that count, of whole seconds: a figure on screen should not flicker. A day stands for all that is longer. */
function roundedMs(ms: number): number {
	const seconds = Math.max(1, Math.round(Math.min(ms, dayMs) / 1000));
	const step = 10 ** Math.max(0, Math.floor(Math.log10(seconds)) - 1);
	return Math.round(seconds / step) * step * 1000;
}

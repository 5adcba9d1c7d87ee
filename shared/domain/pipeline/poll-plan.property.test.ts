/** Hosts that count, lived through event by event as the engine would: nobody starves and no budget is overdrawn. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { learnCost, mostInFlight, type PollHost, planPolls, type PollService } from './poll-plan.ts';

const start = 1_000_000_000;
const hourMs = 3_600_000;

/** Answers take a while; what was spent is told with each answer. */
interface World {
	/** Null: the host sets none. */
	readonly limit: number | null;
	readonly windowMs: number;
	readonly answerMs: number;
	/** One answer in so many has something new; the others are free where `isUnchangedFree`. */
	readonly changesEach: number;
	readonly isUnchangedFree: boolean;
	readonly idle: number;
	readonly shown: number;
}

interface Life {
	readonly askedAt: ReadonlyMap<string, readonly number[]>;
	/** Least that was left in any window. */
	readonly least: number;
	readonly mostUnderWay: number;
}

function serviceNumber(index: number, shown: number): PollService {
	return {
		...{ service: `service-${index}`, host: 'ci', priority: index < shown ? 'on-screen' : 'idle', lastAskedAt: null },
		...{ failures: 0, isInFlight: false, cost: 1 },
	};
}

function live(world: World, forMs: number): Life {
	const services = new Map<string, PollService>();
	for (let index = 0; index < world.idle + world.shown; index += 1) {
		services.set(`service-${index}`, serviceNumber(index, world.shown));
	}
	const askedAt = new Map<string, number[]>([...services.keys()].map((name) => [name, []]));
	const underWay: { readonly service: PollService; readonly endsAt: number }[] = [];
	let host: PollHost = { host: 'ci', budget: null, notBefore: null, inFlight: 0 };
	let [time, left, resetsAt, answered, mostUnderWay] = [start, world.limit ?? 0, start + world.windowMs, 0, 0];
	let least = left;

	function answer(service: PollService): void {
		answered += 1;
		const spent = world.isUnchangedFree && answered % world.changesEach !== 0 ? 0 : 1;
		left -= spent;
		least = Math.min(least, left);
		services.set(service.service, { ...service, isInFlight: false, cost: learnCost(service.cost, spent) });
		host = { ...host, budget: world.limit === null ? null : { limit: world.limit, remaining: left, resetsAt } };
	}

	function ask(name: string): void {
		const service = services.get(name);
		if (service === undefined) throw new Error(`nobody is called ${name}`);
		const asked = { ...service, isInFlight: true, lastAskedAt: time };
		services.set(name, asked);
		askedAt.get(name)?.push(time);
		underWay.push({ service: asked, endsAt: time + world.answerMs });
	}

	while (time < start + forMs) {
		if (time >= resetsAt) [resetsAt, left] = [resetsAt + world.windowMs, world.limit ?? 0];
		while (underWay[0] !== undefined && underWay[0].endsAt <= time)
			answer(underWay.splice(0, 1)[0]?.service ?? serviceNumber(0, 0));
		const state = { hosts: [{ ...host, inFlight: underWay.length }], services: [...services.values()] };
		const plan = planPolls(state, time);
		plan.ask.forEach(ask);
		mostUnderWay = Math.max(mostUnderWay, underWay.length);
		time = Math.max(time + 1, Math.min(plan.lookAgainAt ?? Infinity, underWay[0]?.endsAt ?? Infinity));
	}
	return { askedAt, least, mostUnderWay };
}

function longestGap(times: readonly number[], endMs: number): number {
	return times.reduce((longest, time, index) => Math.max(longest, (times[index + 1] ?? start + endMs) - time), 0);
}

/** Idle services get at least a quarter of two thirds of each window; what does not fit into one waits for the next. */
function longestWait({ limit, windowMs, idle }: World): number {
	if (limit === null) return 1.5 * 60_000;
	const rounds = (idle / (limit / 6)) * windowMs;
	return 1.2 * Math.max(60_000, rounds) + Math.min(windowMs, 600_000);
}

function expectFair(world: World, forMs: number): Life {
	const life = live(world, forMs);
	expect(life.mostUnderWay).toBeLessThanOrEqual(mostInFlight);
	if (world.limit !== null) expect(life.least).toBeGreaterThanOrEqual(world.limit / 4);
	for (const times of life.askedAt.values()) {
		expect(times.length).toBeGreaterThan(0);
		expect(longestGap(times, forMs)).toBeLessThanOrEqual(longestWait(world));
	}
	return life;
}

describe('300 services over 4 hosts, an hour long', () => {
	it.each<[string, World]>([
		[
			'GitHub: 5 000 an hour, unchanged answers are free',
			{ limit: 5_000, windowMs: hourMs, answerMs: 300, changesEach: 20, isUnchangedFree: true, idle: 74, shown: 1 },
		],
		[
			'a host that counts every answer',
			{ limit: 5_000, windowMs: hourMs, answerMs: 300, changesEach: 1, isUnchangedFree: false, idle: 74, shown: 1 },
		],
		[
			'GitLab: 500 a minute',
			{ limit: 500, windowMs: 60_000, answerMs: 300, changesEach: 1, isUnchangedFree: false, idle: 74, shown: 1 },
		],
		[
			'a window of five minutes, many times over',
			{ limit: 120, windowMs: 300_000, answerMs: 80, changesEach: 2, isUnchangedFree: false, idle: 10, shown: 0 },
		],
		[
			'Jenkins: no limit, and slow',
			{ limit: null, windowMs: hourMs, answerMs: 2_000, changesEach: 1, isUnchangedFree: false, idle: 74, shown: 1 },
		],
	])('%s', (_name, world) => {
		expectFair(world, hourMs);
	});
});

it('asks what is on screen every few seconds while idle services keep within the rest', () => {
	const world = {
		limit: 5_000,
		windowMs: hourMs,
		answerMs: 300,
		changesEach: 20,
		isUnchangedFree: true,
		idle: 72,
		shown: 3,
	};
	const { askedAt } = live(world, 600_000);
	expect(askedAt.get('service-0')?.length).toBeGreaterThan(100);
	expect(askedAt.get('service-70')?.length).toBeGreaterThanOrEqual(8);
});

const anyWorld: fc.Arbitrary<World> = fc.record({
	limit: fc.constantFrom(null, 120, 1_000, 5_000),
	windowMs: fc.constantFrom(300_000, 900_000),
	answerMs: fc.constantFrom(80, 1_500),
	changesEach: fc.constantFrom(2, 10, 50),
	isUnchangedFree: fc.boolean(),
	idle: fc.integer({ min: 1, max: 18 }),
	shown: fc.integer({ min: 0, max: 8 }),
});

test.prop([anyWorld], { numRuns: 8 })('nobody starves, and a quarter of every window is left', (world) => {
	expectFair(world, 900_000);
});

/** What polling GitHub costs, and that nobody waits for a limit without knowing it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../engine/ports.ts';
import { realClock } from '../../../testing/real-world.ts';
import { errorShape } from './fake-github-shapes.ts';
import { type GithubBench, startBench, valueOf } from './testing.ts';

let bench: GithubBench;

beforeEach(async () => {
	bench = await startBench();
});
afterEach(async () => {
	await bench.stop();
	expect(bench.github.complaints).toEqual([]);
});

describe('seventy-five services of one host', () => {
	it('cost only what changed, so that a poll a minute leaves most of an hour of budget', async () => {
		const { github } = bench;
		const run = github.world.addRun();
		const services = Array.from({ length: 75 }, () => bench.runner());
		const round = async () => {
			const before = github.remaining();
			const lists = await Promise.all(services.map((each) => each.listRuns({ branch: 'main', limit: 20 })));
			const inFlight = await Promise.all(services.slice(0, 5).map((each) => each.readRun(String(run.id))));
			const polled = [...lists, ...inFlight].map((each) => valueOf<{ readonly isUnchanged: boolean }>(each));
			return { spent: before - github.remaining(), unchanged: polled.filter((each) => each.isUnchanged).length };
		};
		// The first look at everything: a list each, and for runs in flight the run and its jobs.
		expect(await round()).toEqual({ spent: 75 + 2 * 5, unchanged: 0 });
		expect(await round()).toEqual({ spent: 0, unchanged: 80 });
		github.world.finish(run, github.world.job(run, 'build'), 'success');
		const changed = await round();
		expect(changed.spent).toBeGreaterThan(0);
		expect(changed.spent).toBeLessThanOrEqual(75 + 2 * 5);
		expect(await round()).toEqual({ spent: 0, unchanged: 80 });
		expect(new Set(services.map((each) => each.host)).size).toBe(1);
	});
});

describe('limits', () => {
	it('come back at once with the time when they end, by our clock', async () => {
		const { github } = bench;
		github.world.skew(3_600_000);
		github.fault('rate-limited');
		const before = Date.now();
		const answer = await bench.runner().listRuns({ branch: null, limit: 1 });
		expect(answer).toMatchObject({ problem: { code: 'ci-rate-limited', retryable: true } });
		const notBefore = Number(answer.ok ? 0 : answer.problem.details?.['notBefore']);
		// An hour from now, although the host's clock and its window say two.
		expect(Math.abs(notBefore - before - 3_600_000)).toBeLessThan(60_000);
		expect(github.asked).toHaveLength(1);
	});

	it('are told with the answer that spent the last of the budget', async () => {
		const { github } = bench;
		github.once('GET', /runs$/, {
			status: 200,
			body: { total_count: 0, workflow_runs: [] },
			headers: { 'x-ratelimit-remaining': '0' },
		});
		const polled = valueOf(await bench.runner().listRuns({ branch: null, limit: 1 }));
		expect(polled.budget?.remaining).toBe(0);
		expect(polled.notBefore).toBe(polled.budget?.resetsAt);
	});

	it('of one runner do not stop another in the same process', async () => {
		const { github } = bench;
		github.once('GET', /runs$/, { status: 429, body: errorShape('Too many'), headers: { 'retry-after': '3600' } });
		const [limited, free] = [bench.runner(), bench.runner()];
		expect(await limited.listRuns({ branch: null, limit: 1 })).toMatchObject({ problem: { code: 'ci-rate-limited' } });
		expect(valueOf(await free.listRuns({ branch: null, limit: 1 })).value).toEqual([]);
	});
});

describe('a host that hangs', () => {
	it('does not keep those waiting who stand in the queue behind others', async () => {
		const { github } = bench;
		github.fault('hang');
		// The minute that a call may take is over at once; its twenty seconds on the wire are not.
		const hasty: Clock = { ...realClock, after: (ms, run) => realClock.after(ms === 60_000 ? 200 : ms, run) };
		const runner = bench.runner({ clock: hasty });
		const all = await Promise.all(Array.from({ length: 15 }, () => runner.listRuns({ branch: null, limit: 1 })));
		for (const answer of all) {
			expect(answer).toMatchObject({
				problem: { code: 'ci-unreachable', message: expect.stringMatching(/no answer within/) },
			});
		}
		expect(github.asked.length).toBeLessThan(15);
	});
});

describe('the token', () => {
	it('that is refused or missing is told apart', async () => {
		const wrong = await bench.runner({ token: 'another-token-0123456789' }).listRuns({ branch: null, limit: 1 });
		expect(wrong).toMatchObject({
			problem: { code: 'ci-unauthorised', message: expect.stringMatching(/does not accept the token/) },
		});
		const none = await bench.runner({ hasToken: false }).listRuns({ branch: null, limit: 1 });
		expect(none).toMatchObject({
			problem: { code: 'ci-unauthorised', message: expect.stringMatching(/none is configured/) },
		});
		expect(JSON.stringify([wrong, none])).not.toContain('another-token');
	});
});

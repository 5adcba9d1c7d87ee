import { describe, expect, it } from 'vitest';
import { healthyValues, minute, openTestRoom, type TestRoom } from './testing/test-room.ts';

const environment = (room: TestRoom) => room.engine.state().environments['checkout/production'];
const code = (result: { ok: true } | { ok: false; problem: { code: string } }): string =>
	result.ok ? 'ok' : result.problem.code;

describe('a canary from start to end', () => {
	it('goes 5 % for 15 min, 25 % for 30 min, 100 %, and becomes known good', async () => {
		const room = await openTestRoom();
		expect(code(await room.start())).toBe('ok');
		expect(room.now().state).toBe('analysing');
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
		await room.clock.advance(14 * minute);
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
		await room.clock.advance(2 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
		await room.clock.advance(31 * minute);
		expect(room.target.split()).toEqual({ blue: 0, green: 100 });
		expect(room.now()).toMatchObject({ state: 'completed', healthyAtEnd: true });
		expect(environment(room)).toMatchObject({ knownGood: '2.4.0', standing: { version: '2.4.0', slot: 'green' } });
	});

	it('keeps the previous slot warm for an hour, then retires it', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('promote-fully');
		await room.clock.advance(59 * minute);
		expect(room.target.calls('retire')).toBe(0);
		await room.clock.advance(2 * minute);
		expect(room.target.calls('retire')).toBe(1);
		expect(room.now().warmUntil).toBeNull();
	});

	it('journals what stands once for each time it changes', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('promote-fully');
		await room.clock.advance(61 * minute);
		expect(room.now().warmUntil).toBeNull();
		const entries = await room.store.journal({ stream: 'environment:checkout/production', limit: 100 });
		const versions = entries.ok ? entries.value.map(({ payload }) => JSON.stringify(payload)) : [];
		expect(versions.filter((payload) => payload.includes('2.4.0'))).toHaveLength(1);
	});

	it('goes back by a switch inside the rollback window', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('promote-fully');
		await room.clock.advance(10 * minute);
		const deploys = room.target.calls('deploy');
		expect(code(await room.command('roll-back'))).toBe('ok');
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		expect(room.target.calls('deploy')).toBe(deploys);
		expect(environment(room)).toMatchObject({ standing: { version: '2.3.1' } });
	});
});

describe('the judge acts by itself', () => {
	it('rolls back within one interval when the release is wrong', async () => {
		const room = await openTestRoom();
		await room.start();
		room.source.set('green', { ...healthyValues, errorRate: 0.08 });
		await room.clock.advance(31_000);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
		expect(room.now().rollback?.text).toContain('8 %');
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('holds when the metrics are lost, and rolls back when patience ends', async () => {
		const room = await openTestRoom();
		await room.start();
		room.source.setProblem({ code: 'metrics-unreachable', message: 'Gone.', hint: 'Look.', retryable: true });
		await room.clock.advance(16 * minute);
		expect(room.now()).toMatchObject({ state: 'paused', pause: { reason: 'inconclusive' } });
		expect(Object.values(room.engine.state().needs).map((need) => need.kind)).toContain('inconclusive');
		await room.clock.advance(10 * minute);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'patience-ended' } });
	});

	it('goes on when lost metrics come back healthy within the patience', async () => {
		const room = await openTestRoom();
		await room.start();
		room.source.setProblem({ code: 'metrics-unreachable', message: 'Gone.', hint: 'Look.', retryable: true });
		await room.clock.advance(16 * minute);
		room.source.setProblem(null);
		await room.clock.advance(minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});

	it.each([
		['NaN', { value: Number.NaN }],
		['negative', { value: -0.2 }],
		['stale', { state: 'stale', value: null } as const],
	])('never promotes on a source that lies (%s)', async (_name, lie) => {
		const room = await openTestRoom();
		await room.start();
		room.source.setReading('errorRate', 'green', lie);
		await room.clock.advance(16 * minute);
		expect(room.now().state).toBe('paused');
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
	});

	it('rolls back a release that died in its slot', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.crashSlot('green');
		await room.clock.advance(31_000);
		expect(room.now().state).toBe('rolled-back');
	});

	it('gives the wanted split again to a target that lost it, and tells', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.changeSplit({ blue: 50, green: 50 });
		await room.clock.advance(31_000);
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
		expect(room.now().state).toBe('analysing');
		const titles = Object.values(room.engine.state().notices).map((notice) => notice.title);
		expect(titles).toContain('checkout production: the target sent 50 % to 2.4.0');
	});

	it('calls nothing healthy while the target keeps another split', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.changeSplit({ blue: 50, green: 50 });
		room.target.faults.ignoreWeights(true);
		await room.clock.advance(16 * minute);
		expect(room.now().state).toBe('paused');
		expect(room.now().verdict?.summary).toContain('50 %');
	});

	it('lets a healthy blue-green switch through after its ten minutes', async () => {
		const room = await openTestRoom();
		await room.start({ strategy: 'blue-green' });
		await room.clock.advance(11 * minute);
		expect(room.now()).toMatchObject({ state: 'completed', healthyAtEnd: true });
		expect(room.now().verdict?.reasons.find(({ rule }) => rule === 'baseline.p95Latency')?.outcome).toBe('passed');
	});

	it('compares a blue-green switch with the readings from before it', async () => {
		const room = await openTestRoom();
		await room.start({ strategy: 'blue-green' });
		expect(room.target.split()).toEqual({ blue: 0, green: 100 });
		room.source.set('green', { ...healthyValues, p95Latency: 300 });
		await room.clock.advance(31_000);
		expect(room.now()).toMatchObject({ state: 'rolled-back' });
		expect(room.now().rollback?.text).toContain('300 ms');
	});
});

describe('clicks', () => {
	it('that arrive twice act once', async () => {
		const room = await openTestRoom();
		await room.start();
		const first = await room.command('promote', { key: 'one-and-the-same' });
		const revision = room.now().revision;
		const second = await room.command('promote', { key: 'one-and-the-same', revision: 1 });
		expect(second).toMatchObject({ ok: true, value: { duplicate: true } });
		expect(first.ok && second.ok && second.value.deploymentId === first.value.deploymentId).toBe(true);
		expect(room.now().revision).toBe(revision);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});

	it('that start twice start once', async () => {
		const room = await openTestRoom();
		const first = await room.start({ key: 'one-and-the-same' });
		const second = await room.start({ key: 'one-and-the-same' });
		expect(second).toMatchObject({ ok: true, value: { duplicate: true } });
		expect(first.ok && second.ok && first.value.deploymentId === second.value.deploymentId).toBe(true);
	});

	it('on a stale screen are refused with what changed', async () => {
		const room = await openTestRoom();
		await room.start();
		const seen = room.now().revision;
		await room.command('promote');
		const late = await room.command('promote', { revision: seen });
		expect(late).toMatchObject({ ok: false, problem: { code: 'stale' } });
		expect(late.ok ? '' : late.problem.message).toContain('25 %');
	});

	it('on Roll back are taken however old the screen is: the button still says the same', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('promote');
		expect(code(await room.command('roll-back', { revision: 2 }))).toBe('ok');
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('that the state does not allow are refused with the reason', async () => {
		const room = await openTestRoom();
		await room.start();
		expect(code(await room.command('resume'))).toBe('not-allowed');
		expect(code(await room.start({ version: '2.5.0' }))).toBe('deployment-in-flight');
	});
});

describe('starts that must not happen', () => {
	it.each([
		['an unknown version', { version: '9.9.9' }, 'unknown-version'],
		['the version that already runs', { version: '2.3.1' }, 'already-running'],
	])('%s', async (_name, options, expected) => {
		const room = await openTestRoom();
		expect(code(await room.start(options))).toBe(expected);
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('a target that is down', async () => {
		const room = await openTestRoom();
		room.target.faults.unreachable(true);
		expect(code(await room.start())).toBe('target-unreachable');
		expect(Object.keys(room.engine.state().deployments)).toHaveLength(0);
	});

	it('traffic that is already split by somebody else', async () => {
		const room = await openTestRoom();
		await room.target.deploy({ slot: 'green', version: '2.5.0', fence: 0 });
		room.target.faults.changeSplit({ blue: 60, green: 40 });
		expect(code(await room.start())).toBe('not-allowed');
	});
});

describe('a target that fails', () => {
	it('half a deploy is taken back without users noticing', async () => {
		const room = await openTestRoom();
		room.target.faults.failNext('deploy', 1);
		await room.start();
		await room.clock.advance(1_000);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'effect-failed' } });
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('weights that are not taken are tried again, then taken back', async () => {
		const room = await openTestRoom();
		room.target.faults.ignoreWeights(true);
		await room.start();
		await room.clock.advance(30_000);
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		expect(room.now().state).toMatch(/rolled-back|needs-operator/);
	});

	it('a rollback that cannot be done calls for a person, and Retry finishes it', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.unreachable(true);
		await room.command('roll-back');
		await room.clock.advance(60_000);
		expect(room.now().state).toBe('needs-operator');
		const { id } = room.now();
		expect(room.engine.state().needs[id]).toMatchObject({ kind: 'needs-operator', urgency: 'now' });
		expect(room.shown().manualCommands).toEqual(['set memory blue 100 green 0']);
		room.target.faults.unreachable(false);
		await room.command('retry');
		await room.clock.advance(1_000);
		expect(room.now().state).toBe('rolled-back');
		expect(room.shown().manualCommands).toEqual([]);
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('a rollback does not wait for a deploy that hangs', async () => {
		const room = await openTestRoom();
		const release = room.target.faults.hang('deploy');
		await room.start();
		expect(room.now().state).toBe('preparing');
		await room.command('roll-back');
		expect(room.now().state).toBe('rolled-back');
		release();
	});
});

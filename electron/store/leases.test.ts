import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ProcessLook, type ProcessProbe, statFields, systemProcesses } from './processes.ts';
import { appendOf, codeOf, createdEvent, holder, openForTest, temporaryFile, valueOf } from './test-support.ts';

const place = 'checkout/production';

/** A machine on which these processes run. */
const machine = (running: Readonly<Record<number, string | null>>): ProcessProbe => ({
	look: (pid): ProcessLook => {
		const mark = running[pid];
		return mark === undefined ? { state: 'gone' } : { state: 'alive', mark };
	},
});
const both = machine({ 100: 'boot/ns/1', 200: 'boot/ns/2' });
const other = { label: 'Signalbox on build-7, process 200', host: 'build-7', pid: 200, startedAt: 2 };

async function twoRooms(second = other, whenSecondLooks: ProcessProbe = both) {
	const file = temporaryFile();
	return {
		first: await openForTest(file, { holder, processes: both }),
		second: await openForTest(file, { holder: second, processes: whenSecondLooks }),
	};
}

test('a lease is renewed with the same fence and held against others by name', async () => {
	const { first, second } = await twoRooms();
	const lease = valueOf(await first.takeLease(place, 10_000, 5_000));
	expect(lease).toStrictEqual({ environment: place, holder: holder.label, fence: 10, expiresAt: 15_000 });
	expect(valueOf(await first.takeLease(place, 12_000, 5_000))).toStrictEqual({ ...lease, expiresAt: 17_000 });
	const refused = await second.takeLease(place, 16_999, 5_000);
	expect(codeOf(refused)).toBe('lease-held');
	expect(refused.ok ? '' : refused.problem.message).toContain(holder.label);
	expect(valueOf(await second.leases())).toStrictEqual([{ ...lease, expiresAt: 17_000 }]);
});

test('an expired lease goes to the next, whose fence shuts out the first', async () => {
	const { first, second } = await twoRooms();
	const old = valueOf(await first.takeLease(place, 0, 5_000));
	const taken = valueOf(await second.takeLease(place, 5_000, 5_000));
	expect(taken.fence).toBe(old.fence + 1);
	const late = await first.append(appendOf('d1', null, [createdEvent('d1')], { fence: old.fence }));
	expect(codeOf(late)).toBe('lease-lost');
	expect(codeOf(await first.takeLease(place, 6_000, 5_000))).toBe('lease-held');
});

test('a lease given back is free at once, and its fence is not used again', async () => {
	const { first, second } = await twoRooms();
	const old = valueOf(await first.takeLease(place, 0, 5_000));
	valueOf(await second.releaseLease(place));
	expect(codeOf(await second.takeLease(place, 1, 5_000))).toBe('lease-held');
	valueOf(await first.releaseLease(place));
	expect(valueOf(await first.leases())).toStrictEqual([]);
	expect(valueOf(await second.takeLease(place, 1, 5_000)).fence).toBe(old.fence + 1);
	valueOf(await second.releaseLease(place));
	expect(valueOf(await second.takeLease(place, 1, 5_000)).fence).toBe(old.fence + 2);
});

test('each environment has a lease of its own', async () => {
	const { first, second } = await twoRooms();
	valueOf(await first.takeLease(place, 0, 5_000));
	expect(codeOf(await second.takeLease('checkout/staging', 0, 5_000))).toBe('ok');
});

describe('before it expires, a holder is replaced only when this machine can tell that it is gone', () => {
	const samePid = { ...other, pid: holder.pid };
	test.each([
		['it ended', other, machine({ 200: 'boot/ns/2' }), 'ok'],
		['its pid is now another process', other, machine({ 100: 'boot/ns/9', 200: 'boot/ns/2' }), 'ok'],
		['it had the pid that we have now', samePid, machine({ 100: 'boot/ns/9' }), 'ok'],
		['it runs', other, both, 'lease-held'],
		['it is on another machine', { ...other, host: 'laptop' }, machine({ 200: 'boot/ns/2' }), 'lease-held'],
		['it is in another container', other, machine({ 200: 'boot/other-ns/2' }), 'lease-held'],
		['the machine was started again', other, machine({ 200: 'reboot/ns/2' }), 'lease-held'],
		['its pid is taken and nothing tells by whom', other, machine({ 100: null, 200: null }), 'lease-held'],
	])('%s: %o', async (_, who, probe, code) => {
		const { first, second } = await twoRooms(who, probe);
		const old = valueOf(await first.takeLease(place, 0, 5_000));
		const taken = await second.takeLease(place, 1, 5_000);
		expect(codeOf(taken)).toBe(code);
		if (taken.ok) expect(taken.value.fence).toBe(old.fence + 1);
	});
});

describe('the processes of this machine', () => {
	test('a process is alive with a mark of its own until it ends', async () => {
		const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
		onTestFinished(() => void child.kill('SIGKILL'));
		await once(child, 'spawn');
		const probe = systemProcesses();
		const pid = child.pid ?? 0;
		const look = probe.look(pid);
		expect(look.state).toBe('alive');
		expect(look).not.toStrictEqual(probe.look(process.pid));
		expect(probe.look(pid)).toStrictEqual(look);
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(probe.look(pid)).toStrictEqual({ state: 'gone' });
	});

	test('a name with spaces and brackets does not shift the fields', () => {
		const rest = ['S', ...Array.from({ length: 18 }, (_, index) => String(index)), '8842', '7'].join(' ');
		expect(statFields(`4121 (a) R (b c) ${rest}`)).toStrictEqual({ state: 'S', startTime: '8842' });
	});
});

import { expect, test } from 'vitest';
import { createMemoryTarget } from '../connectors/targets/memory/memory-target.ts';
import { createMonitor } from './monitor.ts';
import { createFakeClock } from './testing/fake-clock.ts';
import { quietLogger } from './testing/test-room.ts';

test.each([
	[1_000, [0, 10, 20], [22, 23, 24, 25], [26, 36]],
	[5_000, [0, 10, 20], [25], [30, 40]],
	[30_000, [0], [], [30]],
])(
	'every %d ms: rarely while nothing ships, at its pace while a deployment runs, and once after it',
	async (intervalMs, idle, busy, after) => {
		const clock = createFakeClock();
		const target = createMemoryTarget({ clock, label: 'memory', standing: { slot: 'blue', version: '2.3.1' } });
		const seconds: number[] = [];
		let isBusy = false;
		const monitor = createMonitor({
			ports: { target, source: null, clock },
			logger: quietLogger,
			intervalMs,
			windowMs: 60_000,
			isBusy: () => isBusy,
			onSeen: () => seconds.push(clock.monotonic() / 1_000),
		});
		monitor.start();
		await clock.advance(21_500);
		expect(seconds).toEqual(idle);
		isBusy = true;
		await clock.advance(4_000);
		expect(seconds.slice(idle.length)).toEqual(busy);
		isBusy = false;
		await clock.advance(15_000);
		expect(seconds.slice(idle.length + busy.length)).toEqual(after);
		monitor.stop();
	},
);

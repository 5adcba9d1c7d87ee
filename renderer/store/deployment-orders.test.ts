import { expect, test, vi } from 'vitest';
import { createDeploymentOrders, samePressMs } from './deployment-orders.ts';

function orders() {
	let at = 1_000;
	return { orders: createDeploymentOrders(() => at), pass: (ms: number) => (at += ms) };
}

test('one press that comes as a key and as an accelerator is carried out once', () => {
	const { orders: all, pass } = orders();
	const run = vi.fn();
	expect(all.order('d1', 'promote', 'key', run)).toBe(true);
	pass(20);
	expect(all.order('d1', 'promote', 'menu', run)).toBe(false);
	expect(run).toHaveBeenCalledTimes(1);
});

test.each([
	['another deployment', 20, 'd2', 'promote', 'menu'],
	['another command', 20, 'd1', 'roll-back', 'menu'],
	['a second press of the same key', 20, 'd1', 'promote', 'key'],
	['the menu, later', samePressMs, 'd1', 'promote', 'menu'],
] as const)('%s is another order', (_, ms, id, command, from) => {
	const { orders: all, pass } = orders();
	const run = vi.fn();
	all.order('d1', 'promote', 'key', run);
	pass(ms);
	expect(all.order(id, command, from, run)).toBe(true);
	expect(run).toHaveBeenCalledTimes(2);
});

test('the screen that shows the button serves; once it has gone, the command is run as it stands', () => {
	const { orders: all } = orders();
	const [button, otherwise] = [vi.fn(), vi.fn()];
	const leave = all.serve('d1', 'pause', button);
	all.order('d1', 'pause', 'menu', otherwise);
	expect([button.mock.calls.length, otherwise.mock.calls.length]).toEqual([1, 0]);
	leave();
	all.order('d1', 'pause', 'menu', otherwise);
	expect([button.mock.calls.length, otherwise.mock.calls.length]).toEqual([1, 1]);
});

/**
 * The one way from keys and menu to the deployment that this window shows. A screen that shows buttons serves the orders
 * itself, so that a key does what its button does; without one the command is run as it stands.
 */
import type { ShellCommand } from '../../shared/rpc/shell-api.ts';

/** Where an order comes from. */
export type OrderSource = 'key' | 'menu';

export interface DeploymentOrders {
	/** Orders on this deployment go to `handler` until the returned function is called. The last one to come serves. */
	serve(deploymentId: string, command: ShellCommand, handler: () => void): () => void;
	/**
	 * Carries out `command`: by who serves it, else by `otherwise`. False when it was dropped, because the same press
	 * already came another way: a shortcut reaches the page, and the menu as its accelerator.
	 */
	order(deploymentId: string, command: ShellCommand, from: OrderSource, otherwise: () => void): boolean;
}

/** Within this time the same order from the other source is the same press, ms. */
export const samePressMs = 700;

/** Makes the orders of one window. `now`: ms, any clock. */
export function createDeploymentOrders(now: () => number): DeploymentOrders {
	const serving = new Map<string, (() => void)[]>();
	let last: { readonly key: string; readonly from: OrderSource; readonly at: number } | null = null;
	return {
		serve(deploymentId, command, handler) {
			const key = `${command} ${deploymentId}`;
			serving.set(key, [...(serving.get(key) ?? []), handler]);
			return () =>
				serving.set(
					key,
					(serving.get(key) ?? []).filter((each) => each !== handler),
				);
		},
		order(deploymentId, command, from, otherwise) {
			const key = `${command} ${deploymentId}`;
			const at = now();
			if (last !== null && last.key === key && last.from !== from && at - last.at < samePressMs) return false;
			last = { key, from, at };
			const handler = serving.get(key)?.at(-1) ?? otherwise;
			handler();
			return true;
		},
	};
}

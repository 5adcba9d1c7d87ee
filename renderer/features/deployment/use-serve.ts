import { useEffect, useRef } from 'react';
import type { ShellCommand } from '../../../shared/rpc/shell-api.ts';
import { useStores } from '../../store/context.tsx';

/** A list of our own: the contract's comes with schemas, whose library asks for eval, which the policy refuses. */
const commands = [
	'roll-back',
	'promote',
	'pause',
	'resume',
	'copy-link',
	'copy-markdown',
] as const satisfies readonly ShellCommand[];

/** While the calling screen is open, keys and menu do on this deployment what `handlers` do: what its buttons do. */
export function useServe(deploymentId: string, handlers: Readonly<Partial<Record<ShellCommand, () => void>>>): void {
	const { orders } = useStores();
	const latest = useRef(handlers);
	latest.current = handlers;
	const served = commands.filter((command) => handlers[command] !== undefined).join(' ');
	useEffect(() => {
		const leave = commands
			.filter((command) => served.split(' ').includes(command))
			.map((command) => orders.serve(deploymentId, command, () => latest.current[command]?.()));
		return () => {
			for (const each of leave) each();
		};
	}, [orders, deploymentId, served]);
}

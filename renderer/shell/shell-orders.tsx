import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { ShellDialog } from '../../shared/rpc/shell-api.ts';
import { useDeploymentOrder } from '../features/deployment/use-deployment-order.ts';
import { useStores } from '../store/context.tsx';

/** Does what the shell orders: go, show, run. Drawn once the room is known; what was ordered before waits for it. */
export function ShellOrders({ show }: { readonly show: (what: ShellDialog) => void }): null {
	const { shell } = useStores();
	const [, navigate] = useLocation();
	const order = useDeploymentOrder();
	useEffect(
		() =>
			shell.listen((message) => {
				if (message.kind === 'go') navigate(message.address);
				else if (message.kind === 'show') show(message.what);
				else order(message.command, 'menu');
			}),
		[shell, navigate, show, order],
	);
	return null;
}

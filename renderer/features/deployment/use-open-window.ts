import { useCallback } from 'react';
import type { WindowKind } from '../../../shared/rpc/shell-api.ts';
import { useStores } from '../../store/context.tsx';

/**
 * Opens an address (`#/wall`) in a window of its own: by the shell on the desktop, as a new tab in a browser. The tab
 * gets this one's key because its opener is kept; only our own page is ever opened this way.
 */
export function useOpenWindow(): (href: string, kind: WindowKind) => void {
	const { shell, client, desk } = useStores();
	return useCallback(
		(href, kind) => {
			if (shell.store.getState().view?.can.openWindows !== true) {
				if (window.open(href, '_blank') === null) window.location.hash = href;
				return;
			}
			void client.shell.openWindow({ address: href.slice(1), kind }).then((result) => {
				if (!result.ok) desk.refuse(result.problem);
			});
		},
		[shell, client, desk],
	);
}

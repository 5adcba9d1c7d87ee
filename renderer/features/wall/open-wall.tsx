import { Tv } from 'lucide-react';
import type { ReactElement } from 'react';
import { addresses } from '../../store/address.ts';
import { useHost } from '../../store/hooks.ts';
import { ToolButton, toolClass } from '../../ui/tool-button.tsx';
import { useOpenWindow } from '../deployment/use-open-window.ts';

/** Opens the wallboard in a window of its own. In a browser the opener is kept: it hands the tab this one's key. */
export function OpenWall(): ReactElement {
	const { kind } = useHost();
	const openWindow = useOpenWindow();
	const icon = <Tv size={14} aria-hidden="true" />;
	if (kind === 'desktop') {
		return (
			<ToolButton icon={icon} onClick={() => openWindow(addresses.wall, 'wall')}>
				Wallboard
			</ToolButton>
		);
	}
	return (
		<a className={toolClass} href={addresses.wall} target="_blank" rel="opener">
			{icon}
			Wallboard
		</a>
	);
}

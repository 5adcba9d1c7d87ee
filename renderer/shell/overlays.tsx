import type { ReactElement } from 'react';
import { BeginDialog } from '../features/board/first-run.tsx';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { Tour } from '../features/tour/tour.tsx';
import { AboutDialog } from './about-dialog.tsx';
import { KeyboardDialog } from './keyboard-dialog.tsx';
import type { Overlays as Open } from './use-overlays.ts';

/** Everything that may lie over a screen. */
export function Overlays({ open, isKnown }: { readonly open: Open; readonly isKnown: boolean }): ReactElement {
	const { overlay, close } = open;
	return (
		<>
			{isKnown && (
				<>
					<CommandPalette isOpen={overlay === 'palette'} onClose={close} onShow={open.show} />
					{overlay === 'start' && <BeginDialog onClose={close} />}
					{open.isTouring && <Tour onEnd={open.endTour} />}
				</>
			)}
			<AboutDialog isOpen={overlay === 'about'} onClose={close} />
			<KeyboardDialog isOpen={overlay === 'keys'} onClose={close} />
		</>
	);
}

/** The keys of the desktop's menu, told from the menu itself. Pure. */
import { menuOf } from '../../shared/shell/menu.ts';

type Row = readonly [keys: string, words: string];

/** `CmdOrCtrl+Shift+O` as `Mod+Shift+O`. */
function keysOf(accelerator: string): string {
	return accelerator.replace('CmdOrCtrl', 'Mod');
}

/** Keys and words of every item that has a key, without those in `known`. */
export function menuKeys(platform: string, known: readonly string[]): readonly Row[] {
	const branches = menuOf({
		platform,
		isPackaged: true,
		mayAct: true,
		shipping: [],
		focused: null,
		can: { update: true },
	});
	return branches.flatMap(({ items }) =>
		items.flatMap((item): readonly Row[] => {
			if ('separator' in item || item.accelerator === undefined || item.visible === false) return [];
			const keys = keysOf(item.accelerator);
			return known.includes(keys) ? [] : [[keys, item.label]];
		}),
	);
}

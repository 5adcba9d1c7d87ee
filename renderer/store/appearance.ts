/** Light or dark: the setting of this machine, drawn at once and kept for the first paint of the next start. */
import { useCallback, useEffect } from 'react';
import { ok, type Result } from '../../shared/domain/result.ts';
import { useStores } from './context.tsx';
import type { Theme } from './desk-store.ts';
import { useDesk, useRoomSnapshot, useShellView } from './hooks.ts';

/** Draws this window in its theme, and follows the setting. A window that may not act keeps a choice of its own. */
export function useThemeOfWindow(): void {
	const { desk } = useStores();
	const theme = useDesk((state) => state.preferences.theme);
	const setting = useShellView()?.settings.appearance ?? null;
	const mayAct = useRoomSnapshot(({ room }) => room?.host.mayAct ?? false);
	useEffect(() => {
		if (mayAct && setting !== null) desk.prefer({ theme: setting });
	}, [desk, mayAct, setting]);
	useEffect(() => {
		const root = document.documentElement;
		if (theme === 'system') delete root.dataset['theme'];
		else root.dataset['theme'] = theme;
	}, [theme]);
}

/** Chooses a theme: drawn at once, then saved for every window of this machine where this window may. */
export function useChooseTheme(): (theme: Theme) => Promise<Result<null>> {
	const { desk, room, shell } = useStores();
	return useCallback(
		async (theme) => {
			desk.prefer({ theme });
			if (room.store.getState().room?.host.mayAct !== true) return ok(null);
			return shell.save(() => ({ appearance: theme }));
		},
		[desk, room, shell],
	);
}

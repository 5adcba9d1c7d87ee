import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useStores } from '../store/context.tsx';
import { useFocusedDeployment } from '../store/hooks.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { isRollbackKey, screenAfterG, shortcutOf } from './shortcuts.ts';

/** Time within which the second key of `G B` must come, ms. */
const sequenceMs = 1_200;

/** The keys that work on every screen. */
export function useShortcuts(open: { readonly openPalette: () => void; readonly openKeys: () => void }): void {
	const [, navigate] = useLocation();
	const latest = useRef(open);
	latest.current = open;
	useEffect(() => {
		let goAt = Number.NEGATIVE_INFINITY;
		function onKey(event: KeyboardEvent): void {
			if (event.defaultPrevented) return;
			const target = event.timeStamp - goAt < sequenceMs ? screenAfterG(event) : null;
			goAt = Number.NEGATIVE_INFINITY;
			if (target !== null) {
				event.preventDefault();
				navigate(target);
				return;
			}
			const shortcut = shortcutOf(event);
			if (shortcut === null) return;
			if (shortcut === 'go') {
				goAt = event.timeStamp;
				return;
			}
			event.preventDefault();
			if (shortcut === 'palette') latest.current.openPalette();
			else latest.current.openKeys();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, [navigate]);
}

/**
 * One key press rolls back the deployment in focus, from any screen, without a question.
 * The browser's own meaning of the key (reload) is always taken away, so that a press too many does no harm.
 */
export function RollbackKey(): null {
	const view = useFocusedDeployment();
	const { commands, desk } = useStores();
	const announce = useAnnounce();
	useEffect(() => {
		function onKey(event: KeyboardEvent): void {
			if (!isRollbackKey(event)) return;
			event.preventDefault();
			event.stopPropagation();
			if (event.repeat) return;
			if (view === null) {
				desk.refuse({
					code: 'not-allowed',
					message: 'No single deployment is in focus, so nothing was rolled back.',
					hint: 'Open the deployment that you mean and press the keys again.',
					retryable: true,
				});
				return;
			}
			const { service, environment, release } = view.deployment;
			announce(`Rolling back ${service} ${release.version} in ${environment}`, 'assertive');
			void commands.run(view, 'roll-back');
		}
		window.addEventListener('keydown', onKey, { capture: true });
		return () => window.removeEventListener('keydown', onKey, { capture: true });
	}, [view, commands, desk, announce]);
	return null;
}

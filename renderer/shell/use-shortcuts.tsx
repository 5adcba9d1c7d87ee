import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useDeploymentOrder } from '../features/deployment/use-deployment-order.ts';
import { addresses } from '../store/address.ts';
import { isRollbackKey, screenAfterG, shortcutOf } from './shortcuts.ts';

/** Time within which the second key of `G B` must come, ms. */
const sequenceMs = 1_200;

/** The keys that work on every screen. */
export function useShortcuts(show: (what: 'palette' | 'keys') => void): void {
	const [, navigate] = useLocation();
	const latest = useRef(show);
	latest.current = show;
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
			if (shortcut === 'settings') navigate(addresses.settings.slice(1));
			else latest.current(shortcut);
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
	const order = useDeploymentOrder();
	useEffect(() => {
		function onKey(event: KeyboardEvent): void {
			if (!isRollbackKey(event)) return;
			event.preventDefault();
			event.stopPropagation();
			if (!event.repeat) order('roll-back', 'key');
		}
		window.addEventListener('keydown', onKey, { capture: true });
		return () => window.removeEventListener('keydown', onKey, { capture: true });
	}, [order]);
	return null;
}

import { useEffect } from 'react';

/** `/` puts the cursor into a filter box. */
export function useFilterKey(box: { readonly current: HTMLInputElement | null }): void {
	useEffect(() => {
		function onKey(event: KeyboardEvent): void {
			const { target } = event;
			const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
			if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
			if (document.querySelector('[role="dialog"]') !== null) return;
			event.preventDefault();
			box.current?.focus();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, [box]);
}

/** Which key means what. Pure, so that a table can test it. */

export interface Key {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
	readonly target: unknown;
}

const screens: Readonly<Record<string, string>> = {
	b: '/',
	i: '/in-flight',
	h: '/history',
	l: '/timeline',
	d: '/delivery',
	r: '/retrospective',
	t: '/tests',
	f: '/facts',
	c: '/connections',
	s: '/settings',
	w: '/wall',
};

/** The shortcut that a key press asks for, if any. Letters mean nothing while something is typed. */
export function shortcutOf(event: Key): 'palette' | 'keys' | 'settings' | 'go' | null {
	const mod = event.ctrlKey || event.metaKey;
	if (mod && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') return 'palette';
	if (mod && !event.shiftKey && !event.altKey && event.key === ',') return 'settings';
	if (mod || event.altKey || isTyping(event.target)) return null;
	if (event.key === '?') return 'keys';
	return event.key === 'g' ? 'go' : null;
}

/** Ctrl+Shift+R, or Cmd+Shift+R. */
export function isRollbackKey(event: Key): boolean {
	return (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.key.toLowerCase() === 'r';
}

/** The screen that the second key of `G B` leads to. */
export function screenAfterG(event: Key): string | null {
	if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
	return screens[event.key.toLowerCase()] ?? null;
}

/** True when the key belongs to a text that is being typed. */
export function isTyping(target: unknown): boolean {
	if (typeof target !== 'object' || target === null || !('tagName' in target)) return false;
	if ('isContentEditable' in target && target.isContentEditable === true) return true;
	return target.tagName === 'INPUT' || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}

import type { ReactElement } from 'react';
import styles from './kbd.module.css';

/** True on Apple keyboards, where the command key takes the place of Ctrl. */
export function isApple(platform: string = globalThis.navigator?.platform ?? ''): boolean {
	return /mac|iphone|ipad/i.test(platform);
}

/** Keys as printed on the keyboard: `Mod` is Ctrl, or Cmd on a Mac. */
export function Kbd({ keys }: { readonly keys: string }): ReactElement {
	const text = keys
		.split('+')
		.map((key) => (key === 'Mod' ? (isApple() ? 'Cmd' : 'Ctrl') : key))
		.join(' ');
	return <kbd className={styles.kbd}>{text}</kbd>;
}

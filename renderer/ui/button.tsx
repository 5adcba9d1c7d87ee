import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './button.module.css';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

export type ButtonVariant = 'primary' | 'danger' | 'plain' | 'quiet';

interface Look {
	readonly variant?: ButtonVariant;
	readonly size?: 's' | 'm';
	/** Keys that do the same, e.g. `Mod+Shift+R`. */
	readonly keys?: string;
	readonly icon?: ReactNode;
	readonly children?: ReactNode;
	readonly className?: string | undefined;
}

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'>, Look {}

/** Class names of a button, for other elements that look like one. */
export function buttonClass({ variant = 'plain', size = 'm', icon, children, className }: Look): string {
	const iconOnly = icon !== undefined && children === undefined;
	return cx(styles.button, styles[variant], size === 's' && styles.small, iconOnly && styles.icon, className);
}

function Inside({ icon, children, keys }: Look): ReactElement {
	return (
		<>
			{icon}
			{children !== undefined && <span className={styles.label}>{children}</span>}
			{keys !== undefined && <Kbd keys={keys} />}
		</>
	);
}

/** A button. One primary a screen; danger only for what takes traffic away. */
export function Button({ variant, size, keys, icon, children, className, ...rest }: ButtonProps): ReactElement {
	const look = { variant, size, keys, icon, children, className } as Look;
	return (
		<AriaButton {...rest} className={buttonClass(look)}>
			<Inside {...look} />
		</AriaButton>
	);
}

/** A link that looks like a button; `href` is a hash address such as `#/connections`. */
export function LinkButton({
	href,
	'aria-label': label,
	...look
}: Look & { readonly href: string; readonly 'aria-label'?: string }): ReactElement {
	return (
		<a href={href} className={buttonClass(look)} aria-label={label}>
			<Inside {...look} />
		</a>
	);
}

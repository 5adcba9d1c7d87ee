import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay, Popover as AriaPopover } from 'react-aria-components';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import styles from './dialog.module.css';

/** A dialog over the screen; Escape and a press beside it close it. */
export function Dialog({
	title,
	isOpen,
	onClose,
	size = 'm',
	isForReading = false,
	children,
	footer,
}: {
	readonly title: string;
	readonly isOpen: boolean;
	readonly onClose: () => void;
	readonly size?: 's' | 'm' | 'l';
	/** Long text with nothing to press in it: it takes the focus, so that the arrow keys scroll it. */
	readonly isForReading?: boolean;
	readonly children: ReactNode;
	readonly footer?: ReactNode;
}): ReactElement {
	return (
		<ModalOverlay
			isOpen={isOpen}
			onOpenChange={(open) => !open && onClose()}
			isDismissable
			className={cx(styles.scrim)}
		>
			<Modal className={cx(styles.modal, styles[size])}>
				<AriaDialog className={cx(styles.dialog)}>
					<header className={styles.header}>
						<Heading slot="title" level={2}>
							{title}
						</Heading>
						<Button variant="quiet" size="s" icon={<X size={16} />} aria-label="Close" onPress={onClose} />
					</header>
					<div className={styles.body} {...(isForReading ? { tabIndex: 0, role: 'group', 'aria-label': title } : {})}>
						{children}
					</div>
					{footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
				</AriaDialog>
			</Modal>
		</ModalOverlay>
	);
}

/** A small panel beside its trigger; inside a `DialogTrigger`. */
export function Popover({
	label,
	children,
	placement = 'bottom end',
	className,
}: {
	readonly label: string;
	readonly children: ReactNode;
	readonly placement?: 'bottom end' | 'bottom start' | 'bottom' | 'top';
	readonly className?: string | undefined;
}): ReactElement {
	return (
		<AriaPopover placement={placement} offset={6} className={cx(styles.popover, className)}>
			<AriaDialog aria-label={label} className={cx(styles.plain)}>
				{children}
			</AriaDialog>
		</AriaPopover>
	);
}

export { DialogTrigger } from 'react-aria-components';

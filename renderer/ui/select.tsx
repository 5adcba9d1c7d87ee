import { Check, ChevronDown } from 'lucide-react';
import type { ReactElement } from 'react';
import {
	Button as AriaButton,
	Label,
	ListBox,
	ListBoxItem,
	Popover,
	Select as AriaSelect,
	SelectValue,
	Text,
} from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './select.module.css';

export interface Option<K extends string> {
	readonly id: K;
	readonly label: string;
	readonly detail?: string | undefined;
}

/** One of several. */
export function Select<K extends string>({
	label,
	hideLabel = false,
	options,
	value,
	onChange,
	mono = false,
	size = 'm',
}: {
	readonly label: string;
	readonly hideLabel?: boolean;
	readonly options: readonly Option<K>[];
	readonly value: K | null;
	readonly onChange: (value: K) => void;
	readonly mono?: boolean;
	readonly size?: 's' | 'm';
}): ReactElement {
	return (
		<AriaSelect
			value={value}
			onChange={(key) => {
				const chosen = options.find((option) => option.id === key);
				if (chosen !== undefined) onChange(chosen.id);
			}}
			className={cx(styles.select)}
		>
			<Label className={cx(styles.label, hideLabel && 'hidden-text')}>{label}</Label>
			<AriaButton className={cx(styles.button, size === 's' && styles.small)}>
				<SelectValue className={cx(styles.value, mono && 'mono')}>{({ selectedText }) => selectedText}</SelectValue>
				<ChevronDown size={14} aria-hidden="true" />
			</AriaButton>
			<Popover className={cx(styles.popover)} offset={4}>
				<ListBox className={cx(styles.list)} items={options}>
					{(option) => (
						<ListBoxItem id={option.id} textValue={option.label} className={cx(styles.item)}>
							{({ isSelected }) => (
								<>
									<span className={styles.check}>{isSelected && <Check size={14} />}</span>
									<span className={styles.words}>
										<Text slot="label" className={cx(mono && 'mono')}>
											{option.label}
										</Text>
										{option.detail !== undefined && (
											<Text slot="description" className={cx(styles.detail)}>
												{option.detail}
											</Text>
										)}
									</span>
								</>
							)}
						</ListBoxItem>
					)}
				</ListBox>
			</Popover>
		</AriaSelect>
	);
}

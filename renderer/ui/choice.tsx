import type { ReactElement } from 'react';
import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components';
import { Check } from 'lucide-react';
import styles from './choice.module.css';
import { cx } from './cx.ts';

export interface ChoiceOption<K extends string> {
	readonly id: K;
	readonly label: string;
	/** Read out instead, where the label is short for it. */
	readonly name?: string;
}

interface ChoiceProps<K extends string> {
	readonly label: string;
	/** The label is read out but not shown: the options say enough. */
	readonly hideLabel?: boolean;
	readonly options: readonly ChoiceOption<K>[];
	readonly isDisabled?: boolean;
}

/** One of few, all of them in sight. */
export function OneOf<K extends string>(
	props: ChoiceProps<K> & { readonly value: K; readonly onChange: (value: K) => void },
): ReactElement {
	const { label, hideLabel = false, options, value, onChange, isDisabled = false } = props;
	return (
		<RadioGroup
			value={value}
			onChange={(key) => {
				const chosen = options.find((option) => option.id === key);
				if (chosen !== undefined) onChange(chosen.id);
			}}
			isDisabled={isDisabled}
			orientation="horizontal"
			className={cx(styles.group)}
		>
			<Label className={cx(hideLabel && 'hidden-text')}>{label}</Label>
			<div className={styles.segments}>
				{options.map((option) => (
					<Radio key={option.id} value={option.id} className={cx(styles.segment)}>
						{option.label}
					</Radio>
				))}
			</div>
		</RadioGroup>
	);
}

/** Any of several. `tight`: side by side, for names of days. */
export function AnyOf<K extends string>(
	props: ChoiceProps<K> & {
		readonly value: readonly K[];
		readonly onChange: (value: readonly K[]) => void;
		readonly tight?: boolean;
	},
): ReactElement {
	const { label, options, value, onChange, isDisabled = false, tight = false } = props;
	return (
		<CheckboxGroup
			value={[...value]}
			onChange={(keys) => onChange(options.map(({ id }) => id).filter((id) => keys.includes(id)))}
			isDisabled={isDisabled}
			className={cx(styles.group)}
		>
			<Label>{label}</Label>
			<div className={cx(styles.boxes, tight && styles.tight)}>
				{options.map((option) => (
					<Checkbox
						key={option.id}
						value={option.id}
						aria-label={option.name ?? option.label}
						className={cx(styles.box)}
					>
						<span className={styles.mark} aria-hidden="true">
							<Check size={12} strokeWidth={3} />
						</span>
						{option.label}
					</Checkbox>
				))}
			</div>
		</CheckboxGroup>
	);
}

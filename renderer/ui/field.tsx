import { Search, X } from 'lucide-react';
import type { ReactElement, ReactNode, Ref } from 'react';
import {
	Button as AriaButton,
	FieldError,
	Input,
	Label,
	SearchField as AriaSearchField,
	type SearchFieldProps,
	Text,
	TextArea,
	TextField,
	type TextFieldProps,
} from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './field.module.css';

export interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
	readonly label: string;
	/** The label is read out but not shown: a heading beside it says the same. */
	readonly hideLabel?: boolean;
	readonly description?: ReactNode;
	readonly error?: string | undefined;
	readonly placeholder?: string;
	/** Lines of a text area; a single line when left out. */
	readonly lines?: number;
	readonly mono?: boolean;
}

/** Names, addresses and configuration: nothing that a dictionary could correct, and nothing that a browser should fill in. */
export const technical = {
	spellCheck: false,
	autoCorrect: 'off',
	autoCapitalize: 'off',
	autoComplete: 'off',
} as const;

/** A text to type, with its label, what is expected, and what is wrong with it. */
export function Field(props: FieldProps): ReactElement {
	const { label, hideLabel = false, description, error, placeholder, lines, mono = false, ...rest } = props;
	const asked = rest.autoComplete === undefined ? technical : { ...technical, autoComplete: rest.autoComplete };
	const inputClass = cx(styles.input, mono && 'mono', lines !== undefined && styles.area);
	return (
		<TextField {...rest} isInvalid={error !== undefined || rest.isInvalid === true} className={cx(styles.field)}>
			<Label className={cx(hideLabel && 'hidden-text')}>{label}</Label>
			{lines === undefined ? (
				<Input {...asked} className={inputClass} placeholder={placeholder ?? ''} />
			) : (
				<TextArea {...asked} className={inputClass} rows={lines} placeholder={placeholder ?? ''} />
			)}
			{description !== undefined && (
				<Text slot="description" className={cx(styles.description)}>
					{description}
				</Text>
			)}
			<FieldError className={cx(styles.error)}>{error}</FieldError>
		</TextField>
	);
}

/** A filter box: Escape empties it. */
export function SearchField({
	label,
	placeholder,
	value,
	onChange,
	inputRef,
	onKeyDown,
}: {
	readonly label: string;
	readonly placeholder: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly inputRef?: Ref<HTMLInputElement>;
	/** Keys beyond Escape, such as Enter for the next place. */
	readonly onKeyDown?: SearchFieldProps['onKeyDown'];
}): ReactElement {
	return (
		<AriaSearchField
			aria-label={label}
			value={value}
			onChange={onChange}
			{...(onKeyDown === undefined ? {} : { onKeyDown })}
			className={cx(styles.search)}
		>
			<Search size={14} aria-hidden="true" />
			<Input {...technical} ref={inputRef ?? null} placeholder={placeholder} className={cx(styles.searchInput)} />
			{value !== '' && (
				<AriaButton className={cx(styles.clear)} aria-label="Clear filter">
					<X size={14} />
				</AriaButton>
			)}
		</AriaSearchField>
	);
}

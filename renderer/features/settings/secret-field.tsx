import { type ReactElement, type Ref, useImperativeHandle, useRef } from 'react';
import { Field } from '../../ui/field.tsx';

export interface SecretField {
	/** What was typed; the field is empty afterwards, whatever becomes of it. */
	take(): string;
}

/** A value that goes in and is never shown: it is not held by the screen, only by its input until it is taken. */
export function SecretValue(props: {
	readonly label: string;
	readonly description?: string;
	readonly isDisabled?: boolean;
	/** Takes the focus when it appears. */
	readonly isFocused?: boolean;
	readonly field: Ref<SecretField>;
}): ReactElement {
	const { label, description, isDisabled = false, isFocused = false, field } = props;
	const place = useRef<HTMLDivElement>(null);
	useImperativeHandle(field, () => ({
		take() {
			const input = place.current?.querySelector('input') ?? null;
			const typed = input?.value ?? '';
			if (input !== null) input.value = '';
			return typed;
		},
	}));
	return (
		<div ref={place}>
			<Field
				label={label}
				type="password"
				autoComplete="new-password"
				isDisabled={isDisabled}
				autoFocus={isFocused}
				{...(description === undefined ? {} : { description })}
			/>
		</div>
	);
}

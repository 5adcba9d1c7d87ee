import { type ReactElement, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { Field } from '../../ui/field.tsx';

export interface SecretField {
	/** What was typed; the field is empty afterwards, whatever becomes of it. */
	take(): string;
}

/** A value that goes in and is never shown: it is not held by the screen, only by its input until it is taken. */
export function SecretValue(props: {
	readonly label: string;
	readonly isDisabled?: boolean;
	/** Takes the focus when it appears. */
	readonly isFocused?: boolean;
	readonly field: Ref<SecretField>;
}): ReactElement {
	const { label, isDisabled = false, isFocused = false, field } = props;
	const place = useRef<HTMLDivElement>(null);
	const [taken, setTaken] = useState(0);
	useImperativeHandle(field, () => ({
		take() {
			const typed = place.current?.querySelector('input')?.value ?? '';
			// The field keeps its text in a state of its own, which would write an emptied input again: only a new one forgets.
			setTaken((before) => before + 1);
			return typed;
		},
	}));
	return (
		<div ref={place}>
			<Field
				key={taken}
				label={label}
				type="password"
				autoComplete="new-password"
				isDisabled={isDisabled}
				autoFocus={isFocused}
			/>
		</div>
	);
}

import type { ReactElement } from 'react';
import { Label, Slider as AriaSlider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { cx } from './cx.ts';
import styles from './slider.module.css';

/** A number on a scale; `onCommit` is called once the hand lets go. */
export function Slider(props: {
	readonly label: string;
	readonly value: number;
	readonly min?: number;
	readonly max: number;
	readonly step: number;
	readonly format: (value: number) => string;
	readonly onChange: (value: number) => void;
	readonly onCommit?: (value: number) => void;
	readonly isDisabled?: boolean;
}): ReactElement {
	const { label, value, min = 0, max, step, format, onChange, onCommit, isDisabled = false } = props;
	return (
		<AriaSlider
			value={value}
			minValue={min}
			maxValue={max}
			step={step}
			onChange={onChange}
			onChangeEnd={(end) => onCommit?.(end)}
			isDisabled={isDisabled}
			className={cx(styles.slider)}
		>
			<Label>{label}</Label>
			<SliderOutput className={cx(styles.output)}>{format(value)}</SliderOutput>
			<SliderTrack className={cx(styles.track)}>
				{({ state }) => (
					<>
						<div className={styles.rail} />
						<div className={styles.fill} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
						<SliderThumb className={cx(styles.thumb)} />
					</>
				)}
			</SliderTrack>
		</AriaSlider>
	);
}

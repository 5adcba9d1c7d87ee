import { ArrowLeft, ArrowRight, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { moved, type Span, zoomed } from './timeline-model.ts';

/** Moves the window over time. */
export function ZoomTools(props: {
	readonly span: Span;
	/** The whole period, where less or other than it is shown. */
	readonly whole: Span | null;
	/** What the zoom keeps in place; null: the middle. */
	readonly centre: number | null;
	readonly onChange: (span: Span | null) => void;
}): ReactElement {
	const { span, whole, onChange } = props;
	const isIn = props.centre !== null && props.centre >= span.from && props.centre <= span.to;
	const centre = isIn && props.centre !== null ? props.centre : (span.from + span.to) / 2;
	return (
		<>
			<Button size="s" icon={<ArrowLeft size={14} />} aria-label="Earlier" onPress={() => onChange(moved(span, -1))} />
			<Button
				size="s"
				icon={<ZoomOut size={14} />}
				aria-label="Zoom out"
				onPress={() => onChange(zoomed(span, 2, centre))}
			/>
			<Button
				size="s"
				icon={<ZoomIn size={14} />}
				aria-label="Zoom in"
				onPress={() => onChange(zoomed(span, 0.5, centre))}
			/>
			<Button size="s" icon={<ArrowRight size={14} />} aria-label="Later" onPress={() => onChange(moved(span, 1))} />
			<Button size="s" variant="quiet" isDisabled={whole === null} onPress={() => onChange(null)}>
				Whole period
			</Button>
		</>
	);
}

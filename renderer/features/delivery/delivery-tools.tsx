/** Ways to pass on what is on screen. */
import { AppWindow, Link } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DeliveryMetric, MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { linkTo } from '../../../shared/shell/links.ts';
import { type DeliveryAsk, deliveryAddress, pinned } from '../../store/delivery-address.ts';
import { useRoom } from '../../store/hooks.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ToolButton } from '../../ui/tool-button.tsx';
import { useCopy } from '../deployment/use-copy.ts';
import { useOpenWindow } from '../deployment/use-open-window.ts';
import { metricsMarkdown } from './delivery-markdown.ts';
import { scopeWords } from './scope-choice.tsx';

export function DeliveryTools(props: {
	readonly ask: DeliveryAsk;
	readonly metric: DeliveryMetric | null;
	readonly answer: MetricsAnswer | null;
}): ReactElement {
	const { ask, metric, answer } = props;
	const today = useRoom((room) => room.delivery.today);
	const copy = useCopy();
	const openWindow = useOpenWindow();
	const where = `${scopeWords(ask)}, ${ask.environments.length === 0 ? 'production' : ask.environments.join(', ')}`;
	return (
		<>
			{answer !== null && (
				<CopyButton label="Copy as Markdown" done="Copied as Markdown" make={() => metricsMarkdown(answer, where)} />
			)}
			<ToolButton
				icon={<Link size={13} aria-hidden="true" />}
				onClick={() => copy(linkTo(deliveryAddress(pinned(ask, today), metric).slice(1)), 'The link was copied')}
			>
				Copy link
			</ToolButton>
			<ToolButton
				icon={<AppWindow size={13} aria-hidden="true" />}
				onClick={() => openWindow(deliveryAddress(ask, metric), 'room')}
			>
				New window
			</ToolButton>
		</>
	);
}

/** Below the cards while no metric is chosen: the two lists that people ask for first. */
import type { ReactElement } from 'react';
import type { MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { type DeliveryAsk, deliveryAddress, timelineAddress } from '../../store/delivery-address.ts';
import { Card } from '../../ui/card.tsx';
import styles from './delivery.module.css';
import { useShortTime } from './use-short-time.ts';
import { FailedTable } from './failed-table.tsx';
import { LeadStrip } from './lead-strip.tsx';

export function Overview({ answer, ask }: { readonly answer: MetricsAnswer; readonly ask: DeliveryAsk }): ReactElement {
	const zoned = useShortTime(answer.zone);
	const lead = answer.dora.find(({ metric }) => metric === 'change-lead-time');
	return (
		<div className={styles.two}>
			<Card className={styles.fill}>
				{lead !== undefined && (
					<LeadStrip
						metrics={answer}
						answer={lead}
						zoned={zoned}
						title={`Change lead time, ${formatCounted(lead.n, 'change')} by day of deployment`}
					/>
				)}
			</Card>
			<Card
				title="Failed deployments, and how we know"
				actions={
					<a className={styles.quiet} href={timelineAddress({ ...ask, incident: null })}>
						On the timeline
					</a>
				}
			>
				<FailedTable query={answer.query} zoned={zoned} allHref={deliveryAddress(ask, 'recovery-time')} />
				<Completeness answer={answer} />
			</Card>
		</div>
	);
}

/** What the numbers do not know. */
export function Completeness({ answer }: { readonly answer: MetricsAnswer }): ReactElement | null {
	const { linked, of } = answer.completeness;
	if (of === 0) return null;
	const missing = of - linked;
	return (
		<p className={styles.complete}>
			{missing === 0 ? (
				`All ${formatCounted(of, 'counted deployment')} are linked to a commit.`
			) : (
				<>
					{formatCount(missing)} of {formatCounted(of, 'counted deployment')} {missing === 1 ? 'has' : 'have'} no
					commit, so {missing === 1 ? 'it has' : 'they have'} no lead time. <a href={addresses.facts}>Link them</a>
				</>
			)}
		</p>
	);
}

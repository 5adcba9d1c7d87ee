/** Everything below the head of a deployment; the same live and in a replay. */
import type { ReactElement, ReactNode } from 'react';
import { GitCommitHorizontal } from 'lucide-react';
import type { RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import type { Verdict } from '../../../shared/domain/health/model.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { Card } from '../../ui/card.tsx';
import { EventLog } from './event-log.tsx';
import { LimitsCard } from './limits-card.tsx';
import styles from './live.module.css';
import { StepRail } from './step-rail.tsx';
import { Traffic } from './traffic.tsx';
import { VerdictCard } from './verdict-card.tsx';

function beforeFirstLook({ state }: Deployment): string {
	switch (state) {
		case 'queued':
		case 'preparing':
		case 'smoke-testing':
			return 'The judge looks once the new version takes traffic.';
		case 'shifting':
		case 'analysing':
			return 'The judge has not looked at this step yet.';
		default:
			return 'The judge did not look in this step.';
	}
}

function ReleaseCard({ deployment }: { readonly deployment: Deployment }): ReactElement | null {
	const { notes, commit, version } = deployment.release;
	if (notes === null && commit === null) return null;
	return (
		<Card title={`On board: ${version}`}>
			{notes !== null && <p className={styles.notes}>{notes}</p>}
			{commit !== null && (
				<p className={styles.commit}>
					<GitCommitHorizontal size={14} aria-hidden="true" />
					<span className="hidden-text">Commit </span>
					<span className="mono">{commit.slice(0, 12)}</span>
				</p>
			)}
		</Card>
	);
}

export function DeploymentBody(props: {
	readonly view: DeploymentView;
	readonly verdict: Verdict | null;
	readonly events: readonly RecordedEvent[];
	readonly isLoading: boolean;
	readonly charts: ReactNode;
	readonly evidence: ReactNode;
	/** Instant at which the clocks stand still; null lets them run. */
	readonly frozenAt: number | null;
	readonly isStale: boolean;
}): ReactElement {
	const { view, verdict, events, frozenAt, isStale } = props;
	const { deployment } = view;
	return (
		<div data-stale={isStale} className={styles.body}>
			<Traffic deployment={deployment} stale={isStale} />
			<StepRail view={view} frozenAt={frozenAt} />
			<div className={styles.grid}>
				<div className={styles.main}>
					{props.charts}
					{props.evidence}
					<LimitsCard verdict={verdict} />
				</div>
				<aside className={styles.side} aria-label="Verdict and journal">
					<VerdictCard
						verdict={verdict}
						timing={view.timing}
						frozenAt={frozenAt}
						before={beforeFirstLook(deployment)}
					/>
					<EventLog events={events} isLoading={props.isLoading} />
					<ReleaseCard deployment={deployment} />
				</aside>
			</div>
		</div>
	);
}

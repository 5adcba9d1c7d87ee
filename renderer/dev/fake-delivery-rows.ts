/** Rows behind the numbers of the made world. */
import type { DeliveryMetric, MetricRow, MetricsQuery } from '../../shared/domain/delivery/metrics.ts';
import { cutOf } from './fake-delivery-metrics.ts';
import type { MadeDeployment, MadeWorld } from './fake-delivery-world.ts';

function deploymentRow(made: MadeDeployment, metric: DeliveryMetric): MetricRow {
	const isRate = metric === 'change-fail-rate' || metric === 'recovery-time';
	const isFailed = made.failed !== null;
	const counts =
		metric === 'recovery-time'
			? isFailed && made.failed.recoveredMs !== null
			: ['counted', 'taken-back'].includes(made.standing);
	return {
		...{ id: made.ref, service: made.service, environment: 'production', title: made.version, at: made.at, counts },
		why: isRate && isFailed ? (made.failed.evidence[0]?.text ?? made.why) : made.why,
		value:
			metric === 'recovery-time'
				? (made.failed?.recoveredMs ?? null)
				: metric === 'change-fail-rate'
					? isFailed
						? 1
						: 0
					: null,
		detail: {
			standing: made.standing,
			version: made.version,
			commit: made.commit,
			deployment: made.ref,
			evidence: made.failed?.evidence ?? [],
			recoveredAt: made.failed?.recoveredMs == null ? null : made.at + made.failed.recoveredMs,
			unplanned: made.unplanned,
			url: null,
		},
	};
}

export function rowsOf(
	world: MadeWorld,
	query: MetricsQuery,
	metric: DeliveryMetric,
	now: number,
): readonly MetricRow[] {
	const cut = cutOf(world, query, query.period, now);
	if (metric !== 'change-lead-time') {
		const rows = cut.deployments.map((made) => deploymentRow(made, metric));
		return (
			metric === 'recovery-time' ? rows.filter(({ detail }) => (detail.evidence ?? []).length > 0) : rows
		).toReversed();
	}
	return cut.leads.toReversed().map((lead) => ({
		...{ id: lead.sha, service: lead.service, environment: 'production', title: lead.subject, at: lead.deployment.at },
		counts: true,
		why: `It reached production first with ${lead.deployment.version}.`,
		value: lead.ms,
		detail: {
			...{ commit: lead.sha, author: lead.author, isBot: lead.isBot, version: lead.deployment.version },
			authoredAt: lead.deployment.at - lead.ms,
			deployment: lead.deployment.ref,
		},
	}));
}

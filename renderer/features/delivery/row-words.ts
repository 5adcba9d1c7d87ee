/** What a row behind a number says, and where it leads. Pure. */
import type { DeliveryMetric, MetricRow, MetricUnit } from '../../../shared/domain/delivery/metrics.ts';
import { ownDeploymentId } from '../../../shared/domain/delivery/own-sources.ts';
import { formatMetric } from '../../../shared/domain/delivery/words.ts';
import { addresses } from '../../store/address.ts';

/** Names a row: one commit may reach several services. */
export function rowKey(row: Pick<MetricRow, 'service' | 'environment' | 'id'>): string {
	return `${row.service} ${row.environment} ${row.id}`;
}

/** The value of a row; of a rate, what it says of this one. */
export function rowValue(row: MetricRow, metric: DeliveryMetric, unit: MetricUnit): string {
	if (row.value === null) return '';
	if (metric === 'change-fail-rate') return row.value === 0 ? '' : 'failed';
	if (metric === 'rework-rate') return row.value === 0 ? '' : 'unplanned';
	if (metric === 'flaky-share') return row.value === 0 ? '' : 'flaky';
	if (metric === 'pipeline-success') return row.value === 0 ? 'failed' : 'passed';
	return unit === 'share' || unit === 'per-day' ? '' : formatMetric(row.value, unit);
}

/** "shop, production"; tests and runs belong to no environment. */
export function placeWords({ service, environment }: Pick<MetricRow, 'service' | 'environment'>): string {
	return environment === '' ? service : `${service}, ${environment}`;
}

/** The deployment's own screen, where it is one of this room's; null elsewhere. */
export function liveAddress(ref: string | undefined): string | null {
	if (ref === undefined) return null;
	const bar = ref.indexOf('|');
	const id = bar === -1 ? null : ownDeploymentId(ref.slice(0, bar), ref.slice(bar + 1));
	return id === null ? null : addresses.deployment(id);
}

/** True for what may be said by hand of a row's deployment. */
export function isDeploymentRow(row: MetricRow): boolean {
	return row.detail.standing !== undefined;
}

/** Further evidence in one line; the texts are sentences of their own. */
export function alsoWords(others: readonly { readonly text: string }[]): string {
	return `and ${others.map(({ text }) => text.replace(/\.$/, '')).join('; ')}.`;
}

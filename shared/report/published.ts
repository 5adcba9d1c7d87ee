/** A report as it is handed out: the draft of now, or the frozen one with what was revised since. */
import type { FrozenReport, MonthlyReport } from '../domain/retrospective/model.ts';

export interface PublishedReport {
	readonly report: MonthlyReport;
	/** Null: a draft. */
	readonly frozen: Pick<FrozenReport, 'frozenAt' | 'frozenBy' | 'seq' | 'revisions'> | null;
}

/** Name of its files without ending: `delivery-report-2026-10`, with the scope where it is not of all services. */
export function reportFileName({ month, scope }: Pick<MonthlyReport, 'month' | 'scope'>): string {
	const part = scope === '*' ? '' : `-${fileSafe(scope)}`;
	return `delivery-report-${month}${part}`;
}

/** Other characters would be folders, drives or tricks somewhere. */
function fileSafe(text: string): string {
	const safe = text
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 80);
	return safe === '' ? 'scope' : safe;
}

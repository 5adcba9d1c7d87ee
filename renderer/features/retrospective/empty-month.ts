/** Whether a month has anything to be read. */
import type { MonthlyReport } from '../../../shared/domain/retrospective/model.ts';

type Told = Pick<
	MonthlyReport,
	'dora' | 'quality' | 'shippedTotal' | 'openIncidents' | 'incidentsNotFromChange' | 'notes'
>;

/** True where nothing was measured, nothing happened, and nobody wrote anything: then the screen teaches instead. */
export function isEmptyMonth(report: Told): boolean {
	const isMeasured = [...report.dora, ...report.quality].some(({ state }) => state === 'measured');
	const incidents = report.openIncidents.length + report.incidentsNotFromChange.length;
	return !isMeasured && report.shippedTotal === 0 && incidents === 0 && report.notes.trim() === '';
}

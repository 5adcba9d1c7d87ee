/** What people read while a month's report is not there, or not in all its formats. */
import type { ReportTrouble } from '../../../shared/domain/delivery/decisions.ts';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import type { MonthRequest } from './gather.ts';

const names: Readonly<Record<ReportFormat, string>> = {
	...{ pdf: 'PDF', html: 'HTML', markdown: 'Markdown', json: 'JSON' },
};

/** `written`: formats that stand all the same. */
export function reportNeed(
	{ scope, month }: MonthRequest,
	trouble: ReportTrouble,
	written: readonly ReportFormat[],
): NeedView {
	const report = `The report of ${monthTitle(month)}${scopeWords(scope)}`;
	const lacking = trouble.lacking.flatMap(({ format }) => (format === null ? [] : [names[format]]));
	const isWhole = written.length === 0 || lacking.length === 0;
	return {
		id: `report:${scope}:${month}`,
		urgency: 'soon',
		kind: 'report',
		title: isWhole ? `${report} could not be written` : `${report} is not there as ${lacking.join(' and ')}`,
		detail: `${causes(trouble)} ${goesOn(trouble)}`,
		since: trouble.since,
		...{ deploymentId: null, environment: null, report: { scope, month } },
	};
}

/** The same cause for several formats is said once. */
function causes({ lacking }: ReportTrouble): string {
	return [...new Set(lacking.map(({ message, hint }) => `${message} ${hint}`))].join(' ');
}

function goesOn({ lacking }: ReportTrouble): string {
	return lacking.every(({ isUnprintable }) => isUnprintable)
		? 'The PDF is written within an hour of there being something to print it with.'
		: 'It is tried again by itself, at first soon, then once a day; at once when the configuration changes.';
}

function scopeWords(scope: string): string {
	if (scope === '*') return '';
	return scope.startsWith('group:') ? ` for the group ${scope.slice('group:'.length)}` : ` for ${scope}`;
}

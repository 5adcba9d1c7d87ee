/** One try at a month's report: what is not there yet is written, and every step is journalled before the next one. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { MonthRequest } from './gather.ts';
import type { RetrospectiveOptions } from './ports.ts';
import { outstanding, type ReportWord, soFar, troubleAfter } from './progress.ts';
import type { Outcome, WriteOrder } from './write-report.ts';

const actor: Actor = { kind: 'schedule', name: 'the monthly report' };

export interface AttemptParts extends Pick<RetrospectiveOptions, 'clock' | 'record'> {
	readonly write: (order: WriteOrder) => Promise<Outcome>;
}

export interface Turn {
	readonly month: MonthRequest;
	readonly last: ReportWord | null;
	/** When the report was due, ms. */
	readonly dueAt: number;
}

/** Fails where the journal takes nothing; a report that could not be written is told in the journal. */
export async function attempt(
	parts: AttemptParts,
	report: ReportConfig,
	{ month, last, dueAt }: Turn,
	signal: AbortSignal,
): Promise<Result<unknown>> {
	const frame = { type: 'report-written', scope: month.scope, month: month.month } as const;
	const turn = `${month.scope}:${month.month}:${last?.seq ?? 0}`;
	const say = (word: Pick<ReportWord['decision'], 'state'> & ReturnType<typeof soFar>, key: string) =>
		parts.record({ ...frame, ...word } satisfies DeliveryDecision, actor, `report-${key}`);
	const known = soFar(last);
	// The key has the word before: of two rooms that both see it, one gets its turn.
	const begun = await say({ state: 'begun', ...known }, `begun:${turn}`);
	if (!begun.ok || begun.value.duplicate) return begun;
	const files = [...known.files];
	const formats = [...(known.formats ?? [])];
	const outcome = await parts.write({
		...month,
		...{ folder: report.folder ?? '', formats: outstanding(last, report), actor, freeze: report.isFrozen, signal },
		madeSince: last?.decision.state === 'begun' ? dueAt : null,
		onFile(format: ReportFormat, file: string) {
			formats.push(format);
			files.push(file);
			// At once, so that a cut after it does not write it twice.
			return say({ ...known, state: 'begun', files: [...files], formats: [...formats] }, `part:${turn}:${format}`);
		},
	});
	// The next opening goes on from what stands.
	if (outcome.isCut) return begun;
	if (outcome.lacking.length === 0) return say({ state: 'done', files, formats }, `done:${month.scope}:${month.month}`);
	const lacking = outcome.lacking.map(({ format, message, hint, isUnprintable }) => ({
		...{ format, message, hint, isUnprintable },
	}));
	const trouble = troubleAfter(last, report.folder, lacking, parts.clock.now());
	return say({ state: 'failing', files, formats, trouble }, `failing:${turn}`);
}

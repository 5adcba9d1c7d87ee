/** What people said about a scope and a month, read from the decisions that the store mirrors. */
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { HandAnswer } from '../../../shared/domain/maturity/inputs.ts';
import { actorName } from '../../../shared/domain/release.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { ActionInput } from '../../../shared/domain/retrospective/inputs.ts';
import type { MonthlyReport } from '../../../shared/domain/retrospective/model.ts';
import { readReportBody } from '../../../shared/report/schema.ts';
import type { RetrospectiveOptions } from './ports.ts';

type Type = DeliveryDecision['type'];
export type Recorded<T extends Type> = RecordedDecision & {
	readonly decision: Extract<DeliveryDecision, { readonly type: T }>;
};

export interface Frozen {
	readonly report: MonthlyReport;
	readonly frozenAt: number;
	readonly frozenBy: string;
	readonly seq: number;
}

/** All of it, read at once. */
export interface Said {
	readonly answers: readonly HandAnswer[];
	notes(scope: string, month: string): string;
	actions(scope: string, month: string): readonly ActionInput[];
	/** Fails where a frozen body cannot be read: it is never replaced by a draft. */
	frozen(scope: string, month: string): Result<Frozen | null>;
	/** Months of the scope that are frozen and can be read, oldest first. */
	frozenBefore(scope: string, month: string): readonly Frozen[];
	written(scope: string, month: string): Recorded<'report-written'> | null;
}

const types = ['maturity-answered', 'notes-written', 'action-taken', 'report-frozen', 'report-written'] as const;

export type ReadBody = (recorded: Recorded<'report-frozen'>) => Result<MonthlyReport>;

/** Bodies of frozen reports never change, so each is parsed once. */
export function createBodyReader(): ReadBody {
	const known = new Map<number, Result<MonthlyReport>>();
	return ({ seq, decision }) => {
		const found = known.get(seq) ?? readReportBody(decision.report);
		known.set(seq, found);
		return found;
	};
}

export async function readSaid(store: RetrospectiveOptions['store'], readBody: ReadBody): Promise<Result<Said>> {
	const read = await store.decisions({ types });
	if (!read.ok) return read;
	const inOrder = read.value.toSorted((left, right) => left.seq - right.seq);
	return ok(saidIn(inOrder, readBody));
}

function saidIn(all: readonly RecordedDecision[], readBody: ReadBody): Said {
	const frozenReports = all.filter(isOf('report-frozen'));
	return {
		answers: all.filter(isOf('maturity-answered')).map(({ decision, actor, at }) => ({
			...{ scope: decision.scope, item: decision.item, answer: decision.answer, note: decision.note },
			by: actorName(actor),
			at,
		})),
		notes: (scope, month) => newest(all.filter(isOf('notes-written')), scope, month)?.decision.markdown ?? '',
		actions: (scope, month) => actionsIn(all.filter(isOf('action-taken')), scope, month),
		frozen(scope, month) {
			const recorded = newest(frozenReports, scope, month);
			return recorded === null ? ok(null) : toFrozen(recorded, readBody);
		},
		frozenBefore: (scope, month) =>
			frozenReports
				.filter(({ decision }) => decision.scope === scope && decision.month < month)
				.toSorted((left, right) => (left.decision.month < right.decision.month ? -1 : 1))
				.flatMap((recorded) => {
					const frozen = toFrozen(recorded, readBody);
					return frozen.ok ? [frozen.value] : [];
				}),
		written: (scope, month) => newest(all.filter(isOf('report-written')), scope, month),
	};
}

function isOf<T extends Type>(type: T) {
	return (recorded: RecordedDecision): recorded is Recorded<T> => recorded.decision.type === type;
}

function newest<T extends { readonly decision: { readonly scope: string; readonly month: string } }>(
	recorded: readonly T[],
	scope: string,
	month: string,
): T | null {
	return recorded.findLast(({ decision }) => decision.scope === scope && decision.month === month) ?? null;
}

/** The newest word about each action; those that were taken back are left out. */
function actionsIn(
	recorded: readonly Recorded<'action-taken'>[],
	scope: string,
	month: string,
): readonly ActionInput[] {
	const byId = new Map<string, Recorded<'action-taken'>['decision']>();
	for (const { decision } of recorded) {
		if (decision.scope === scope && decision.month === month) byId.set(decision.id, decision);
	}
	return [...byId.values()]
		.filter(({ isActive }) => isActive)
		.map(({ id, text, owner, recommendation }) => ({ id, text, owner, recommendation }));
}

function toFrozen(recorded: Recorded<'report-frozen'>, readBody: ReadBody): Result<Frozen> {
	const body = readBody(recorded);
	if (!body.ok) return body;
	return ok({
		report: body.value,
		frozenAt: recorded.at,
		frozenBy: actorName(recorded.actor),
		seq: recorded.seq,
	});
}

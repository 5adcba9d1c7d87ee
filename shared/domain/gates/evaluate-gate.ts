/**
 * One gate of one run, held against what was collected. What is missing is missing and what cannot be read is no proof: neither
 * ever passes (domain.md, "Pipelines and gates").
 */
import type { Job } from '../pipeline/model.ts';
import { afterColon } from '../pipeline/words.ts';
import type { Quarantine } from '../tests/model.ts';
import type { CollectedEvidence, Evidence } from './evidence.ts';
import { evidenceOfGate, type GateEvidence } from './gate-evidence.ts';
import { gateFigure, trendOf } from './gate-figure.ts';
import type { Gate, GateResult, GateTrend, Waiver } from './model.ts';
import { ruleOnGate } from './rule-on-gate.ts';
import { nothingFound, ofKind, type Ruling } from './ruling.ts';
import { type GateSource, sourcesOfGate, fitsRule } from './source-fit.ts';
import { outcomeWith, waiverFor } from './waivers.ts';

export type { GateSource } from './source-fit.ts';

/** The last release on the default branch, another one than this run's own. */
export interface GateBaseline {
	readonly version: string;
	/** Null where its evidence is not to be had any more. */
	readonly collected: CollectedEvidence | null;
}

export interface GateQuestion {
	readonly service: string;
	readonly runId: string;
	readonly gate: Gate;
	/** All of the run. */
	readonly jobs: readonly Job[];
	/** Null: not collected yet. */
	readonly collected: CollectedEvidence | null;
	/** The configured sources of evidence. */
	readonly sources: readonly GateSource[];
	/** Nothing more can come for the gate's stage. */
	readonly isStageOver: boolean;
	/** Null: there is no release yet. */
	readonly baseline: GateBaseline | null;
	/** This gate's figures of earlier runs, oldest first. */
	readonly earlier: readonly (number | null)[];
	/** Not ended by a person; those for others and those that have run out are left aside. */
	readonly waivers: readonly Waiver[];
	/** Of tests that failed, in force when they ran: what came or ended later changes nothing. */
	readonly quarantines: readonly Quarantine[];
	readonly now: number;
}

export function evaluateGate(question: GateQuestion): GateResult {
	const { gate, service, runId, now } = question;
	const evidence = gate.rule.kind === 'jobs' ? noEvidence : evidenceOfGate(gate, question.collected, question.sources);
	const baselineReports = reportsOfBaseline(question);
	const ruling = timed(rulingOf(question, evidence, baselineReports), question.isStageOver);
	const waiver = waiverFor({ gate: gate.name, service, runId }, question.waivers, now);
	return {
		...{ gate: gate.name, stage: gate.stage, kind: gate.rule.kind },
		...{ found: ruling.found, limit: ruling.limit, reason: ruling.reason },
		outcome: outcomeWith(waiver, ruling.outcome),
		evidence: evidence.reports.map(({ id }) => id),
		...(ruling.quarantined === undefined ? {} : { quarantined: ruling.quarantined }),
		trend: trendOfGate(question, evidence.reports, baselineReports),
		waiver,
		unwaived: ruling.outcome,
	};
}

const noEvidence: GateEvidence = { reports: [], gaps: [] };

function rulingOf(question: GateQuestion, evidence: GateEvidence, before: readonly Evidence[] | null): Ruling {
	const { gate, jobs, baseline, quarantines } = question;
	const ruling = ruleOnGate(gate.rule, {
		...{ reports: evidence.reports, jobs, quarantines },
		baseline:
			baseline === null
				? null
				: { version: baseline.version, reports: before === null ? null : ofKind(before, 'coverage') },
	});
	return withGaps(ruling, evidence);
}

/** A report that cannot be read cannot make good what another one shows, and what it would have shown is not known. */
function withGaps(ruling: Ruling, { reports, gaps }: GateEvidence): Ruling {
	const [gap, ...more] = gaps;
	if (gap === undefined) return ruling;
	const text = more.length === 0 ? gap : `${gap}; and ${more.length} more like it`;
	if (reports.length === 0) return { ...ruling, outcome: 'missing', found: nothingFound, reason: text };
	return ruling.outcome === 'failed'
		? { ...ruling, reason: `${ruling.reason}; besides, ${afterColon(text)}` }
		: { ...ruling, outcome: 'missing', reason: text };
}

/** Until its stage is over, what is missing can still come. */
function timed(ruling: Ruling, isStageOver: boolean): Ruling {
	return ruling.outcome === 'missing' && !isStageOver ? { ...ruling, outcome: 'waiting' } : ruling;
}

/** The baseline's reports that this gate would have read; null where they are not complete. */
function reportsOfBaseline({ gate, baseline, sources }: GateQuestion): readonly Evidence[] | null {
	const collected = baseline?.collected ?? null;
	if (collected === null || gate.rule.kind === 'jobs') return null;
	const names = sourcesOfGate(gate, sources, collected.evidence);
	const reports = collected.evidence.filter((one) => names.includes(one.source) && fitsRule(gate.rule, one));
	const isComplete = !collected.problems.some(({ source }) => names.includes(source));
	return reports.length > 0 && isComplete ? reports : null;
}

function trendOfGate(
	{ gate, baseline, earlier }: GateQuestion,
	reports: readonly Evidence[],
	before: readonly Evidence[] | null,
): GateTrend | null {
	const value = before === null ? null : gateFigure(gate.rule, before);
	return trendOf({
		...{ rule: gate.rule, value: gateFigure(gate.rule, reports), earlier },
		before: baseline === null || value === null ? null : { version: baseline.version, value },
	});
}

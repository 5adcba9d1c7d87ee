/** The five levels of a month: every item answered from evidence where it can, by hand where somebody did, or not at all. */
import { basicEvidence } from './basic-evidence.ts';
import type { EvidenceFinding } from './findings.ts';
import { flowEvidence } from './flow-evidence.ts';
import { oldAnswerMonths, oldBefore } from './history.ts';
import type { HandAnswer, MaturityInputs } from './inputs.ts';
import { type ItemId, itemDefinitions, itemIds, levelTitles } from './items.ts';
import { type MaturityAssessment, type MaturityItem, type MaturityLevel, maturityLevels } from './model.ts';

type Level = MaturityAssessment['levels'][number];

const rules = { ...basicEvidence, ...flowEvidence };

export function assessMaturity(inputs: MaturityInputs): MaturityAssessment {
	const items = itemIds.map((id) => answerItem(id, inputs));
	const levels = maturityLevels.map((level) => levelOf(level, items));
	return {
		scope: inputs.scope,
		month: inputs.month,
		levels,
		reached: reachedLevel(levels),
		history: inputs.history.filter(({ month }) => month < inputs.month),
	};
}

/** As one line of a later month's history. */
export function historyEntry({ month, reached, levels }: MaturityAssessment): MaturityAssessment['history'][number] {
	const of = (wanted: MaturityLevel) => levels.find(({ level }) => level === wanted)?.fulfilled ?? 0;
	return { month, reached, fulfilled: { 1: of(1), 2: of(2), 3: of(3), 4: of(4), 5: of(5) } };
}

function levelOf(level: MaturityLevel, all: readonly MaturityItem[]): Level {
	const items = all.filter((item) => item.level === level);
	return {
		level,
		title: levelTitles[level],
		items,
		fulfilled: items.filter(({ answer }) => answer === 'yes').length,
		answered: items.filter(({ answer }) => answer !== 'not-measured' && answer !== 'not-applicable').length,
	};
}

/** What does not apply holds nobody back; what is not measured does. */
function reachedLevel(levels: readonly Level[]): 0 | MaturityLevel {
	let reached: 0 | MaturityLevel = 0;
	for (const { level, items, fulfilled } of levels) {
		const isDone = items.every(({ answer }) => answer === 'yes' || answer === 'not-applicable');
		if (!isDone || fulfilled === 0) break;
		reached = level;
	}
	return reached;
}

function answerItem(id: ItemId, inputs: MaturityInputs): MaturityItem {
	const { level, question, hint } = itemDefinitions[id];
	const found = rules[id]?.(inputs) ?? null;
	const hand = handAnswer(id, inputs);
	const isByHand = hand !== null && (found === null || hand.answer === 'not-applicable');
	if (hand !== null && isByHand) {
		const said = [handLine(hand, inputs), ...oldLine(hand, inputs)];
		const evidence = [...said, ...(found?.evidence ?? []).map((line) => `the data says: ${line}`)];
		return { id, level, question, answer: hand.answer, answeredBy: 'hand', evidence, at: hand.at, hint: null };
	}
	if (found === null) {
		return { id, level, question, answer: 'not-measured', answeredBy: 'nobody', evidence: [], at: null, hint };
	}
	return {
		...{ id, level, question, answer: found.answer, answeredBy: 'evidence' as const },
		evidence: beside(found, hand, inputs),
		at: inputs.facts.dataAsOf,
		hint: null,
	};
}

/** Where the data can answer it decides; what somebody said otherwise stands beside it. */
function beside(found: EvidenceFinding, hand: HandAnswer | null, inputs: MaturityInputs): readonly string[] {
	return hand === null || hand.answer === found.answer
		? found.evidence
		: [...found.evidence, `said otherwise (${hand.answer}): ${handLine(hand, inputs)}`];
}

/** Its own answer; else that for all services. */
function handAnswer(item: string, { answers, scope }: MaturityInputs): HandAnswer | null {
	const newest = (wanted: string) =>
		answers
			.filter((each) => each.item === item && each.scope === wanted)
			.toSorted((left, right) => left.at - right.at)
			.at(-1) ?? null;
	return newest(scope) ?? newest('*');
}

function handLine({ note, by, scope }: HandAnswer, inputs: MaturityInputs): string {
	const where = scope === inputs.scope ? '' : ', for all services';
	return `${note} (${by}${where})`;
}

function oldLine({ at }: HandAnswer, { month, facts }: MaturityInputs): readonly string[] {
	if (at >= oldBefore(month, facts.metrics.zone)) return [];
	return [`said more than ${oldAnswerMonths} months before the end of the month: ask whether it still holds`];
}

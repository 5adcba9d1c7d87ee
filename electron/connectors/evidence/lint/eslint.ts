/** ESLint's JSON: `eslint --format json`. Figures of functions are read from the messages of two of its rules. */
import { z } from 'zod';
import {
	type Finding,
	type LintFacts,
	type LintMeasure,
	type Measure,
	mostItemsKept,
} from '../../../../shared/domain/gates/evidence.ts';
import { readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import type { ReportParser } from '../parser.ts';

const message = z.looseObject({
	ruleId: z.string().nullish(),
	severity: z.number(),
	message: z.string(),
	line: z.number().nullish(),
	fatal: z.boolean().nullish(),
});
type Message = z.infer<typeof message>;
const schema = z.array(
	z.looseObject({ filePath: z.string(), messages: z.array(message), suppressedMessages: z.array(message).nullish() }),
);

interface Figures {
	count: number;
	toolLimit: number | null;
	worst: Measure[];
}

/** "Function 'a' has a complexity of 12. Maximum allowed is 10." and "Function 'a' has too many lines (61). Maximum allowed is 50." */
const figurePatterns = {
	complexity: /complexity of (\d{1,6})\. Maximum allowed is (\d{1,6})/u,
	functionLength: /too many lines \((\d{1,7})\)\. Maximum allowed is (\d{1,7})/u,
} as const;
const ruleFigures: Readonly<Record<string, keyof typeof figurePatterns>> = {
	complexity: 'complexity',
	'max-lines-per-function': 'functionLength',
};

export const parseEslint: ReportParser = async (bytes, { limits }) => {
	const files = await readWholeJson(bytes, schema, limits);
	const figures = { complexity: emptyFigures(), functionLength: emptyFigures() };
	const items: Finding[] = [];
	const suppressed: Finding[] = [];
	const counts = { files: files.length, errors: 0, warnings: 0, fatal: 0 };
	for (const { filePath, messages, suppressedMessages } of files) {
		if (messages.some(({ fatal }) => fatal === true)) counts.fatal += 1;
		for (const one of messages) {
			if (one.severity >= 2 || one.fatal === true) counts.errors += 1;
			else counts.warnings += 1;
			measure(one, filePath, figures);
			if (items.length < mostItemsKept) items.push(findingOf(one, filePath, false));
		}
		for (const one of suppressedMessages ?? []) {
			if (suppressed.length < mostItemsKept) suppressed.push(findingOf(one, filePath, true));
		}
	}
	const facts: LintFacts = {
		kind: 'lint',
		...counts,
		complexity: measureOf(figures.complexity),
		functionLength: measureOf(figures.functionLength),
		items: [...items, ...suppressed].slice(0, mostItemsKept),
	};
	return { facts, tool: 'ESLint', writtenAt: null };
};

function emptyFigures(): Figures {
	return { count: 0, toolLimit: null, worst: [] };
}

function measure(one: Message, file: string, figures: Readonly<Record<keyof typeof figurePatterns, Figures>>): void {
	// A plugin's own edition of a rule has its name in front: "@typescript-eslint/max-lines-per-function".
	const kind = ruleFigures[one.ruleId?.split('/').at(-1) ?? ''];
	if (kind === undefined) return;
	const [, value, limit] = figurePatterns[kind].exec(one.message) ?? [];
	if (value === undefined || limit === undefined) return;
	const into = figures[kind];
	into.count += 1;
	// A configuration may set several limits for several folders; the loosest says how much may be hidden.
	into.toolLimit = Math.max(into.toolLimit ?? 0, Number(limit));
	const name = /'([^']{1,200})'/u.exec(one.message)?.[1] ?? null;
	into.worst.push({ value: Number(value), name, file: cut(file), line: one.line ?? null });
	if (into.worst.length > mostItemsKept * 2) into.worst = highest(into.worst);
}

function highest(measures: readonly Measure[]): Measure[] {
	return measures.toSorted((one, other) => other.value - one.value).slice(0, mostItemsKept);
}

function measureOf({ count, toolLimit, worst }: Figures): LintMeasure | null {
	const sorted = highest(worst);
	const [first] = sorted;
	return first === undefined ? null : { ...first, count, toolLimit, worst: sorted };
}

function findingOf(one: Message, file: string, isSuppressed: boolean): Finding {
	return {
		rule: cut(one.ruleId) ?? (one.fatal === true ? 'fatal' : '(no rule)'),
		severity: one.severity >= 2 || one.fatal === true ? 'high' : 'medium',
		message: cut(one.message) ?? '',
		file: cut(file),
		line: one.line ?? null,
		isSuppressed,
	};
}

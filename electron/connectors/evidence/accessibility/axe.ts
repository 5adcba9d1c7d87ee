/** Results of axe-core: of one page, of several, or as @axe-core/cli saves them. */
import { z } from 'zod';
import {
	type AccessibilityFacts,
	type Impact,
	impacts,
	mostItemsKept,
} from '../../../../shared/domain/gates/evidence.ts';
import { checked, readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';

const text = z.string().nullish();
const violation = z.looseObject({
	id: z.string(),
	impact: z.enum(impacts).nullish(),
	help: text,
	nodes: z.array(z.unknown()).nullish(),
});
const page = z.looseObject({
	violations: z.array(violation),
	passes: z.array(z.unknown()).nullish(),
	incomplete: z.array(z.unknown()).nullish(),
	url: text,
	timestamp: text,
	testEngine: z.looseObject({ name: text, version: text }).nullish(),
});
type Page = z.infer<typeof page>;
const pages = z.array(page);

export const parseAxe: ReportParser = async (bytes, { limits }) => {
	const looked = checked(pages, listOf(await readWholeJson(bytes, z.unknown(), limits)));
	if (looked.length === 0) throw new Refusal('looked at no page', null, 'Check which pages the scan was given.');
	const engine = looked.find(({ testEngine }) => testEngine != null)?.testEngine;
	const instants = looked.flatMap(({ timestamp }) => instantOf(timestamp) ?? []);
	return {
		facts: factsOf(looked),
		tool:
			engine == null ? null : [cut(engine.name), cut(engine.version)].filter((part) => part !== null).join(' ') || null,
		writtenAt: instants.length === 0 ? null : Math.max(...instants),
	};
};

/** One page, a list of pages, or either of them below `results`. */
function listOf(report: unknown): readonly unknown[] {
	if (Array.isArray(report)) return report;
	const isWrapped = typeof report === 'object' && report !== null && 'results' in report && !('violations' in report);
	return isWrapped ? listOf(report.results) : [report];
}

function factsOf(looked: readonly Page[]): AccessibilityFacts {
	const violations: Partial<Record<Impact, number>> = {};
	const items: AccessibilityFacts['items'][number][] = [];
	for (const { violations: found, url } of looked) {
		for (const { id, impact, help, nodes } of found) {
			// A rule without an impact must not slip below a limit.
			const counted = impact ?? 'critical';
			violations[counted] = (violations[counted] ?? 0) + 1;
			items.push({
				rule: cut(id) ?? '(no rule)',
				impact: impact ?? null,
				help: cut(help) ?? '',
				page: cut(url),
				nodes: nodes?.length ?? 0,
			});
		}
	}
	const sum = (of: (one: Page) => number) => looked.reduce((total, one) => total + of(one), 0);
	return {
		kind: 'accessibility',
		pages: looked.length,
		passes: sum(({ passes }) => passes?.length ?? 0),
		violations,
		incomplete: sum(({ incomplete }) => incomplete?.length ?? 0),
		items: items.toSorted((one, other) => rank(one.impact) - rank(other.impact)).slice(0, mostItemsKept),
	};
}

function rank(impact: Impact | null): number {
	return impact === null ? 0 : impacts.indexOf(impact);
}

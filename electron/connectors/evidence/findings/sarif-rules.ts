/** The rules of one SARIF run: what a result leaves to its rule. Sections 3.49 to 3.52 of SARIF 2.1.0. */
import { z } from 'zod';
import type { Severity } from '../../../../shared/domain/gates/evidence.ts';
import { checked } from '../json/read-json.ts';
import type { Shape } from '../json/shape.ts';
import { cut } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { severityOfScore } from './severity.ts';

export const ruleKeys: Shape = {
	keys: {
		id: 'all',
		shortDescription: { keys: { text: 'all' } },
		defaultConfiguration: { keys: { level: 'all' } },
		properties: { keys: { 'security-severity': 'all', tags: { items: 'all', most: 50 } } },
	},
};

/** CodeQL writes the score as a text, others as a number. */
export const score = z.union([z.string(), z.number()]).nullish();
const text = z.string().nullish();
const ruleSchema = z.looseObject({
	id: text,
	shortDescription: z.looseObject({ text }).nullish(),
	defaultConfiguration: z.looseObject({ level: text }).nullish(),
	properties: z.looseObject({ 'security-severity': score, tags: z.array(z.unknown()).nullish() }).nullish(),
});

/** How a result names its rule. */
export interface RuleReference {
	readonly id: string | null;
	readonly index: number | null;
	/** Index of the extension that holds it; null for the driver. */
	readonly component: number | null;
}

export interface Rule {
	readonly id: string | null;
	readonly level: string | null;
	readonly severity: Severity | null;
	readonly description: string | null;
	readonly tags: readonly string[];
}

export interface RuleBook {
	/** Rules come in their order, those of an extension with its index. */
	add(value: unknown, component: number | null): void;
	find(reference: RuleReference): Rule | null;
	/** Of every rule. */
	readonly tags: () => ReadonlySet<string>;
	readonly hasScores: () => boolean;
}

/** A score as severity; null where there is none. */
export function severityOfSecurityScore(value: string | number | null | undefined): Severity | null {
	if (value == null || value === '') return null;
	return severityOfScore(Number(value));
}

export function createRuleBook(mostRules: number): RuleBook {
	const byPlace = new Map<string, Rule>();
	const byId = new Map<string, Rule>();
	const nextIndex = new Map<number | null, number>();
	const allTags = new Set<string>();
	let hasScores = false;
	return {
		add(value, component) {
			if (byPlace.size >= mostRules) throw new Refusal(`names more than ${mostRules} rules`);
			const rule = ruleOf(value);
			const index = nextIndex.get(component) ?? 0;
			nextIndex.set(component, index + 1);
			byPlace.set(`${component ?? ''}:${index}`, rule);
			if (rule.id !== null && !byId.has(rule.id)) byId.set(rule.id, rule);
			for (const tag of rule.tags) if (allTags.size < 1000) allTags.add(tag);
			hasScores ||= rule.severity !== null;
		},
		find({ id, index, component }) {
			const placed = index === null || index < 0 ? undefined : byPlace.get(`${component ?? ''}:${index}`);
			if (placed !== undefined) return placed;
			if (id === null) return null;
			// "CA1000/1" is a rule below "CA1000": section 3.27.5.
			const parent = id.includes('/') ? byId.get(id.slice(0, id.lastIndexOf('/'))) : undefined;
			return byId.get(id) ?? parent ?? null;
		},
		tags: () => allTags,
		hasScores: () => hasScores,
	};
}

function ruleOf(value: unknown): Rule {
	const rule = checked(ruleSchema, value, 'rules');
	return {
		id: cut(rule.id),
		level: rule.defaultConfiguration?.level ?? null,
		severity: severityOfSecurityScore(rule.properties?.['security-severity']),
		description: cut(rule.shortDescription?.text),
		tags: (rule.properties?.tags ?? []).flatMap((tag) =>
			typeof tag === 'string' ? [tag.slice(0, 100).toLowerCase()] : [],
		),
	};
}

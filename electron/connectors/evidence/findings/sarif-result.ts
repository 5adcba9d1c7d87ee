/** One result of a SARIF run: section 3.27 of SARIF 2.1.0. */
import { z } from 'zod';
import type { Severity } from '../../../../shared/domain/gates/evidence.ts';
import { checked } from '../json/read-json.ts';
import type { Shape } from '../json/shape.ts';
import { cut } from '../limits.ts';
import { type RuleReference, score, severityOfSecurityScore } from './sarif-rules.ts';

export const resultKeys: Shape = {
	keys: {
		ruleId: 'all',
		ruleIndex: 'all',
		rule: { keys: { id: 'all', index: 'all', toolComponent: { keys: { index: 'all' } } } },
		level: 'all',
		kind: 'all',
		message: { keys: { text: 'all' } },
		locations: {
			items: {
				keys: {
					physicalLocation: {
						keys: { artifactLocation: { keys: { uri: 'all' } }, region: { keys: { startLine: 'all' } } },
					},
				},
			},
			most: 1,
		},
		suppressions: { items: { keys: { status: 'all' } } },
		baselineState: 'all',
		properties: { keys: { 'security-severity': 'all' } },
	},
};

const text = z.string().nullish();
const number = z.number().nullish();
const resultSchema = z.looseObject({
	ruleId: text,
	ruleIndex: number,
	rule: z.looseObject({ id: text, index: number, toolComponent: z.looseObject({ index: number }).nullish() }).nullish(),
	level: text,
	kind: text,
	message: z.looseObject({ text }).nullish(),
	locations: z
		.array(
			z.looseObject({
				physicalLocation: z
					.looseObject({
						artifactLocation: z.looseObject({ uri: text }).nullish(),
						region: z.looseObject({ startLine: number }).nullish(),
					})
					.nullish(),
			}),
		)
		.nullish(),
	suppressions: z.array(z.looseObject({ status: text })).nullish(),
	baselineState: text,
	properties: z.looseObject({ 'security-severity': score }).nullish(),
});

export interface SarifResult {
	readonly rule: RuleReference;
	/** As the result itself says it; null where its rule decides. */
	readonly level: string | null;
	/** Null where the rule decides. */
	readonly severity: Severity | null;
	readonly isSuppressed: boolean;
	readonly message: string | null;
	readonly file: string | null;
	readonly line: number | null;
}

/** Kinds that say that something is well, or say nothing about it: section 3.27.9. */
const noFindings = new Set(['pass', 'notApplicable', 'informational']);

/** Null for what is no finding: a pass, or one of an earlier run that is gone (`baselineState: absent`). */
export function resultOf(value: unknown): SarifResult | null {
	const result = checked(resultSchema, value, 'results');
	if (result.baselineState === 'absent' || noFindings.has(result.kind ?? 'fail')) return null;
	const place = result.locations?.[0]?.physicalLocation;
	return {
		rule: {
			id: cut(result.ruleId ?? result.rule?.id),
			index: result.ruleIndex ?? result.rule?.index ?? null,
			component: result.rule?.toolComponent?.index ?? null,
		},
		level: levelOf(result.level, result.kind),
		severity: severityOfSecurityScore(result.properties?.['security-severity']),
		isSuppressed: isSuppressed(result.suppressions),
		message: cut(result.message?.text),
		file: cut(place?.artifactLocation?.uri),
		line: place?.region?.startLine ?? null,
	};
}

/** A result that still waits for a decision (`open`, `review`) has no level of its own; it counts as one of unknown severity. */
function levelOf(level: string | null | undefined, kind: string | null | undefined): string | null {
	if (kind === 'open' || kind === 'review') return 'undecided';
	return level ?? null;
}

/** Accepted, or without a status: section 3.35.4. One that is under review or rejected keeps the result alive. */
function isSuppressed(
	suppressions: readonly { readonly status?: string | null | undefined }[] | null | undefined,
): boolean {
	if (suppressions == null || suppressions.length === 0) return false;
	return suppressions.every(({ status }) => status == null || status === 'accepted');
}

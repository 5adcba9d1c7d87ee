/** One run of a SARIF report. Rules may stand after the results that need them, so results wait for the end of their run. */
import { type FindingFacts, mostItemsKept } from '../../../../shared/domain/gates/evidence.ts';
import { Refusal } from '../refusal.ts';
import { aboutOfRun } from './sarif-about.ts';
import type { SarifResult } from './sarif-result.ts';
import { createRuleBook, type Rule, type RuleBook } from './sarif-rules.ts';
import { severityOfLevel } from './severity.ts';
import type { FindingTally } from './tally.ts';

export interface SarifRun {
	readonly rules: RuleBook;
	add(result: SarifResult | null): void;
	/** Counts and keeps its findings, and says what they are about. */
	finish(tool: string, into: FindingTally): FindingFacts['about'];
}

interface Group {
	readonly like: SarifResult;
	times: number;
}

export function createSarifRun(mostNames: number): SarifRun {
	const rules = createRuleBook(mostNames);
	/** Results that will have the same severity, counted together. */
	const groups = new Map<string, Group>();
	const firstActive: SarifResult[] = [];
	const firstSuppressed: SarifResult[] = [];
	return {
		rules,
		add(result) {
			if (result === null) return;
			const first = result.isSuppressed ? firstSuppressed : firstActive;
			if (first.length < mostItemsKept) first.push(result);
			const { rule, level, severity, isSuppressed } = result;
			const key = `${rule.id}\0${rule.index}\0${rule.component}\0${level}\0${severity}\0${isSuppressed}`;
			const group = groups.get(key);
			if (group !== undefined) group.times += 1;
			else if (groups.size < mostNames) groups.set(key, { like: result, times: 1 });
			else throw new Refusal(`names more than ${mostNames} rules`);
		},
		finish(tool, into) {
			for (const { like, times } of groups.values()) {
				into.count(severityOf(like, rules.find(like.rule)), like.isSuppressed, times);
			}
			for (const result of [...firstActive, ...firstSuppressed]) {
				const rule = rules.find(result.rule);
				const name = result.rule.id ?? rule?.id ?? '(no rule)';
				into.keep({
					rule: name,
					severity: severityOf(result, rule),
					message: result.message ?? rule?.description ?? name,
					file: result.file,
					line: result.line,
					isSuppressed: result.isSuppressed,
				});
			}
			return aboutOfRun({ tool, ...traitsOf(rules) });
		},
	};
}

/** A score of security says more than a level; the level is the result's, then the rule's, then `warning`: section 3.27.10. */
function severityOf(result: SarifResult, rule: Rule | null) {
	return result.severity ?? rule?.severity ?? severityOfLevel(result.level ?? rule?.level ?? 'warning');
}

function traitsOf(rules: RuleBook) {
	const tags = rules.tags();
	const [vulnerability, secret] = [tags.has('vulnerability'), tags.has('secret')];
	const others = tags.has('misconfiguration') || tags.has('license');
	return {
		hasSecurityRules: rules.hasScores() || tags.has('security'),
		hasOnlyVulnerabilities: vulnerability && !secret && !others,
		hasOnlySecrets: secret && !vulnerability && !others,
	};
}

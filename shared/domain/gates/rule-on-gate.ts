/** Each kind of rule finds its own file here. */
import type { Job } from '../pipeline/model.ts';
import type { Quarantine } from '../tests/model.ts';
import { ruleOnAccessibility } from './accessibility-rule.ts';
import { ruleOnContracts } from './contracts-rule.ts';
import { type CoverageBaseline, ruleOnCoverage } from './coverage-rule.ts';
import type { Evidence } from './evidence.ts';
import { ruleOnFindings } from './findings-rule.ts';
import { ruleOnJobs } from './jobs-rule.ts';
import { ruleOnLint } from './lint-rule.ts';
import { ruleOnMeasure } from './measure-rule.ts';
import type { GateRule } from './model.ts';
import { ruleOnPerformance } from './performance-rule.ts';
import { ofKind, type Ruling } from './ruling.ts';
import { ruleOnTests } from './tests-rule.ts';

/** What the rule says of these reports (of those that fit it, and at least one, unless it reads none). */
export function ruleOnGate(
	rule: GateRule,
	facts: {
		readonly reports: readonly Evidence[];
		readonly jobs: readonly Job[];
		readonly baseline: CoverageBaseline | null;
		/** In force when the tests ran. */
		readonly quarantines: readonly Quarantine[];
	},
): Ruling {
	const { reports, jobs, baseline, quarantines } = facts;
	switch (rule.kind) {
		case 'tests':
			return ruleOnTests(rule, ofKind(reports, 'tests'), quarantines);
		case 'coverage':
			return ruleOnCoverage(rule, ofKind(reports, 'coverage'), baseline);
		case 'findings':
			return ruleOnFindings(rule, ofKind(reports, 'findings'));
		case 'complexity':
		case 'function-length':
			return ruleOnMeasure(rule, ofKind(reports, 'lint'));
		case 'lint':
			return ruleOnLint(rule, ofKind(reports, 'lint'));
		case 'jobs':
			return ruleOnJobs(rule, jobs);
		case 'contracts':
			return ruleOnContracts(ofKind(reports, 'contracts'));
		case 'performance':
			return ruleOnPerformance(rule, ofKind(reports, 'performance'));
		case 'accessibility':
			return ruleOnAccessibility(rule, ofKind(reports, 'accessibility'));
	}
}

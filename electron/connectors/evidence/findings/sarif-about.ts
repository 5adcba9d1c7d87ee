/** What a SARIF report is about, told by its tool and rules where the configuration does not say it. */
import type { FindingFacts } from '../../../../shared/domain/gates/evidence.ts';

type About = FindingFacts['about'];

const byTool: readonly (readonly [RegExp, About])[] = [
	[/gitleaks|trufflehog|detect-secrets|gitguardian|ggshield|secretlint/u, 'secrets'],
	[
		/osv-scanner|grype|dependency-?check|npm.audit|pip-audit|cargo-audit|govulncheck|dependabot|snyk open source/u,
		'dependencies',
	],
	[
		/codeql|semgrep|opengrep|bandit|gosec|brakeman|find-?sec-?bugs|checkov|tfsec|kics|njsscan|snyk code|devskim|horusec/u,
		'security',
	],
	[/\bzap\b|sobelow|psalm|trivy|security/u, 'security'],
	[
		/eslint|oxlint|biome|ruff|pylint|rubocop|clippy|detekt|ktlint|checkstyle|pmd|spotbugs|golangci|stylelint|clang-tidy|sonar/u,
		'quality',
	],
];

/** The stricter first: a file with runs of several tools is about the first of these. */
const order: readonly About[] = ['security', 'secrets', 'dependencies', 'quality'];

export interface RunTraits {
	readonly tool: string;
	/** Its rules carry a score or tag of security. */
	readonly hasSecurityRules: boolean;
	/** Its rules carry tags of known vulnerabilities, and no others: Trivy looks for several things. */
	readonly hasOnlyVulnerabilities: boolean;
	readonly hasOnlySecrets: boolean;
}

export function aboutOfRun(traits: RunTraits): About {
	const tool = traits.tool.toLowerCase();
	const known = byTool.find(([pattern]) => pattern.test(tool))?.[1];
	if (tool.includes('trivy')) {
		if (traits.hasOnlyVulnerabilities) return 'dependencies';
		return traits.hasOnlySecrets ? 'secrets' : 'security';
	}
	return known ?? (traits.hasSecurityRules ? 'security' : 'quality');
}

export function aboutOfRuns(runs: readonly About[]): About {
	return order.find((about) => runs.includes(about)) ?? 'quality';
}

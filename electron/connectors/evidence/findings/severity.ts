/** Words and scores of other tools in our severities. */
import { type Severity, severities } from '../../../../shared/domain/gates/evidence.ts';

/** CVSS v3.1, "Qualitative Severity Rating Scale": https://www.first.org/cvss/v3-1/specification-document. 0 is none, so information. */
export function severityOfScore(score: number): Severity {
	if (!(score >= 0 && score <= 10)) return 'unknown';
	if (score >= 9) return 'critical';
	if (score >= 7) return 'high';
	if (score >= 4) return 'medium';
	return score > 0 ? 'low' : 'info';
}

const words: Readonly<Record<string, Severity>> = {
	critical: 'critical',
	high: 'high',
	important: 'high',
	moderate: 'medium',
	medium: 'medium',
	low: 'low',
	minor: 'low',
	negligible: 'low',
	none: 'info',
	info: 'info',
	informational: 'info',
};

/** `unknown` for a word that we do not know: such a finding always counts. */
export function severityOfWord(word: string | null | undefined): Severity {
	return words[word?.toLowerCase() ?? ''] ?? 'unknown';
}

/** Levels of SARIF 2.1.0, section 3.27.10. */
export function severityOfLevel(level: string): Severity {
	if (level === 'error') return 'high';
	if (level === 'warning') return 'medium';
	if (level === 'note') return 'low';
	return level === 'none' ? 'info' : 'unknown';
}

export function isWorse(one: Severity, other: Severity): boolean {
	return severities.indexOf(one) < severities.indexOf(other);
}

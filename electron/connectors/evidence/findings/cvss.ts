/** Base score of a CVSS v3.0 or v3.1 vector: section 7.1 and appendix A of https://www.first.org/cvss/v3-1/specification-document */

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
	AC: { L: 0.77, H: 0.44 },
	UI: { N: 0.85, R: 0.62 },
	C: { H: 0.56, L: 0.22, N: 0 },
	I: { H: 0.56, L: 0.22, N: 0 },
	A: { H: 0.56, L: 0.22, N: 0 },
};
/** Privileges weigh more where the attack leaves its scope. */
const privileges = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } } as const;

/** 0..10. Null for another version of CVSS and for a vector that is not whole. */
export function baseScoreOf(vector: string): number | null {
	if (!/^CVSS:3\.[01]\//u.test(vector) || vector.length > 400) return null;
	const parts = new Map(vector.split('/').map((part) => [part.split(':')[0] ?? '', part.split(':')[1] ?? '']));
	const weight = (metric: string) => weights[metric]?.[parts.get(metric) ?? ''] ?? Number.NaN;
	const scope = parts.get('S');
	if (scope !== 'U' && scope !== 'C') return null;
	const wanted = parts.get('PR');
	const privilege = wanted === 'N' || wanted === 'L' || wanted === 'H' ? privileges[scope][wanted] : Number.NaN;
	const loss = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'));
	const impact = scope === 'U' ? 6.42 * loss : 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15;
	const exploitability = 8.22 * weight('AV') * weight('AC') * privilege * weight('UI');
	if (Number.isNaN(impact + exploitability)) return null;
	if (impact <= 0) return 0;
	return roundUp(Math.min((scope === 'U' ? 1 : 1.08) * (impact + exploitability), 10));
}

/** To one place, up, without the errors of binary fractions: appendix A. */
function roundUp(score: number): number {
	const whole = Math.round(score * 100_000);
	return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

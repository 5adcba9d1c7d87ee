/** How bad, out of the words that products and teams have for it. */
import type { IncidentSeverity } from '../../../../shared/domain/delivery/facts.ts';

const words: Readonly<Record<string, IncidentSeverity>> = {
	...{ critical: 'critical', blocker: 'critical', emergency: 'critical', disaster: 'critical', page: 'critical' },
	...{ p0: 'critical', p1: 'critical', sev0: 'critical', sev1: 'critical', s1: 'critical' },
	...{ high: 'high', major: 'high', error: 'high', p2: 'high', sev2: 'high', s2: 'high' },
	...{ medium: 'medium', moderate: 'medium', warning: 'medium', warn: 'medium', minor: 'medium' },
	...{ p3: 'medium', sev3: 'medium', s3: 'medium' },
	...{ low: 'low', info: 'low', informational: 'low', notice: 'low', none: 'low', trivial: 'low' },
	...{ p4: 'low', p5: 'low', sev4: 'low', sev5: 'low', s4: 'low', s5: 'low' },
};

/** The first of these that is known; "P1", "SEV-1", "severity::critical" and "Sev 1" are. `unknown` where none is. */
export function severityOf(said: readonly (string | null | undefined)[]): IncidentSeverity {
	for (const text of said) {
		const last = (text ?? '').toLowerCase().split(/[:/]/).at(-1) ?? '';
		const word = last.replaceAll(/[^a-z0-9]/g, '').replace(/^severity(?=\d)/, 'sev');
		const found = Object.hasOwn(words, word) ? words[word] : undefined;
		if (found !== undefined) return found;
	}
	return 'unknown';
}

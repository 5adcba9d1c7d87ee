/** gitleaks' JSON report. What it found is a secret: neither the secret nor the line that holds it is ever kept. */
import { z } from 'zod';
import { readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import type { ReportParser } from '../parser.ts';
import { createFindingTally } from './tally.ts';

const text = z.string().nullish();
const leak = z.looseObject({
	RuleID: z.string(),
	Description: text,
	File: text,
	StartLine: z.number().nullish(),
	Commit: text,
});
/** Versions before 8 wrote `null` where they found nothing. */
const schema = z.array(leak).nullable();

/** gitleaks tells no severity: every leak is of unknown severity, and so counts. Allowed ones (`.gitleaksignore`) are not in its report. */
export const parseGitleaks: ReportParser = async (bytes, { limits }) => {
	const leaks = (await readWholeJson(bytes, schema, limits)) ?? [];
	const tally = createFindingTally();
	for (const { RuleID, Description, File, StartLine, Commit } of leaks) {
		tally.count('unknown', false);
		const commit = Commit == null || Commit === '' ? '' : ` (commit ${Commit.slice(0, 7)})`;
		tally.keep({
			rule: cut(RuleID) ?? '(no rule)',
			severity: 'unknown',
			message: `${cut(Description) ?? 'A secret'}${commit}`,
			file: cut(File),
			line: StartLine ?? null,
			isSuppressed: false,
		});
	}
	return { facts: tally.facts('secrets'), tool: 'gitleaks', writtenAt: null };
};

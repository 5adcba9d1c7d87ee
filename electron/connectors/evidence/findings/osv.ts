/** OSV-Scanner's JSON: https://google.github.io/osv-scanner/output/ */
import { z } from 'zod';
import type { Severity } from '../../../../shared/domain/gates/evidence.ts';
import { readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import type { ReportParser } from '../parser.ts';
import { baseScoreOf } from './cvss.ts';
import { isWorse, severityOfScore, severityOfWord } from './severity.ts';
import { createFindingTally } from './tally.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const vulnerabilitySchema = z.looseObject({
	id: z.string(),
	aliases: texts,
	summary: text,
	severity: z.array(z.looseObject({ type: text, score: text })).nullish(),
	database_specific: z.looseObject({ severity: z.unknown() }).nullish(),
});
type Vulnerability = z.infer<typeof vulnerabilitySchema>;
const groupSchema = z.looseObject({ ids: z.array(z.string()), max_severity: text });
type Group = z.infer<typeof groupSchema>;
const packageSchema = z.looseObject({
	package: z.looseObject({ name: z.string(), version: text, ecosystem: text }),
	vulnerabilities: z.array(vulnerabilitySchema).nullish(),
	groups: z.array(groupSchema).nullish(),
});
type Package = z.infer<typeof packageSchema>;
const schema = z.looseObject({
	results: z
		.array(
			z.looseObject({ source: z.looseObject({ path: text }).nullish(), packages: z.array(packageSchema).nullish() }),
		)
		.nullish(),
});

/** The same vulnerability under several names (a group) counts once for each package that has it. */
export const parseOsv: ReportParser = async (bytes, { limits }) => {
	const { results } = await readWholeJson(bytes, schema, limits);
	const tally = createFindingTally();
	for (const { source, packages } of results ?? []) {
		for (const one of packages ?? []) {
			for (const group of groupsOf(one)) {
				const found = (one.vulnerabilities ?? []).filter(({ id }) => group.ids.includes(id));
				const severity = severityOfGroup(group, found);
				const { name, version } = one.package;
				tally.count(severity, false);
				tally.keep({
					rule: cut(group.ids[0]) ?? '(no id)',
					severity,
					message:
						cut(`${name} ${version ?? ''}: ${found[0]?.summary ?? group.ids.slice(0, 5).join(', ')}`) ??
						name.slice(0, 100),
					file: cut(source?.path),
					line: null,
					isSuppressed: false,
				});
			}
		}
	}
	const invalid = results == null ? 'OSV-Scanner reported no list of results, not even an empty one.' : null;
	return { facts: tally.facts('dependencies', { invalid }), tool: 'OSV-Scanner', writtenAt: null };
};

/** Every vulnerability is in one group: those that the scanner grouped, and each other one together with its aliases. */
function groupsOf({ groups, vulnerabilities }: Package): readonly Group[] {
	const all: Group[] = (groups ?? []).filter(({ ids }) => ids.length > 0);
	const seen = new Set(all.flatMap(({ ids }) => ids));
	for (const { id, aliases } of vulnerabilities ?? []) {
		if (seen.has(id)) continue;
		const ids = [id, ...(aliases ?? [])];
		for (const name of ids) seen.add(name);
		all.push({ ids });
	}
	return all;
}

/** The scanner's own highest score, else the worst of what its vulnerabilities say. */
function severityOfGroup(group: Group, found: readonly Vulnerability[]): Severity {
	const told = group.max_severity;
	if (told != null && told !== '' && Number.isFinite(Number(told))) return severityOfScore(Number(told));
	return found.map(severityOf).reduce<Severity>((worst, one) => (isWorse(one, worst) ? one : worst), 'unknown');
}

function severityOf({ severity, database_specific }: Vulnerability): Severity {
	const scores = (severity ?? []).flatMap(({ score }) => {
		const value = score == null ? null : baseScoreOf(score);
		return value === null ? [] : [value];
	});
	if (scores.length > 0) return severityOfScore(Math.max(...scores));
	const word = database_specific?.severity;
	return severityOfWord(typeof word === 'string' ? word : null);
}

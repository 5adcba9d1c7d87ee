/** `npm audit --json`, in its form of npm 7 and later (`vulnerabilities`) and the one before (`advisories`; pnpm still writes it). */
import { z } from 'zod';
import type { FindingFacts } from '../../../../shared/domain/gates/evidence.ts';
import { readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import type { ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { severityOfWord } from './severity.ts';
import { createFindingTally, type FindingTally } from './tally.ts';

const text = z.string().nullish();
const cause = z.union([
	z.string(),
	z.looseObject({ title: text, url: text, source: z.union([z.string(), z.number()]).nullish() }),
]);
const vulnerability = z.looseObject({ name: text, severity: z.string(), via: z.array(cause).nullish(), range: text });
const advisory = z.looseObject({
	module_name: text,
	severity: z.string(),
	title: text,
	url: text,
	github_advisory_id: text,
});
const counts = z.record(z.string(), z.unknown()).nullish();
const schema = z.looseObject({
	vulnerabilities: z.record(z.string(), vulnerability).optional(),
	advisories: z.record(z.string(), advisory).optional(),
	metadata: z
		.looseObject({
			vulnerabilities: counts,
			dependencies: z.union([z.number(), z.record(z.string(), z.unknown())]).nullish(),
			totalDependencies: z.number().nullish(),
		})
		.nullish(),
	error: z.looseObject({ code: text, summary: text }).nullish(),
	message: text,
});
type Audit = z.infer<typeof schema>;

/** Packages with a known vulnerability (as npm counts them), or advisories in the older form. */
export const parseNpmAudit: ReportParser = async (bytes, { limits }) => {
	const audit = await readWholeJson(bytes, schema, limits);
	const tally = createFindingTally();
	const count = audit.vulnerabilities === undefined ? countAdvisories(audit, tally) : countPackages(audit, tally);
	const facts = tally.facts('dependencies', { scanned: scannedOf(audit), invalid: whyInvalid(audit, count) });
	return { facts, tool: 'npm audit', writtenAt: null };
};

function countPackages({ vulnerabilities = {} }: Audit, tally: FindingTally): number {
	const packages = Object.entries(vulnerabilities);
	for (const [key, { name, severity, via, range }] of packages) {
		const rated = severityOfWord(severity);
		const titles = (via ?? []).map((one) =>
			typeof one === 'string' ? `through ${one}` : (cut(one.title) ?? 'a vulnerability'),
		);
		const advised = (via ?? []).find((one) => typeof one !== 'string');
		tally.count(rated, false);
		tally.keep({
			rule:
				cut(typeof advised === 'object' ? advised.url?.split('/').at(-1) : null) ??
				cut(name ?? key) ??
				key.slice(0, 100),
			severity: rated,
			message: cut(`${name ?? key} ${range ?? ''}: ${titles.join('; ')}`) ?? 'a vulnerability',
			file: null,
			line: null,
			isSuppressed: false,
		});
	}
	return packages.length;
}

function countAdvisories({ advisories = {} }: Audit, tally: FindingTally): number {
	const all = Object.entries(advisories);
	for (const [key, { module_name, severity, title, github_advisory_id }] of all) {
		const rated = severityOfWord(severity);
		tally.count(rated, false);
		tally.keep({
			rule: cut(github_advisory_id) ?? key.slice(0, 100),
			severity: rated,
			message: cut(`${module_name ?? 'a package'}: ${title ?? 'a vulnerability'}`) ?? 'a vulnerability',
			file: null,
			line: null,
			isSuppressed: false,
		});
	}
	return all.length;
}

function scannedOf({ metadata }: Audit): FindingFacts['scanned'] {
	const { dependencies, totalDependencies } = metadata ?? {};
	const told = typeof dependencies === 'object' && dependencies !== null ? dependencies['total'] : dependencies;
	const total = totalDependencies ?? told;
	return typeof total === 'number' && Number.isInteger(total) && total >= 0
		? { count: total, noun: 'dependencies' }
		: null;
}

/** `npm audit` without a registry or a lock file writes its error as JSON: that is not a clean bill. */
function whyInvalid(audit: Audit, count: number): string | null {
	if (audit.error != null) {
		return `npm audit could not finish: ${cut(audit.error.summary) ?? cut(audit.error.code) ?? 'it gave no reason'}`;
	}
	if (audit.vulnerabilities === undefined && audit.advisories === undefined) {
		if (typeof audit.message === 'string')
			return `npm audit could not finish: ${cut(audit.message) ?? 'it gave no reason'}`;
		throw new Refusal(
			'has neither `vulnerabilities` nor `advisories` and is no npm audit report',
			null,
			'Check `format` of the source.',
		);
	}
	const claimed = claimedTotal(audit);
	return claimed > 0 && count === 0 ? `npm audit says that it found ${claimed} and lists none of them.` : null;
}

function claimedTotal({ metadata }: Audit): number {
	const each = Object.entries(metadata?.vulnerabilities ?? {}).filter(([name]) => name !== 'total');
	return each.reduce((sum, [, value]) => sum + (typeof value === 'number' && value > 0 ? value : 0), 0);
}

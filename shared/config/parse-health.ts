/** A `health:` section on its own, for trying a policy before it is written into `signalbox.yaml`. */
import { defaultHealthPolicy } from '../domain/health/defaults.ts';
import type { HealthPolicy } from '../domain/health/model.ts';
import type { ConfigIssue } from '../rpc/views.ts';
import { buildHealth } from './build-health.ts';
import { checkHealth } from './check-health.ts';
import { health } from './file/health.ts';
import { findInlineSecrets, redactor } from './inline-secrets.ts';
import { findingsOf } from './issues.ts';
import { inOrder, toIssue } from './parse.ts';
import { fieldOf, type Path, type Plain, readSource } from './source.ts';

export interface ParsedHealth {
	/** Null when there is at least one error. */
	readonly policy: HealthPolicy | null;
	readonly issues: readonly ConfigIssue[];
}

/** What faults are told about instead of a file. */
const title = 'health';

function sectionIn(data: Plain): { readonly base: Path; readonly section: Plain } {
	const fields = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
	const [only] = fields;
	const isWrapped = fields.length === 1 && only?.[0] === 'health';
	return isWrapped ? { base: ['health'], section: only[1] ?? {} } : { base: [], section: data };
}

/** Reads and checks the fields of `health:`, with or without the word itself; nothing at all is the defaults. Never throws. */
export function parseHealth(source: string): ParsedHealth {
	const read = readSource(source);
	const problems: ConfigIssue[] = read.problems.map(({ path, place, message, expected }) => ({
		...{ file: title, ...place, field: fieldOf(path), message, expected },
		severity: 'error',
	}));
	if (read.data === undefined) return { policy: null, issues: inOrder(problems) };
	if (read.data === null)
		return { policy: problems.length > 0 ? null : defaultHealthPolicy, issues: inOrder(problems) };
	const { base, section } = sectionIn(read.data);
	const checked = health.safeParse(section, { reportInput: true });
	const redact = redactor(findInlineSecrets(read.data));
	const findings = [
		...(checked.error?.issues ?? []).flatMap((issue) => findingsOf(issue, base)),
		...(checked.success ? checkHealth(checked.data, base) : []),
	];
	const issues = inOrder([...problems, ...findings.map((finding) => toIssue(finding, title, read, redact))]);
	const isSound = checked.success && issues.every(({ severity }) => severity !== 'error');
	return { policy: isSound ? buildHealth(checked.data) : null, issues };
}

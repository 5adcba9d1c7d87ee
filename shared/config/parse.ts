/** `signalbox.yaml` to a configuration, or to every problem in it at once. */
import type { ConfigIssue } from '../rpc/views.ts';
import { looksLikeSecret } from '../domain/hide-secrets.ts';
import { buildProject } from './build.ts';
import { checkDelivery } from './check-delivery.ts';
import { checkNames, entriesOf, fieldIn, itemsOf } from './check-names.ts';
import { checkEnvironment } from './checks.ts';
import { checkEmptyGates, checkServices } from './check-services.ts';
import { environment, projectFile } from './file/schema.ts';
import { findInlineSecrets, redactor } from './inline-secrets.ts';
import { findingsOf, type Finding } from './issues.ts';
import type { ProjectConfig } from './model.ts';
import { folderOf } from './paths.ts';
import { fieldOf, readSource, type Path, type Plain, type Source } from './source.ts';

export interface ParseOptions {
	/** Folder that relative paths start from; the folder of the file unless given. */
	readonly folder?: string;
}

export interface ParsedConfig {
	/** Null when there is at least one error; warnings leave it in place. */
	readonly config: ProjectConfig | null;
	/** In the order of the file. */
	readonly issues: readonly ConfigIssue[];
}

/** Reads and checks a configuration. Pure, and never throws, whatever the text is. */
export function parseConfig(source: string, file: string, options: ParseOptions = {}): ParsedConfig {
	const read = readSource(source);
	const secrets = read.data === undefined ? [] : findInlineSecrets(read.data);
	const redact = redactor(secrets);
	const issues: ConfigIssue[] = read.problems.map(({ path, place, message, expected }) => ({
		...{ file, ...place, field: redact(fieldOf(path)), message, expected },
		severity: 'error',
	}));
	if (read.data === undefined) return { config: null, issues: inOrder(issues) };
	if (read.data === null) return { config: null, issues: inOrder([...issues, emptyFile(file)]) };

	const checked = projectFile.safeParse(read.data, { reportInput: true });
	const others = [
		...(checked.error?.issues ?? []).flatMap((issue) => findingsOf(issue)),
		...checkNames(read.data),
		...checkEnvironments(read.data),
		...checkServices(read.data),
		...checkDelivery(read.data),
		...checkEmptyGates(read.emptied),
	];
	// Where a secret was found nothing else is said; a message elsewhere that names it is shown without it.
	const quiet = secrets.map(({ path }) => fieldOf(path));
	const told = others.filter(({ path }) => !isAbout(path, quiet) && !isBelowSecretName(path));
	for (const finding of [...secrets, ...told]) {
		issues.push(toIssue(finding, file, read, redact));
	}
	const hasErrors = issues.some(({ severity }) => severity === 'error');
	const config =
		hasErrors || !checked.success ? null : buildProject(checked.data, file, options.folder ?? folderOf(file));
	return { config, issues: inOrder(issues) };
}

/** Each environment that is well formed in itself is looked at, even while others are not. */
function checkEnvironments(data: Plain): readonly Finding[] {
	return itemsOf(fieldIn(data, 'services')).flatMap((service, index) =>
		entriesOf(fieldIn(service, 'environments')).flatMap(([name, value]) => {
			const parsed = environment.safeParse(value);
			return parsed.success ? checkEnvironment(parsed.data, ['services', index, 'environments', name]) : [];
		}),
	);
}

function isAbout(path: Path, fields: readonly string[]): boolean {
	const field = fieldOf(path);
	return fields.some((quiet) => quiet === field || quiet.startsWith(`${field}.`) || quiet.startsWith(`${field}[`));
}

function isBelowSecretName(path: Path): boolean {
	return path.some((part) => typeof part === 'string' && looksLikeSecret(part));
}

/** A finding with its place in the text, and without what must not be shown. */
export function toIssue(finding: Finding, file: string, source: Source, redact: (text: string) => string): ConfigIssue {
	const place = finding.atKey === true ? source.placeOfKey(finding.path) : source.placeOf(finding.path);
	const message = redact(finding.message);
	const expected = finding.expected === null ? null : redact(finding.expected);
	return { file, ...place, field: redact(fieldOf(finding.path)), message, expected, severity: finding.severity };
}

function emptyFile(file: string): ConfigIssue {
	const expected = 'version, name and services; "signalbox.yaml" of the sample environment is a start';
	return { file, line: 1, column: 1, field: '', message: 'the file is empty', expected, severity: 'error' };
}

/** In the order of the text. */
export function inOrder(issues: readonly ConfigIssue[]): readonly ConfigIssue[] {
	return issues.toSorted(
		(left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
	);
}

/** The analysis of another engine as a `health:` section, with a report of everything that could not be carried over. */
import { fail, ok, type Result } from '../../domain/result.ts';
import type { ImportReport } from '../../rpc/views.ts';
import { readSources } from '../source.ts';
import { argoKinds, importArgo } from './argo.ts';
import { at, type Field, ImportError, isMapping, itemsOf, refuse, textOf } from './fields.ts';
import { importKayenta, kayentaConfigOf } from './kayenta.ts';

const maximumDocuments = 100;
const expected =
	'an Argo AnalysisTemplate (kind: AnalysisTemplate) or a Kayenta canary configuration (metrics, judge, classifier)';

/** JSON may be indented by tabs, YAML may not; a space in the place of each keeps lines and columns. */
function withoutTabs(text: string): string {
	return /^\s*[[{]/.test(text) ? text.replaceAll(/^[\t ]+/gm, (indent) => indent.replaceAll('\t', ' ')) : text;
}

function readDocuments(text: string): readonly Field[] {
	const sources = readSources(withoutTabs(text));
	const fields = sources.map((source): Field => ({ value: source.data, path: [], source }));
	for (const [index, field] of fields.entries()) {
		const problem = field.source.problems[0];
		if (problem !== undefined) {
			const placed: Field = { ...field, source: { ...field.source, placeOf: () => problem.place }, path: problem.path };
			refuse(placed, problem.message, problem.expected ?? 'YAML or JSON');
		}
		if (index >= maximumDocuments) refuse(field, `more than ${maximumDocuments} documents`, 'the analysis alone');
	}
	const filled = fields.filter(({ value }) => value !== null && value !== undefined);
	// `kubectl get -o yaml` wraps what it found in a list.
	return filled.flatMap((field) => (kindOf(field) === 'List' ? itemsOf(at(field, 'items')) : [field]));
}

function kindOf(field: Field): string | null {
	const { value } = at(field, 'kind');
	return typeof value === 'string' ? value : null;
}

function importDocuments(text: string): ImportReport {
	const documents = readDocuments(text);
	const isTemplate = (field: Field) => argoKinds.includes(kindOf(field) ?? '');
	const templates = documents.filter(isTemplate);
	if (templates.length > 0)
		return importArgo(
			templates,
			documents.filter((field) => !isTemplate(field)),
		);
	const [whole] = documents;
	if (whole === undefined) {
		throw new ImportError(
			fail('invalid-input', 'There is nothing to import: the file is empty.', `Expected is ${expected}.`, {
				details: { line: 1, column: 1, field: '' },
			}),
		);
	}
	if (!isMapping(whole.value)) return refuse(whole, 'this is neither an analysis nor a canary configuration', expected);
	const config = kayentaConfigOf(whole);
	if (config !== null) return importKayenta(config, whole);
	const kind = textOf(at(whole, 'kind'));
	const found = kind === null ? 'this is no analysis that Signalbox knows' : `the kind is "${kind.slice(0, 60)}"`;
	return refuse(kind === null ? whole : at(whole, 'kind'), found, expected);
}

/**
 * Reads an Argo `AnalysisTemplate` (several in one file, too) or a Kayenta canary configuration, YAML or JSON. Pure, and
 * never throws: what cannot be read fails with `invalid-input` and `details` of line, column and field.
 */
export function importAnalysis(source: string): Result<ImportReport> {
	try {
		return ok(importDocuments(source));
	} catch (error) {
		if (error instanceof ImportError) return error.failure;
		throw error;
	}
}

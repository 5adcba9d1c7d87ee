/** Which format a report has, told by how it begins. */
import type { EvidenceFormat } from '../../../shared/domain/gates/evidence.ts';
import { readJsonHead } from './json/read-json.ts';
import type { EvidenceLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { refuseWideText } from './text.ts';

/** Bytes looked at. k6 and Istanbul begin with long parts that say little. */
export const sniffedBytes = 256 * 1024;

const nameIt = 'Write its `format` beside the files of this source in signalbox.yaml.';

/** Throws a refusal where the beginning fits no format, or several: an empty list could be anybody's clean bill. */
export function sniff(head: Uint8Array, limits: EvidenceLimits): EvidenceFormat {
	refuseWideText(head);
	const text = Buffer.from(head.subarray(0, 4096))
		.toString('utf8')
		.replace(/^\uFEFF/u, '')
		.trimStart();
	if (text === '') throw new Refusal('is empty', 1);
	if (text.startsWith('<')) return sniffXml(text);
	if (/^(TN:|SF:|#[^\n]*\n(TN|SF):)/u.test(text)) return 'lcov';
	if (text.startsWith('{') || text.startsWith('[') || text.startsWith('null'))
		return sniffJson(readJsonHead(head, limits));
	throw new Refusal('is no report that is known here', 1, nameIt);
}

function sniffXml(text: string): EvidenceFormat {
	// Comments are taken out first: Node writes what the tests printed into them.
	const [, root, attributes = ''] = /<([A-Za-z][\w.:-]*)([^>]*)/u.exec(text.replace(/<!--[\s\S]*?-->/gu, '')) ?? [];
	if (root === 'testsuites' || root === 'testsuite') return 'junit';
	if (root === 'coverage' && !attributes.includes('clover=')) return 'cobertura';
	if (root === 'report') return 'jacoco';
	throw new Refusal(`begins with <${(root ?? '?').slice(0, 40)}>, which is no report that is known here`, 1, nameIt);
}

type Test = (has: (key: string) => boolean, root: object) => boolean;

/** In this order: the more telling first. */
const objects: readonly (readonly [EvidenceFormat, Test])[] = [
	['sarif', (has, root) => has('runs') || mentions(root, '$schema', 'sarif')],
	['npm-audit', (has) => has('auditReportVersion') || has('advisories') || (has('vulnerabilities') && has('metadata'))],
	['npm-audit', (_has, root) => mentionsError(root)],
	['axe', (has, root) => has('violations') || has('testEngine') || firstHas(root, 'results', 'violations')],
	['autocannon', (has) => has('requests') && has('latency')],
	['k6', (has) => has('root_group') || has('metrics')],
	['pact', (has) => has('testResults') || has('interactionResults') || has('verifiedBy') || has('pendingErrors')],
	['pact', (has) => has('examples') && (has('summary') || has('summary_line'))],
	['osv', (has, root) => firstHas(root, 'results', 'packages') || has('experimental_config')],
	['istanbul', (_has, root) => isIstanbul(root)],
];

function sniffJson(root: unknown): EvidenceFormat {
	if (Array.isArray(root)) return sniffList(root);
	if (typeof root === 'object' && root !== null) {
		const found = objects.find(([, test]) => test((key) => Object.hasOwn(root, key), root));
		if (found !== undefined) return found[0];
	}
	throw new Refusal('does not say what kind of report it is', 1, nameIt);
}

function sniffList([first]: readonly unknown[]): EvidenceFormat {
	if (has(first, 'RuleID')) return 'gitleaks';
	if (has(first, 'filePath') && has(first, 'messages')) return 'eslint';
	if (has(first, 'violations') || has(first, 'testEngine')) return 'axe';
	if (has(first, 'Description') && (has(first, 'Secret') || has(first, 'Match'))) return 'gitleaks';
	throw new Refusal('does not say what kind of report it is', 1, nameIt);
}

function has(value: unknown, key: string): boolean {
	return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

function fieldOf(value: object, key: string): unknown {
	return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function mentions(root: object, key: string, word: string): boolean {
	const value = fieldOf(root, key);
	return typeof value === 'string' && value.toLowerCase().includes(word);
}

/** `{"error": {"code": "ENOLOCK", …}}` is all that npm audit writes when it cannot look. */
function mentionsError(root: object): boolean {
	const error = fieldOf(root, 'error');
	return has(error, 'code') && has(error, 'summary');
}

function firstHas(root: object, list: string, key: string): boolean {
	const items = fieldOf(root, list);
	return Array.isArray(items) ? has(items[0], key) : has(items, key);
}

function isIstanbul(root: object): boolean {
	const [first] = Object.values(root);
	return (
		has(first, 'statementMap') ||
		(has(first, 'path') && has(first, 's')) ||
		(has(first, 'lines') && has(first, 'statements'))
	);
}

/** A `health:` section that is typed on its own, checked as part of a whole file. Pure. */
import type { ConfigIssue } from '../../../shared/rpc/views.ts';

/** Everything above the section in the file that it is checked in. */
const above = [
	'version: 1',
	'name: trial',
	'services:',
	'  - name: trial',
	'    environments:',
	'      testing:',
	'        target: {kind: process, run: [node, trial.mjs, "{version}", "{port}"]}',
	'        metrics: {kind: scrape}',
];
const depth = 8;

export interface WrappedPolicy {
	readonly source: string;
	/** Issues of the whole file as issues of the section; those of the lines around it are left out. */
	readonly issuesOf: (issues: readonly ConfigIssue[]) => readonly ConfigIssue[];
}

/** True for a text without a field: the defaults. */
function isEmpty(text: string): boolean {
	return text.split('\n').every((line) => /^\s*(#.*)?$/.test(line) || /^health:\s*(#.*)?$/.test(line));
}

/** Puts the text where it would stand in `signalbox.yaml`, with or without the word itself. */
export function wrapPolicy(text: string): WrappedPolicy {
	const hasWord = /^health:/m.test(text);
	const indent = hasWord ? depth : depth + 2;
	const head = hasWord ? above : [...above, `${' '.repeat(depth)}health:`];
	const body = isEmpty(text)
		? []
		: text.split('\n').map((line) => (line.trim() === '' ? '' : `${' '.repeat(indent)}${line}`));
	const source = `${(body.length === 0 ? above : [...head, ...body]).join('\n')}\n`;
	return {
		source,
		issuesOf: (issues) =>
			issues.flatMap((issue) => {
				const isOwnField = /\.health\b/.test(issue.field);
				if (!isOwnField && (issue.line === null || issue.line < head.length)) return [];
				const line = issue.line === null ? null : Math.max(1, issue.line - head.length);
				const column = issue.column === null ? null : Math.max(1, issue.column - indent);
				return [{ ...issue, file: 'health', line, column, field: issue.field.replace(/^.*\.(?=health\b)/, '') }];
			}),
	};
}

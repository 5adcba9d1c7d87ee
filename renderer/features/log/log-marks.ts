/** Marks that CI hosts leave in logs: groups that can be folded. Pure. */
/* oxlint-disable no-control-regex -- terminals are steered by control characters */

/** Where a group begins or ends, or nothing of the kind. */
export type LogMark =
	| { readonly kind: 'begin'; readonly title: string; readonly isCollapsed: boolean }
	| { readonly kind: 'end' }
	| null;

/** A time in front of each line, as GitHub writes it. */
const stampPattern = /^\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) /;
// GitLab: `section_start:1760000000:build[collapsed=true]\r\u001b[0KBuilding`, https://docs.gitlab.com/ci/jobs/job_logs/
const gitlabPattern = /section_(start|end):\d+:([\w.-]+)(\[[^\]]*\])?\r?(?:\u001b\[0K)?(.*)$/;

export interface StampedLine {
	/** As it was written, ISO 8601; null where the line has none. */
	readonly stamp: string | null;
	readonly text: string;
}

/** Takes the time off a line. */
export function splitStamp(line: string): StampedLine {
	const found = stampPattern.exec(line);
	const stamp = found?.[1];
	return found === null || stamp === undefined
		? { stamp: null, text: line }
		: { stamp, text: line.slice(found[0].length) };
}

/** What a line marks. */
export function markOf(line: string): LogMark {
	// Asked of every line of a long log: what is rare is looked for cheaply.
	if (line.includes('##[')) return githubMark(splitStamp(line).text);
	if (line.includes('section_')) return gitlabMark(line);
	return null;
}

function githubMark(text: string): LogMark {
	if (text.startsWith('##[group]')) return { kind: 'begin', title: text.slice('##[group]'.length), isCollapsed: false };
	return text.startsWith('##[endgroup]') ? { kind: 'end' } : null;
}

function gitlabMark(text: string): LogMark {
	const found = gitlabPattern.exec(text);
	if (found === null) return null;
	const [, what, name = '', options = '', title = ''] = found;
	if (what === 'end') return { kind: 'end' };
	return {
		kind: 'begin',
		title: title.trim() || name.replaceAll('_', ' '),
		isCollapsed: /collapsed=true/.test(options),
	};
}

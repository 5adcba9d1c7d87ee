/** For tests that break one thing of the full configuration and look at what is said of it. */
import { expect } from 'vitest';
import { change, fullConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

/** Change to the full configuration, line and column, field (of the pipeline, unless it starts otherwise), message. */
export type IssueRow = readonly [
	from: string,
	to: string,
	line: number,
	column: number,
	field: string,
	message: string,
];

const ofPipeline = 'services[0].pipeline.';

/** Fails unless the changed configuration is refused, with this as the first thing said of the field. */
export function expectIssue([from, to, line, column, field, message]: IssueRow): void {
	const { config, issues } = parseConfig(change(fullConfig, from, to), 'signalbox.yaml');
	expect(config).toBeNull();
	const places = [field, `${ofPipeline}${field}`];
	const found = issues.filter((issue) => places.includes(issue.field));
	expect(found[0], issues.map(formatIssue).join('\n')).toMatchObject({ severity: 'error', line, column, message });
}

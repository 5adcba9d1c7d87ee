import { expect, test } from 'vitest';
import type { ConfigIssue } from '../../../shared/rpc/views.ts';
import { isSound } from './use-check.ts';

const issue = (severity: ConfigIssue['severity']): ConfigIssue => ({
	file: 'signalbox.yaml',
	line: 1,
	column: 1,
	field: 'name',
	message: 'It is not a name.',
	expected: null,
	severity,
});

test.each([
	[{ kind: 'asking' }, false],
	[{ kind: 'problem', problem: { code: 'disconnected', message: '', hint: '', retryable: true } }, false],
	[{ kind: 'issues', issues: [] }, true],
	[{ kind: 'issues', issues: [issue('warning')] }, true],
	[{ kind: 'issues', issues: [issue('warning'), issue('error')] }, false],
] as const)('%j may become a file: %s', (check, expected) => {
	expect(isSound(check)).toBe(expected);
});

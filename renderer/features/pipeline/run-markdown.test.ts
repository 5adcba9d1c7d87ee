import { expect, test } from 'vitest';
import { fakeRunDetail } from '../../dev/fake-pipelines-run.ts';
import { runMarkdown } from './run-markdown.ts';

const now = Date.UTC(2026, 10, 28, 12);

test('a run for a chat: stages, what failed, gates in a table', () => {
	const text = runMarkdown(fakeRunDetail(now, 'checkout', 'gates'));
	expect(text).toContain('## checkout: Commit failed: unit tests\n');
	expect(text).toContain('run 412, failed, commit 9f2c1ab of main, begun 2026-11-28T11:52:00Z');
	expect(text).toContain('- **Commit**: failed, 2 min 26 s of 10 min');
	expect(text).toContain('  - unit tests: failed, exit code 1');
	expect(text).toMatch(/\| Coverage \| failed \| 79\.2 %.* \| 80 %, not below 83\.9 % of 2\.4\.0 \|/);
	expect(text.endsWith('\n')).toBe(true);
});

test('a subject never becomes markup or a mention', () => {
	const detail = fakeRunDetail(now, 'checkout', 'running');
	const commit = { ...detail.run.commit, subject: 'fix | @everyone [x](http://evil)' };
	const text = runMarkdown({ ...detail, run: { ...detail.run, commit } });
	expect(text).not.toContain('| @everyone');
	expect(text).not.toContain('[x](');
});

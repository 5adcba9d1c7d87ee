import { expect, test } from 'vitest';
import { pipelineAnswers } from '../../dev/fake-pipelines.ts';
import { releaseMarkdown } from './release-markdown.ts';

const now = Date.UTC(2026, 10, 28, 12);

async function detail(story: 'running' | 'full') {
	const result = await pipelineAnswers(now, story).release?.({ service: 'checkout', version: '2.4.1' });
	if (result?.ok !== true) throw new Error('The fake has no release.');
	return result.value;
}

test('a release for a chat: what is in it and where it may go', async () => {
	const text = releaseMarkdown(await detail('running'));
	expect(text).toContain('## checkout 2.4.1\n');
	expect(text).toContain('- Commit 9f2c1ab of main, made 2026-11-28T11:00:00Z');
	expect(text).toContain('- 2 commits by 2 authors since 2.4.0');
	expect(text).toContain('- To staging: may go');
	expect(text).toContain('Read rates once a day (Linus)');
});

test('hundreds of commits are counted, not listed; a refusal says why', async () => {
	const text = releaseMarkdown(await detail('full'));
	expect(text).toContain('- and 170 more');
	expect(text).toContain('- To production: not yet: Coverage is missing');
});

import { toHtml } from 'hast-util-to-html';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';
import { composeReport } from '../../domain/retrospective/compose-report.ts';
import { october } from '../../domain/retrospective/testing/october.ts';
import { notesElement } from '../html/notes.ts';
import { reportMarkdown } from '../report-markdown.ts';
import { isReadable } from './limits.ts';
import { readNotes } from './read-notes.ts';

const html = (markdown: string) => toHtml(notesElement(markdown));

const report = composeReport(october(), () => '0'.repeat(64));
const markdownWith = (notes: string) => reportMarkdown({ report: { ...report, notes }, frozen: null });

describe('GitHub-flavoured notes in HTML', () => {
	test('a table, with its sides', () => {
		const table = html('| what | n |\n| --- | ---: |\n| late \\| early | 3 |');
		expect(table).toContain('<div class="wide"><table>');
		expect(table).toContain('<th>what</th>');
		expect(table).toContain('<td align="right">3</td>');
		expect(table).toContain('<td>late | early</td>');
	});

	test('tasks, done and open, for eyes and ears, and nothing to tick', () => {
		const tasks = html('- [x] read\n- [ ] write');
		expect(tasks).toContain('<span role="img" aria-label="Done:">☑</span> read');
		expect(tasks).toContain('<span role="img" aria-label="Open:">☐</span> write');
		expect(tasks).not.toContain('<input');
	});

	test('what was struck out, addresses, and footnotes that stay in the notes', () => {
		expect(html('~~no~~')).toContain('<del>no</del>');
		expect(html('see https://example.com/a')).toContain('<a href="https://example.com/a">');
		const noted = html('so[^1]\n\n[^1]: because');
		expect(noted).toContain('href="#notes-fn-1" id="notes-fnref-1"');
		expect(noted).toContain('<li id="notes-fn-1">');
		expect(noted).not.toMatch(/<h[1-6]/);
	});

	test('the highest heading is below that of the section, also within quotes', () => {
		expect(html('# A\n## B\n> ###### C')).toMatch(/<h3>A<\/h3>[^]*<h4>B<\/h4>[^]*<h6>C<\/h6>/);
	});
});

describe('hostile notes', () => {
	const headings = readHeadings(markdownWith('plain'));

	test.each([
		'<script>alert(1)</script>',
		'text <img src=x onerror=alert(1)> more',
		'<!-- open',
		'| <b>x</b> |\n| - |\n| <iframe src="https://evil.example"></iframe> |',
		'<style>*{display:none}</style>',
		'</div></main>',
	])('%s stays words', (notes) => {
		expect(html(notes)).not.toMatch(/<(script|img|iframe|style|b|!--|\/main)/);
		expect(html(notes).replaceAll('&#x3C;', '<')).toContain(/<[!/]?[a-z-]+/.exec(notes)?.[0] ?? '?');
	});

	test.each([
		'[x](javascript:alert(1))',
		'[x](JaVaScRiPt&colon;alert(1))',
		'[x](data:text/html,<script>)',
		'[x](file:///etc/passwd)',
		'[x](../../etc/passwd)',
		'[x](//evil.example)',
		'[x](#summary)',
		'[x](vbscript:x)',
		'[x](https://user:secret@evil.example)',
		'[x][1]\n\n[1]: javascript:alert(1)',
		'![x](javascript:alert(1))',
	])('%s leads nowhere', (notes) => {
		expect(html(notes)).not.toContain('href');
		expect(markdownWith(notes)).not.toMatch(/\((javascript|data|file|vbscript|\.\.|\/\/|https:\/\/user)/i);
	});

	test('a picture is a link to it, fetched by nobody', () => {
		expect(html('![chart](https://example.com/a.png)')).toContain('<a href="https://example.com/a.png">chart</a>');
		expect(markdownWith('![chart](https://example.com/a.png)')).toContain('[chart](https://example.com/a.png)');
	});

	test('a picture within a link is what the link says', () => {
		const badge = '[![build](https://example.com/a.svg)](https://ci.example.com/1)';
		expect(html(badge)).toContain('<p><a href="https://ci.example.com/1">build</a></p>');
		expect(markdownWith(badge)).toContain('\n[build](https://ci.example.com/1)\n');
	});

	test('a picture that is told of elsewhere is words', () => {
		expect(html('see ![chart][1]\n\n[1]: https://example.com/a.png')).toContain('<p>see chart</p>');
	});

	test.each(['```\nopen', '<!-- open', '<details>', '<pre>', '[^1]: x', '~~~~\nopen'])(
		'%j swallows nothing of the Markdown that follows',
		(notes) => {
			const after = markdownWith(notes).split('## What the numbers rest on');
			expect(after).toHaveLength(2);
			expect(readHeadings(markdownWith(notes))).toEqual(headings);
		},
	);

	test.each([
		['quotes', '>'.repeat(50_000)],
		['lists', '- '.repeat(50_000)],
		['ordered lists', '1. '.repeat(30_000)],
		['lists by indentation', Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
		['brackets', '['.repeat(100_000)],
		['emphasis', `${'_'.repeat(50_000)}a${'_'.repeat(50_000)}`],
		['a table of many cells', `${'|a'.repeat(8_000)}|\n${'|-'.repeat(8_000)}|\n${'|\n'.repeat(25_000)}`],
		['a long table', `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(15_000)}`],
		['footnotes', `${'[^a]'.repeat(20_000)}\n\n[^a]: x`],
	])('%s without end are shown as they were written', (_, notes) => {
		expect(isReadable(notes)).toBe(false);
		const [pre] = notesElement(notes).children;
		expect(pre).toMatchObject({ tagName: 'pre' });
		expect(markdownWith(notes)).toContain(notes.slice(0, 1_000));
	});
});

test('long notes of people are read', () => {
	const week = [
		'## Week\n\nWe **shipped** `checkout` twice, see [the run](https://example.com/1) and _others_.',
		'- [x] one thing\n  - below it\n    - and below that\n- [ ] another',
		'| service | before | after |\n| --- | --- | --- |\n| checkout | 3 h | 2 h |\n| search | 1 d | 4 h |',
		'```yaml\ndelivery:\n    zone: Europe/Berlin   # **no** markup\n```',
	].join('\n\n');
	const notes = Array.from({ length: 60 }, () => week).join('\n\n');
	expect(isReadable(notes)).toBe(true);
	expect(readNotes(notes).children.length).toBeGreaterThan(240);
});

function readHeadings(markdown: string): readonly number[] {
	return fromMarkdown(markdown).children.flatMap((node) => (node.type === 'heading' ? [node.depth] : []));
}

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { toHtml } from 'hast-util-to-html';
import { notesElement } from '../../../shared/report/html/notes.ts';
import { Notes } from './notes.tsx';

const drawn = (markdown: string) => renderToStaticMarkup(<Notes markdown={markdown} host="browser" />);

/** Names of the elements in order, and the words; frames and links of two hands are not compared. */
function shapeOf(html: string): readonly string[] {
	const body = html.replaceAll('&#x3C;', '&lt;').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
	return [...body.matchAll(/<([a-z0-9]+)|>([^<]+)/g)].flatMap(([, name, words]) => {
		if (name !== undefined) return ['div', 'a', 'span', 'section', 'sup'].includes(name) ? [] : [name];
		return words === undefined || words.trim() === '' ? [] : [words.trim()];
	});
}

test.each([
	'# A\n\nText with **bold**, ~~gone~~ and `code`.\n\n## B',
	'| a | b |\n| --- | --: |\n| 1 | 2 |',
	'- [x] done\n- [ ] open\n- plain',
	'so[^1]\n\n[^1]: because',
	'> # quoted\n> 1. one\n> 2. two',
	'a <b>c</b> ![chart](https://example.com/a.png)',
	'<b>\n\n[![build](https://example.com/a.svg)](https://ci.example.com/1) ![chart][1]\n\n[1]: https://example.com/a.png',
	'```js\nlet a;\n```',
	'>'.repeat(60),
])('%j: the screen shows what the report prints', (markdown) => {
	expect(shapeOf(drawn(markdown))).toEqual(shapeOf(toHtml(notesElement(markdown))));
});

test.each(['[x](javascript:alert(1))', '![x](javascript:alert(1))', '[x](#/settings)', 'so[^1]\n\n[^1]: why'])(
	'%j leads nowhere',
	(markdown) => {
		expect(drawn(markdown)).not.toContain('href');
	},
);

test('HTML stays words', () => {
	expect(drawn('<script>alert(1)</script>')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('a table is a table in a frame that rolls; links go to a window of their own', () => {
	const html = drawn('| a |\n| - |\n| [run](https://example.com/1) |');
	expect(html).toMatch(/<div[^>]*><table[^>]*><thead>/);
	expect(html).toContain('href="https://example.com/1" target="_blank"');
});

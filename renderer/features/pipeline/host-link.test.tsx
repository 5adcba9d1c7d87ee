import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TextLink } from './host-link.tsx';

function draw(host: 'browser' | 'desktop', href: string): string {
	return renderToStaticMarkup(
		<TextLink host={host} href={href}>
			the page
		</TextLink>,
	);
}

test('a page of the web opens beside the room, and on the desktop its address is copied', () => {
	const url = 'https://ci.example/1';
	expect(draw('browser', url)).toBe(`<a href="${url}" target="_blank" rel="noreferrer">the page</a>`);
	expect(draw('desktop', url)).toMatch(/^the page <button.*Copy the address/);
	expect(draw('desktop', url)).not.toContain('<a ');
});

test('a place in the room, or a mail, is a plain link', () => {
	expect(draw('desktop', '#/board')).toBe('<a href="#/board">the page</a>');
	expect(draw('browser', 'mailto:ada@example.com')).toContain('href="mailto:ada@example.com"');
});

test.each(['/api', 'page', '//evil.example', 'javascript:alert(1)', 'file:///etc/passwd', ''])(
	'%j leads nowhere',
	(href) => {
		expect(draw('browser', href)).toBe('the page');
		expect(draw('desktop', href)).toBe('the page');
	},
);

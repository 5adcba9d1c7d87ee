/** Links that leave the page: the desktop follows none, so it shows none. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { OpenInWindow } from '../features/live/deployment-header.tsx';
import { SampleAddress } from './sample-panel.tsx';

const url = 'http://127.0.0.1:4711';

test('the address of the sample is a link in a browser', () => {
	const html = renderToStaticMarkup(<SampleAddress url={url} host="browser" />);
	expect(html).toContain(`href="${url}"`);
	expect(html).not.toContain('<button');
});

test('the address of the sample can be copied on the desktop', () => {
	const html = renderToStaticMarkup(<SampleAddress url={url} host="desktop" />);
	expect(html).not.toContain('<a ');
	expect(html).toContain('127.0.0.1:4711');
	expect(html).toMatch(/<button[^>]*>.*Copy the address<\/button>/);
});

test('a deployment opens in its own window: a link that keeps its opener in a browser, the shell on the desktop', () => {
	const inBrowser = renderToStaticMarkup(<OpenInWindow id="d1" host="browser" open={() => {}} />);
	expect(inBrowser).toMatch(/<a [^>]*rel="opener"[^>]*>.*Open in its own window<\/a>/);
	const onDesktop = renderToStaticMarkup(<OpenInWindow id="d1" host="desktop" open={() => {}} />);
	expect(onDesktop).not.toContain('<a ');
	expect(onDesktop).toMatch(/<button[^>]*>.*Open in its own window<\/button>/);
});

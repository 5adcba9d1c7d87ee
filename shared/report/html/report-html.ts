/** The report as one HTML file: works offline, runs nothing, loads nothing, and prints on A4. */
import { toHtml } from 'hast-util-to-html';
import { composeDocument } from '../document/compose-document.ts';
import type { Block, ReportDocument, Section } from '../document/model.ts';
import type { PublishedReport } from '../published.ts';
import { blockElement } from './blocks.ts';
import { el, type Element } from './element.ts';
import { reportStyle } from './style.ts';

/** Nothing may be loaded, run, or sent; only the page's own style holds. */
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function reportHtml(published: PublishedReport): string {
	const document = composeDocument(published);
	return `${toHtml({ type: 'root', children: [{ type: 'doctype' }, page(document)] })}\n`;
}

function page(document: ReportDocument): Element {
	const title = `${document.title}, ${document.subtitle}`;
	return el('html', { lang: 'en' }, [
		el('head', {}, [
			el('meta', { charSet: 'utf-8' }),
			el('meta', { httpEquiv: ['Content-Security-Policy'], content: reportPolicy }),
			el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
			el('meta', { name: 'referrer', content: 'no-referrer' }),
			el('meta', { name: 'generator', content: 'Signalbox' }),
			el('title', {}, [title]),
			el('style', {}, [reportStyle(document.foot)]),
		]),
		el('body', {}, [head(document), contents(document), el('main', {}, document.sections.map(sectionElement))]),
	]);
}

function head({ title, subtitle, facts }: ReportDocument): Element {
	return el('header', {}, [
		el('h1', {}, [title]),
		el('p', {}, [subtitle]),
		blockElement({ kind: 'terms', entries: facts }, 'head'),
	]);
}

function contents({ sections }: ReportDocument): Element {
	const links = sections.map(({ id, title }) => el('li', {}, [el('a', { href: `#${id}` }, [title])]));
	return el('nav', { ariaLabel: 'Contents' }, [el('ul', {}, links)]);
}

function sectionElement({ id, title, blocks }: Section): Element {
	return el('section', { id, ariaLabelledBy: [`${id}-title`] }, [
		el('h2', { id: `${id}-title` }, [title]),
		...blocks.map((block, index) => blockElement(block, `${id}-${index}`, headingOf(blocks[index - 1]))),
	]);
}

function headingOf(block: Block | undefined): string | null {
	return block?.kind === 'heading' ? block.text : null;
}

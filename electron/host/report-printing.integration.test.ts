/** The printed report as a reader of PDF sees it: tags, outline, pages. The same page is what the desktop prints. */
import { createHash } from 'node:crypto';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { composeReport } from '../../shared/domain/retrospective/compose-report.ts';
import { october } from '../../shared/domain/retrospective/testing/october.ts';
import { composeDocument } from '../../shared/report/document/compose-document.ts';
import { reportHtml } from '../../shared/report/html/report-html.ts';
import { createExec } from '../connectors/exec.ts';
import { createBrowserPrinter } from '../connectors/reports/browser-printer.ts';
import { browserPlace, findBrowser } from '../connectors/reports/find-browser.ts';

const place = browserPlace(process.env, '/');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const published = { report: composeReport(october(), sha256), frozen: null };

async function print() {
	const printer = createBrowserPrinter({ exec: createExec(process.env), place, isRoot: process.getuid?.() === 0 });
	const printed = await printer.print(reportHtml(published));
	if (!printed.ok) throw new Error(JSON.stringify(printed.problem));
	return getDocument({ data: printed.value, verbosity: 0 }).promise;
}

describe.skipIf(findBrowser(place).kind !== 'found')('a printed report (skipped where no browser is installed)', () => {
	let document: Awaited<ReturnType<typeof print>>;
	beforeAll(async () => {
		document = await print();
	}, 60_000);

	test('is tagged, with its title and language', async () => {
		const { info } = await document.getMetadata();
		expect(info).toMatchObject({ Title: 'Delivery in October 2026, All services of shop', Language: 'en' });
		// Typed as an object, given as a map.
		const mark: unknown = await document.getMarkInfo();
		expect(mark instanceof Map ? mark.get('Marked') : mark).toBe(true);
	});

	test('has an outline of its sections in order', async () => {
		const outline = (await document.getOutline()) ?? [];
		const titles = (items: typeof outline): readonly string[] =>
			items.flatMap(({ title, items: below }) => [title, ...titles(below)]);
		const sections = composeDocument(published).sections.map(({ title }) => title);
		const found = titles(outline).filter((title) => sections.includes(title));
		expect(found).toEqual(sections);
	});

	test('has headings, tables with heads, and drawings with words in its tags', async () => {
		const roles = new Map<string, number>();
		const alternatives: string[] = [];
		for (let number = 1; number <= document.numPages; number += 1) {
			const page = await document.getPage(number);
			collect(await page.getStructTree(), roles, alternatives);
		}
		for (const role of ['H1', 'H2', 'H3', 'Table', 'TH', 'TD', 'L', 'Figure'])
			expect(roles.get(role)).toBeGreaterThan(0);
		expect(alternatives.join()).toContain('Change lead time');
	});

	test('numbers its pages and names the zone on each', async () => {
		expect(document.numPages).toBeGreaterThan(5);
		for (let number = 1; number <= document.numPages; number += 1) {
			const words = await wordsOf(document, number);
			expect(words).toContain(`Page ${number} of ${document.numPages}`);
			expect(words).toContain('zone Europe/Berlin');
		}
	});
});

async function wordsOf(document: Awaited<ReturnType<typeof print>>, number: number): Promise<string> {
	const page = await document.getPage(number);
	const { items } = await page.getTextContent();
	return items.map((item) => ('str' in item ? item.str : '')).join('');
}

type Tree = Awaited<ReturnType<Awaited<ReturnType<Awaited<ReturnType<typeof print>>['getPage']>>['getStructTree']>>;

function collect(node: Tree | object | null, roles: Map<string, number>, alternatives: string[]): void {
	if (node === null) return;
	if ('role' in node && typeof node.role === 'string') roles.set(node.role, (roles.get(node.role) ?? 0) + 1);
	if ('alt' in node && typeof node.alt === 'string') alternatives.push(node.alt);
	if ('children' in node && Array.isArray(node.children)) {
		for (const child of node.children) collect(child, roles, alternatives);
	}
}

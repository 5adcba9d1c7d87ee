import { readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';
import { composeReport } from '../domain/retrospective/compose-report.ts';
import { october } from '../domain/retrospective/testing/october.ts';
import { cssText } from './html/style.ts';
import { reportHtml } from './html/report-html.ts';
import { type PublishedReport, reportFileName } from './published.ts';
import { reportMarkdown } from './report-markdown.ts';
import { readReportBody, reportBody, reportJson, reportSchemaText } from './schema.ts';

const nasty = '</style><script>alert(1)</script> | *bold* [x](javascript:alert(1)) <img src=x onerror=alert(1)>';

function published(inputs = october()): PublishedReport {
	const report = composeReport(inputs, () => 'a'.repeat(64));
	const revisions = [{ label: 'Change fail rate', was: '7 %', is: '9 %', because: null }];
	return { report, frozen: { frozenAt: report.cutOff, frozenBy: 'Ada', seq: 12, revisions } };
}

/** Every place where words of others stand. */
function hostile(): PublishedReport {
	const inputs = october({
		notes: `# ${nasty}\n\n[a](javascript:alert(1)) ![b](https://evil.test/b.png)\n`,
		scopeTitle: nasty,
	});
	const { facts } = inputs.maturity;
	return published({
		...inputs,
		maturity: {
			...inputs.maturity,
			facts: {
				...facts,
				slowest: facts.slowest.map((row) => ({ ...row, title: nasty })),
				incidents: facts.incidents.map((incident) => ({ ...incident, title: nasty, url: 'javascript:alert(1)' })),
				failures: facts.failures.map((failure) => ({ ...failure, version: nasty })),
			},
		},
	});
}

describe('HTML', () => {
	const html = reportHtml(published());

	test('runs, loads and sends nothing', () => {
		const page = reportHtml(hostile());
		expect(page).toContain('content="default-src ');
		const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
		expect(tags.filter((tag) => /^<(script|img|iframe|link|object|embed|form|base)\b/i.test(tag))).toEqual([]);
		expect(tags.filter((tag) => /\son\w+=|\ssrc=|href="(?!#|https?:\/\/|mailto:)/i.test(tag))).toEqual([]);
		expect(page.match(/<\/style>/g)).toHaveLength(1);
	});

	test('each chart is a drawing with words, and each id is there once', () => {
		const drawings = html.match(/<svg [^>]*>/g) ?? [];
		expect(drawings.length).toBeGreaterThan(10);
		for (const drawing of drawings) {
			const ids = /aria-labelledby="([^"]+)"/.exec(drawing)?.[1]?.split(' ') ?? [];
			expect(ids).toHaveLength(2);
			for (const id of ids) expect(html).toContain(`id="${id}"`);
		}
		const all = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
		expect(new Set(all).size).toBe(all.length);
	});

	test('a gap is no bar, a part is hatched, a measured value is there in the table', () => {
		expect(html).toContain('url(#metrics-2-0-hatch)');
		const chart = /<svg [^>]*aria-labelledby="metrics-2-0-title[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
		// Ground of the hatching, and 26 weeks without two that are not measured and one without data.
		expect(chart.match(/<rect /g)).toHaveLength(1 + 23);
		expect(html).toContain('<td class="figure">no data</td>');
		expect(html).toContain('<td class="figure">not measured</td>');
	});

	test('tables have captions and heads with a scope; headings skip no level', () => {
		const tables = html.match(/<table/g)?.length ?? 0;
		expect(html.match(/<caption/g)).toHaveLength(tables);
		expect(html.match(/<th (?!scope)/g)).toBeNull();
		const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
		levels.reduce((before, level) => {
			expect(level - before).toBeLessThanOrEqual(1);
			return level;
		}, 0);
	});

	test('zone and definitions stand on it', () => {
		expect(html).toContain('Europe/Berlin');
		expect(html).toContain('version 1');
	});
});

test('what ends a string of CSS is escaped', () => {
	expect(cssText('a"</style>\\')).toBe(String.raw`"a\22 \3c /style\3e \5c "`);
});

describe('Markdown', () => {
	test('words of others stay words', () => {
		const { notes: _, ...report } = hostile().report;
		const markdown = reportMarkdown({ report: { ...report, notes: '' }, frozen: null });
		const kinds = new Set<string>();
		const walk = (node: { readonly type: string; readonly children?: readonly unknown[] }) => {
			kinds.add(node.type);
			for (const child of node.children ?? []) {
				if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Parameters<typeof walk>[0]);
			}
		};
		walk(fromMarkdown(markdown));
		expect([...kinds].filter((kind) => ['html', 'link', 'image', 'emphasis', 'code'].includes(kind))).toEqual([]);
	});

	test('a row is a line, and pipes do not make cells', () => {
		const markdown = reportMarkdown(published());
		const row = markdown.split('\n').find((line) => line.includes('Split the basket')) ?? '';
		expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(6);
		expect(markdown).toContain('## What failed, and how we know');
	});
});

describe('JSON', () => {
	test('fits its own published schema, and can be read again', () => {
		const json = reportJson(published());
		if (!json.ok) throw new Error(JSON.stringify(json.problem));
		expect(JSON.parse(json.value)).toMatchObject({ report: { schemaVersion: 1 }, frozen: { seq: 12 } });
		const { report } = published();
		expect(readReportBody(reportBody(report))).toEqual({ ok: true, value: report });
	});

	test('what is no report is refused', () => {
		for (const body of ['', '{}', '{"schemaVersion":2}']) {
			expect(readReportBody(body)).toMatchObject({ problem: { code: 'report-invalid' } });
		}
	});

	test('docs/retrospective.schema.json is this schema (node scripts/write-report-schema.ts writes it)', () => {
		const file = new URL('../../docs/retrospective.schema.json', import.meta.url);
		expect(readFileSync(file, 'utf8')).toBe(reportSchemaText());
	});
});

test.each([
	['*', 'delivery-report-2026-10'],
	['group:Über uns', 'delivery-report-2026-10-group-ber-uns'],
	['../../etc', 'delivery-report-2026-10-etc'],
	['---', 'delivery-report-2026-10-scope'],
])('a scope of %s is filed as %s', (scope, name) => {
	expect(reportFileName({ month: '2026-10', scope })).toBe(name);
});

describe('on paper and on a small screen', () => {
	const html = reportHtml(published());

	test('each table rolls within a frame, and dates stay in one piece', () => {
		expect(html.match(/<table/g)).toHaveLength(html.match(/<div class="wide"><table/g)?.length ?? 0);
		expect(html).toMatch(/<td class="moment">2026-10-\d\d \d\d:\d\d<\/td>/);
	});

	test('a heading is never parted from its table by a list of nothing, nor a cell filled with a speck', () => {
		const { report } = published();
		const dora = report.dora.map((answer) => ({ ...answer, trend: answer.trend.slice(-1) }));
		const bare = { report: { ...report, completeness: [], dora }, frozen: null };
		expect(reportHtml(bare)).toMatch(/What the numbers rest on<\/h2><div class="wide"><table/);
		expect(reportHtml(bare)).not.toMatch(/<ul><\/ul>|<td><svg/);
	});

	test('short lists stay on one page, long ones may be parted', () => {
		const { report } = published();
		const dora = report.dora.map((answer) => ({ ...answer, definition: 'word '.repeat(60) }));
		expect(html).toContain('<dl class="short"><dt>Cause</dt>');
		expect(reportHtml({ report: { ...report, dora }, frozen: null })).toContain('<dl><dt>Deployment frequency</dt>');
	});
});

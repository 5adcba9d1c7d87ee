/** The page's style: light, on paper first. No fonts of ours and nothing from elsewhere, so that it works offline. */

/** `foot` is printed at the foot of each page, beside the page's number. */
export function reportStyle(foot: string): string {
	return `${screen}\n${paper(foot)}`;
}

const screen = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body {
	margin: 0 auto; padding: 24px; max-width: 860px; background: #fff; color: #16202a;
	font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
	font-variant-numeric: tabular-nums;
}
h1 { margin: 0; font-size: 30px; line-height: 1.2; }
h2 { margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 2px solid #2b5d8a; font-size: 21px; line-height: 1.25; }
h3 { margin: 24px 0 6px; font-size: 16px; line-height: 1.3; }
h4, h5, h6 { margin: 16px 0 4px; font-size: 15px; }
p, ul, ol, dl { margin: 8px 0; }
header p { margin: 2px 0 14px; font-size: 18px; color: #3a4650; }
a { color: #1c4f7c; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(130px, max-content) 1fr; gap: 3px 18px; }
dt { color: #3a4650; }
dd { margin: 0; overflow-wrap: anywhere; }
#summary li { font-size: 16.5px; margin: 4px 0; }
table { width: 100%; margin: 10px 0 18px; border-collapse: collapse; font-size: 13px; line-height: 1.4; }
caption { padding: 0 0 4px; text-align: left; font-weight: 600; color: #3a4650; }
th, td { padding: 4px 10px 4px 0; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { border-bottom: 1.5px solid #6b7883; font-weight: 600; vertical-align: bottom; }
td { border-bottom: 1px solid #dde3e8; }
th.figure, td.figure { text-align: right; }
td.figure, td.moment { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td:has(> svg) { min-width: 118px; }
td svg { display: block; width: 90px; height: 20px; }
figure { margin: 12px 0; }
figcaption { font-size: 13px; font-weight: 600; color: #3a4650; }
figure svg { display: block; width: 100%; max-width: 420px; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 24px; }
.pair { display: grid; grid-template-columns: 3fr 2fr; gap: 4px 24px; align-items: start; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.legend { font-size: 12.5px; color: #3a4650; }
.notes { border-left: 3px solid #c9d1d8; padding-left: 14px; }
.notes pre { padding: 8px 10px; background: #f2f4f6; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
.notes [align="right"] { text-align: right; }
.notes [align="center"] { text-align: center; }
.notes blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid #6b7883; color: #3a4650; }
.notes table { width: auto; min-width: 40%; }
.notes li:has(> [role="img"]), .notes li:has(> p > [role="img"]) { list-style: none; margin-left: -18px; }
.wide { overflow-x: auto; }
nav ul { columns: 2; padding-left: 18px; }
@media (max-width: 640px) { .charts, .pair { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; } nav ul { columns: 1; } }
`.trim();

/** Rows and drawings stay whole, headings stay with what follows, and each page repeats the head of its table. */
function paper(foot: string): string {
	return `
@page {
	size: A4; margin: 16mm 15mm 18mm;
	@bottom-left { content: ${cssText(foot)}; font: 8.5pt system-ui, sans-serif; color: #3a4650; }
	@bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8.5pt system-ui, sans-serif; color: #3a4650; }
}
@media print {
	body { max-width: none; padding: 0; font-size: 10pt; }
	h1 { font-size: 22pt; }
	h2 { margin-top: 22pt; font-size: 14.5pt; }
	h3 { margin-top: 13pt; font-size: 11.5pt; }
	header p { font-size: 12pt; }
	#summary li { font-size: 11pt; }
	table, figcaption { font-size: 8.5pt; }
	.legend { font-size: 8.5pt; }
	h1, h2, h3, h4, caption { break-after: avoid; break-inside: avoid; }
	tr, figure, dl.short, dt, dd, li, .pair, table.short { break-inside: avoid; }
	/* No head of a table without rows, and no last row alone. */
	tbody tr:nth-child(-n + 3), tbody tr:last-child { break-before: avoid; }
	.wide { overflow: visible; }
	.notes :is(th, td, code) { overflow-wrap: anywhere; }
	.notes pre { box-decoration-break: clone; }
	h2 + p, .legend, p:has(+ dl), h2 + ul > li:first-child { break-after: avoid; }
	thead { display: table-header-group; }
	p { orphans: 3; widows: 3; }
	nav { display: none; }
	a { color: inherit; }
}
`.trim();
}

/** A CSS string: whatever could end it, or the style element, is escaped. */
export function cssText(text: string): string {
	const escaped = text.replace(
		/[^\p{L}\p{N} ,.:()/-]/gu,
		(character) => `\\${character.codePointAt(0)?.toString(16) ?? ''} `,
	);
	return `"${escaped}"`;
}

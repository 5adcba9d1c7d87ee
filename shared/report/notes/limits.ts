/**
 * How much markup notes may have. Reading Markdown takes the square of the time, and more, for markup that is nested or left open
 * thousands of times; notes are read where deployments run and where screens are drawn, so such notes are shown as plain text.
 */

/** Quotes and lists within one another. */
const mostNested = 12;
/** Characters of a line before the marker of a list or quote: some 30 levels. */
const mostIndented = 60;
/** Characters that may open or close markup, in one block between blank lines, and in all of them. */
const mostMarks = { ofBlock: 600, ofAll: 8_000 } as const;
/** Columns of a table; and cells of all tables, those that rows leave out counted too. */
const mostColumns = 60;
const mostCells = 6_000;
const mostFootnotes = 100;

/** Counted line by line, in linear time, and rather too much than too little: code is not known from prose here. */
export function isReadable(markdown: string): boolean {
	let cells = 0;
	let allMarks = 0;
	for (const block of markdown.split(/\n[ \t\r]*\n/)) {
		const marks = countOf(block, /[*_~`[\]<@!:]/g);
		allMarks += marks;
		if (marks > mostMarks.ofBlock || allMarks > mostMarks.ofAll) return false;
		const lines = block.split('\n');
		if (lines.some(isTooDeep)) return false;
		const columns = Math.max(...lines.map((line) => countOf(line, /\|/g)));
		if (columns === 0) continue;
		cells += (columns + 1) * lines.length;
		if (columns > mostColumns || cells > mostCells) return false;
	}
	return countOf(markdown, /\[\^/g) <= mostFootnotes;
}

function isTooDeep(line: string): boolean {
	let markers = 0;
	let at = 0;
	for (;;) {
		const before = at;
		while (line[at] === ' ' || line[at] === '\t') at += 1;
		const marker = markerAt(line, at);
		if (marker === 0) return markers > mostNested || (markers > 0 && at - markers > mostIndented);
		if (markers === 0 && at - before > mostIndented) return true;
		markers += 1;
		at += marker;
	}
}

/** Length of the marker of a quote or list at this place; 0: none. */
function markerAt(line: string, at: number): number {
	const first = line[at];
	if (first === '>' || first === '-' || first === '*' || first === '+') return 1;
	return /^\d{1,9}[.)]/.exec(line.slice(at, at + 10))?.[0].length ?? 0;
}

function countOf(text: string, marks: RegExp): number {
	return text.match(marks)?.length ?? 0;
}

/** A line of a log as it is drawn: colours as spans, everything else that steers a terminal left out. Pure. */
/* oxlint-disable no-control-regex -- terminals are steered by control characters */
import Anser from 'anser';
import { splitStamp } from './log-marks.ts';

export interface LogSpan {
	readonly text: string;
	/** Names of classes: `red`, `bright-blue`, `bold`. */
	readonly classes: readonly string[];
	/** Colours beyond the sixteen, as `r, g, b`. */
	readonly rgb: string | null;
	readonly backgroundRgb: string | null;
	/** True where the search found it. */
	readonly isFound: boolean;
}

export interface DrawnLine {
	readonly stamp: string | null;
	readonly spans: readonly LogSpan[];
	/** Characters that were left out at the end, because nobody reads a line this long. */
	readonly cut: number;
}

/** Longest part of a line that is drawn. */
export const longestDrawn = 4_000;

// Everything that steers a terminal but colours: other CSI sequences, OSC (links, titles), single escapes.
const steering =
	/\u001b\[[0-?]*[ -/]*[@-ln-~]|\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|\u001b[()][A-Za-z0-9]|\u001b[=>78cDEHM]|[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g;
const colours = /\u001b\[[0-9;:]*m/g;
const groupMarks = /^##\[(?:group|endgroup|command|section|debug)\]|section_(?:start|end):\d+:[\w.-]+(?:\[[^\]]*\])?/g;

/** A line that was written over again and again (a progress bar) shows what was written last, as a terminal does. */
function lastWritten(text: string): string {
	const trimmed = text.replace(/\r+$/, '');
	return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

function clean(text: string): string {
	return lastWritten(text.replace(groupMarks, '')).replace(steering, '');
}

/** What a person can read, of one line or of many: no colours and no steering. Ends of lines stay. */
export function plainText(text: string): string {
	return text.includes('\u001b') ? text.replace(colours, '').replace(steering, '') : text;
}

/** Draws a line; `found` is a lower-case text to mark. */
export function drawLine(line: string, found = ''): DrawnLine {
	const { stamp, text } = splitStamp(line);
	const whole = clean(text);
	const shown = whole.slice(0, longestDrawn);
	const spans = shown.includes('\u001b') ? colouredSpans(shown) : [plainSpan(shown)];
	return { stamp, spans: markFound(spans, found), cut: whole.length - shown.length };
}

function plainSpan(text: string): LogSpan {
	return { text, classes: [], rgb: null, backgroundRgb: null, isFound: false };
}

function colouredSpans(text: string): readonly LogSpan[] {
	return Anser.ansiToJson(text, { use_classes: true, remove_empty: true, json: true }).map((part) => ({
		text: part.content,
		classes: [
			...(part.fg === null ? [] : classOf(part.fg, '')),
			...(part.bg === null ? [] : classOf(part.bg, 'on-')),
			...part.decorations.filter((each) => shownDecorations.includes(each)),
		],
		rgb: rgbOf(part.fg, part.fg_truecolor),
		backgroundRgb: rgbOf(part.bg, part.bg_truecolor),
		isFound: false,
	}));
}

const shownDecorations: readonly string[] = ['bold', 'dim', 'italic', 'underline', 'strikethrough'];

function classOf(name: string, prefix: string): readonly string[] {
	const base = /^ansi-((?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white))$/.exec(name)?.[1];
	return base === undefined ? [] : [`${prefix}${base}`];
}

/** The colour cube and the greys of the 256, and true colours, which carry their own. */
function rgbOf(name: string | null, trueColour: string | null): string | null {
	if (name === 'ansi-truecolor') return trueColour;
	const index = Number(/^ansi-palette-(\d+)$/.exec(name ?? '')?.[1] ?? Number.NaN);
	if (!(index >= 16 && index <= 255)) return null;
	if (index >= 232) return Array.from({ length: 3 }, () => 8 + (index - 232) * 10).join(', ');
	const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
	const cube = index - 16;
	return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level).join(', ');
}

/** Cuts spans where the search found something, also across colours. */
function markFound(spans: readonly LogSpan[], found: string): readonly LogSpan[] {
	if (found === '') return spans;
	const text = spans
		.map((span) => span.text)
		.join('')
		.toLowerCase();
	const marks: number[] = [];
	for (let at = text.indexOf(found); at !== -1; at = text.indexOf(found, at + found.length)) marks.push(at);
	if (marks.length === 0) return spans;
	const isMarked = (at: number) => marks.some((mark) => at >= mark && at < mark + found.length);
	const edges = new Set(marks.flatMap((mark) => [mark, mark + found.length]));
	let offset = 0;
	return spans.flatMap((span) => {
		const cuts = [...edges].map((edge) => edge - offset).filter((edge) => edge > 0 && edge < span.text.length);
		const bounds = [0, ...cuts.toSorted((a, b) => a - b), span.text.length];
		const from = offset;
		offset += span.text.length;
		return bounds.slice(0, -1).map((begin, index) => ({
			...span,
			text: span.text.slice(begin, bounds[index + 1]),
			isFound: isMarked(from + begin),
		}));
	});
}

/** Saves a chart as a picture or as its figures. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { fileName, saveBytes, saveFile } from '../../ui/save-file.ts';
import { type StandAloneSvg, standAloneSvg } from './stand-alone-svg.ts';

/** Pixels of the picture for each of the screen: sharp on paper and on dense screens. */
const density = 2;

export interface ChartTable {
	readonly head: readonly string[];
	readonly rows: readonly (readonly (string | number)[])[];
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is quoted as text. */
export function csvOf({ head, rows }: ChartTable): string {
	const cell = (value: string | number): string => {
		if (typeof value === 'number') return String(value);
		const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
		return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
	};
	return `${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

async function pngOf(picture: StandAloneSvg): Promise<Uint8Array<ArrayBuffer> | null> {
	const image = new Image();
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
	await image.decode();
	const canvas = document.createElement('canvas');
	canvas.width = picture.width * density;
	canvas.height = picture.height * density;
	canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
	const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
	return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}

const notDrawn = fail(
	'unsupported',
	'The picture could not be made.',
	'Save the chart as SVG, or take its figures as CSV.',
);

/** Saves the chart that is on screen. `name` becomes the file's name. */
export async function saveChart(
	form: 'svg' | 'png' | 'csv',
	chart: {
		readonly svg: SVGSVGElement | null;
		readonly title: string;
		readonly under: string;
		readonly name: readonly string[];
		readonly table: ChartTable;
	},
): Promise<Result<null>> {
	const name = fileName(chart.name, form);
	if (form === 'csv') {
		saveFile(name, csvOf(chart.table), 'text/csv');
		return ok(null);
	}
	if (chart.svg === null) return notDrawn;
	const picture = standAloneSvg(chart.svg, chart.title, chart.under);
	if (form === 'svg') {
		saveFile(name, picture.text, 'image/svg+xml');
		return ok(null);
	}
	const bytes = await pngOf(picture).catch(() => null);
	if (bytes === null) return notDrawn;
	saveBytes(name, bytes);
	return ok(null);
}

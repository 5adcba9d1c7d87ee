import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { createLogBuffer } from '../../store/log-buffer.ts';
import { createLogFolds } from './log-folds.ts';

function foldsOf(text: string) {
	const buffer = createLogBuffer();
	buffer.append(text);
	const folds = createLogFolds(buffer);
	folds.read();
	const lines = buffer.lineCount();
	const shown = () => Array.from({ length: folds.rowCount(lines) }, (_, row) => folds.lineOfRow(row));
	return { folds, shown };
}

const nested = '0\n##[group]outer\n2\n##[group]inner\n4\n##[endgroup]\n6\n##[endgroup]\n8\n';

describe('groups of a log', () => {
	test('are found with their names and depths', () => {
		const { folds } = foldsOf(nested);
		expect(folds.all().map(({ from, to, title, depth }) => [from, to, title, depth])).toEqual([
			[1, 7, 'outer', 1],
			[3, 5, 'inner', 2],
		]);
	});

	test('hide their lines but for their name, each in its own', () => {
		const { folds, shown } = foldsOf(nested);
		expect(shown()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
		folds.toggle(3);
		expect(shown()).toEqual([0, 1, 2, 3, 6, 7, 8]);
		folds.toggle(1);
		expect(shown()).toEqual([0, 1, 8]);
		folds.reveal(4);
		expect(shown()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
		folds.setAll(true);
		expect(shown()).toEqual([0, 1, 8]);
	});

	test('of GitLab begin closed where they say so', () => {
		const open = 'section_start:1760000000:build_it[collapsed=true]\r\u001b[0KBuilding\n';
		const { folds, shown } = foldsOf(`${open}1\nsection_end:1760000001:build_it\r\u001b[0K\nlast\n`);
		expect(folds.at(0)).toMatchObject({ title: 'Building', isClosed: true, to: 2 });
		expect(shown()).toEqual([0, 3]);
	});

	test('an end without a beginning, and a beginning without an end, hide nothing', () => {
		const { folds, shown } = foldsOf('##[endgroup]\n##[group]open\n2\n');
		folds.setAll(true);
		expect(shown()).toEqual([0, 1, 2]);
	});

	property.prop([
		fc.array(fc.constantFrom('x', '##[group]g', '##[endgroup]'), { maxLength: 40 }),
		fc.array(fc.nat({ max: 40 }), { maxLength: 10 }),
	])('rows and lines lead to one another', (lines, toggled) => {
		const { folds, shown } = foldsOf(`${lines.join('\n')}\nend\n`);
		for (const line of toggled) folds.toggle(line);
		const rows = shown();
		expect(rows).toEqual(rows.toSorted((a, b) => a - b));
		rows.forEach((line, row) => expect(folds.rowOfLine(line)).toBe(row));
		for (let line = 0; line <= lines.length; line += 1) {
			const row = folds.rowOfLine(line);
			// A hidden line leads to the nearest shown one before it.
			expect(rows[row]).toBe(Math.max(...rows.filter((each) => each <= line)));
		}
	});
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type SampleChange, sampleChanges } from '../../../shared/rpc/api.ts';
import { changedPaths, planChange } from './sample-changes.ts';

const repository = fileURLToPath(new URL('../../../assets/sample/repository', import.meta.url));

/** The files after one change after another. */
function after(...changes: readonly SampleChange[]) {
	const texts = new Map<string, string>(
		changedPaths.map((file) => [file, readFileSync(path.join(repository, file), 'utf8')]),
	);
	const versions = changes.map((change) => {
		const planned = planChange(change, (file) => texts.get(file) ?? '');
		if (!planned.ok) throw new Error(planned.problem.message);
		for (const [file, text] of Object.entries(planned.value.files)) texts.set(file, text);
		return planned.value.version;
	});
	return { versions, text: (file: (typeof changedPaths)[number]) => texts.get(file) ?? '' };
}

describe('a change to the sample', () => {
	test('raises the version every time', () => {
		expect(after('good', 'untested', 'broken', 'good').versions).toEqual(['2.6.1', '2.6.2', '2.6.3', '2.6.4']);
	});

	test('there is always another product, whose id the contract allows', () => {
		const many = after(...Array.from({ length: 45 }, () => 'good' as const)).text('src/catalogue.mjs');
		const ids = [...many.matchAll(/id: '([^']*)'/g)].map(([, id = '']) => id);
		expect(ids).toHaveLength(4 + 45);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[a-z]+$/);
	});

	test('a good one puts right what others left', () => {
		const end = after('broken', 'broken', 'untested', 'untested', 'good');
		expect(end.text('src/catalogue.mjs')).toContain("name: 'Tea', cents: 450 }");
		expect(end.text('checks/unit/order.mjs')).toContain(
			"import { freeShippingFrom, totalOf, deliveryDays, deliveryDays2 } from '../../src/order.mjs';",
		);
	});

	test('one without tests touches no test', () => {
		const planned = planChange('untested', (file) => readFileSync(path.join(repository, file), 'utf8'));
		expect(planned.ok && Object.keys(planned.value.files)).toEqual(['src/order.mjs', 'package.json']);
	});

	test.each(
		sampleChanges.flatMap((change) =>
			changedPaths.map((lost) => ({ change, lost, ends: lost === 'package.json' ? 'refused' : 'planned or refused' })),
		),
	)('$change is $ends where $lost was emptied', ({ change, lost }) => {
		const planned = planChange(change, (file) =>
			file === lost ? '' : readFileSync(path.join(repository, file), 'utf8'),
		);
		if (lost === 'package.json') expect(planned.ok).toBe(false);
		if (!planned.ok)
			expect(planned.problem).toMatchObject({ code: 'invalid-input', message: expect.stringContaining(lost) });
	});
});

import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import { fetchReport } from './export-report.ts';

const request = { scope: '*', month: '2026-10', format: 'markdown' } as const;
const base64 = btoa('# October 2026\n');

test('pieces are put together in order', async () => {
	const asked: (readonly [number, string | undefined])[] = [];
	const file = await fetchReport(
		{
			exportReport: async ({ offset, file: of }) => {
				asked.push([offset, of]);
				const end = Math.min(base64.length, offset + 8);
				return ok({
					file: 'one',
					fileName: 'report.md',
					mediaType: 'text/markdown',
					contentBase64: base64.slice(offset, end),
					totalBytes: 15,
					next: end === base64.length ? null : end,
				});
			},
		},
		request,
	);
	expect(asked).toStrictEqual([
		[0, undefined],
		[8, 'one'],
		[16, 'one'],
	]);
	expect(file.ok && new TextDecoder().decode(file.value.bytes)).toBe('# October 2026\n');
});

test('a failure in the middle saves nothing', async () => {
	const file = await fetchReport(
		{
			exportReport: async ({ offset }) =>
				offset > 0
					? fail('unsupported', 'No printer.', 'Install one.')
					: ok({ file: 'one', fileName: 'a', mediaType: 'b', contentBase64: base64, totalBytes: 15, next: 4 }),
		},
		request,
	);
	expect(file).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
});

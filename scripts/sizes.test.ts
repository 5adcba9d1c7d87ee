import { expect, it } from 'vitest';
import { measure, summarise } from './sizes.ts';

it('counts files and functions, longest first', () => {
	const text = 'const a = () => {\n\n};\nfunction b() {\n\n\n\treturn function () {\n\t};\n}\n';
	const report = measure([
		{ path: 'electron/a.ts', text },
		{ path: 'electron/a.test.ts', text: 'it(() => {\n\n\n\n\n\n\n\n\n\n});' },
	]);
	expect(report.files).toEqual([
		{ name: 'electron/a.test.ts', lines: 11 },
		{ name: 'electron/a.ts', lines: 9 },
	]);
	expect(report.functions).toEqual([
		{ name: 'electron/a.ts:4', lines: 6 },
		{ name: 'electron/a.ts:1', lines: 3 },
		{ name: 'electron/a.ts:7', lines: 2 },
	]);
	expect(summarise('functions', report.functions, 2)).toBe('functions: 3, p50 3, p90 6, longest 6 lines, 2 over 2');
});

import { expect, test } from 'vitest';
import { importSource } from './connect-delivery.ts';

const request = { id: 'import:2026-11-28 old.csv', name: 'old.csv', format: 'csv' } as const;

test.each(['package.json', './package.json', '../secret.csv', '~/old.csv'])('%s is no place to import from', (path) => {
	const made = importSource({ ...request, from: { kind: 'file', path } });
	expect(made).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
});

test('a whole path, or a text, is', () => {
	expect(importSource({ ...request, from: { kind: 'file', path: import.meta.filename } }).ok).toBe(true);
	expect(importSource({ ...request, from: { kind: 'text', text: 'kind' } }).ok).toBe(true);
});

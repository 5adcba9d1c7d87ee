import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configJsonSchema, configSchemaText } from './json-schema.ts';

it('is published as it is: run `npm run schema` after a change', () => {
	const published = readFileSync(new URL('../../assets/signalbox.schema.json', import.meta.url), 'utf8');
	expect(JSON.parse(published)).toEqual(configJsonSchema());
	expect(published).toBe(configSchemaText());
});

it('describes every field and refuses unknown ones', () => {
	const silent: string[] = [];
	const open: string[] = [];
	const walk = (node: unknown, path: string): void => {
		if (typeof node !== 'object' || node === null) return;
		const entries = new Map<string, unknown>(Object.entries(node));
		const properties = entries.get('properties');
		if (typeof properties === 'object' && properties !== null) {
			if (entries.get('additionalProperties') !== false) open.push(path);
			for (const [name, field] of Object.entries(properties)) {
				const isKind = typeof field === 'object' && field !== null && 'const' in field;
				const isDescribed = typeof field === 'object' && field !== null && 'description' in field;
				if (!isKind && !isDescribed) silent.push(`${path}.${name}`);
			}
		}
		for (const [key, value] of entries) walk(value, `${path}/${key}`);
	};
	walk(configJsonSchema(), '');
	expect(open).toEqual([]);
	expect(silent).toEqual([]);
});

it('shows the default figures to editors', () => {
	const text = configSchemaText();
	for (const figure of ['"default": "30s"', '"default": "1%"', '"default": "500ms"', '"default": "2x"']) {
		expect(text).toContain(figure);
	}
});

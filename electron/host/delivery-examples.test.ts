/** The example of delivery and its reference must be right as they stand. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { delivery, report } from '../../shared/config/file/delivery.ts';
import { factSource, factSourceKinds } from '../../shared/config/file/fact-sources.ts';
import { tests } from '../../shared/config/file/tests.ts';
import { smallestConfig } from '../../shared/config/fixture.ts';
import { formatIssue } from '../../shared/config/issues.ts';
import { parseConfig } from '../../shared/config/parse.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const example = readFileSync(path.join(root, 'assets', 'examples', 'delivery.yaml'), 'utf8');
const reference = readFileSync(path.join(root, 'docs', 'delivery-config.md'), 'utf8');

function read(text: string) {
	const { config, issues } = parseConfig(text, path.join(root, 'signalbox.yaml'));
	expect(issues.map(formatIssue)).toEqual([]);
	return config?.delivery;
}

test('assets/examples/delivery.yaml has neither errors nor warnings', () => {
	expect(read(example)?.sources.map(({ id }) => id)).toEqual([
		'github:acme/shop',
		'gitlab:acme/billing',
		'pagerduty',
		'alertmanager:alerts.example',
		'file:facts/migrations.csv',
	]);
});

test.each([
	['delivery-config.md', 2],
	['facts-hosts.md', 3],
])('docs/%s has examples that can be copied', (name, count) => {
	const text = readFileSync(path.join(root, 'docs', name), 'utf8');
	const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
	expect(blocks).toHaveLength(count);
	for (const block of blocks) expect(read(`${smallestConfig}${block}`)).toBeDefined();
});

describe('docs/delivery-config.md', () => {
	test.each([
		...Object.keys(delivery.shape),
		...Object.keys(report.shape),
		...Object.keys(tests.shape),
		...factSourceKinds,
		...factSource.options.flatMap(({ shape }) => Object.keys(shape)),
	])('explains %s', (word) => {
		expect(reference).toMatch(new RegExp(`\`${word}\\b`));
	});
});

/** The examples of pipelines and the user's reference must be right as they stand. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { gateKinds } from '../../shared/config/file/gates.ts';
import { pipeline } from '../../shared/config/file/pipeline.ts';
import { formatIssue } from '../../shared/config/issues.ts';
import { parseConfig } from '../../shared/config/parse.ts';
import { knownQuestions } from '../../shared/config/checklist.ts';
import { evidenceFormats } from '../../shared/domain/gates/evidence.ts';
import { runnerKinds } from '../../shared/domain/pipeline/model.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const examples = path.join(root, 'assets', 'examples', 'pipelines');
const reference = readFileSync(path.join(root, 'docs', 'pipelines.md'), 'utf8');

const read = (text: string) => {
	const { config, issues } = parseConfig(text, path.join(root, 'signalbox.yaml'));
	expect(issues.map(formatIssue)).toEqual([]);
	return config?.services ?? [];
};

test('there is an example for each kind of runner', () => {
	const kinds = runnerKinds.filter((kind) => kind !== 'memory');
	expect(readdirSync(examples).toSorted()).toEqual(kinds.map((kind) => `${kind}.yaml`).toSorted());
});

describe.each(readdirSync(examples))('%s', (name) => {
	const text = readFileSync(path.join(examples, name), 'utf8');

	test('has neither errors nor warnings, and is for its runner', () => {
		const services = read(text);
		expect(services.length).toBeGreaterThan(0);
		for (const service of services) expect(`${service.pipeline?.runner.kind}.yaml`).toBe(name);
	});
});

describe('docs/pipelines.md', () => {
	test('has examples that can be copied', () => {
		const blocks = [...reference.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
		expect(blocks.length).toBeGreaterThan(0);
		for (const block of blocks) expect(read(block)).toHaveLength(1);
	});

	test.each([
		...evidenceFormats,
		...Object.values(gateKinds).flat(),
		...Object.keys(knownQuestions),
		...Object.keys(pipeline.shape),
	])('explains %s', (word) => {
		expect(reference).toContain(`\`${word}\``);
	});

	test('points to files that are there', () => {
		const links = [...reference.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, link = '']) => link);
		expect(links).toHaveLength(4);
		for (const link of links) expect(() => readFileSync(path.join(root, link))).not.toThrow();
	});
});

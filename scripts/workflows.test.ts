/** The workflows, held to what keeps a stranger's pull request from our secrets. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = path.resolve(import.meta.dirname, '..', '.github', 'workflows');
const step = z.looseObject({
	uses: z.string().optional(),
	run: z.string().optional(),
	with: z.record(z.string(), z.unknown()).optional(),
	env: z.record(z.string(), z.string()).optional(),
});
const workflow = z.looseObject({
	on: z.record(z.string(), z.unknown()),
	permissions: z.record(z.string(), z.string()),
	jobs: z.record(
		z.string(),
		z.looseObject({ 'timeout-minutes': z.number(), permissions: z.undefined().optional(), steps: z.array(step) }),
	),
});
const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));

describe.each(names)('%s', (name) => {
	const text = readFileSync(path.join(folder, name), 'utf8');
	const { on, permissions, jobs } = workflow.parse(parse(text));
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	test('may read, and nothing else', () => expect(permissions).toEqual({ contents: 'read' }));

	test('never runs what a stranger wrote beside our secrets', () => {
		expect(Object.keys(on)).not.toContain('pull_request_target');
		expect(Object.keys(on)).not.toContain('workflow_run');
		if (text.includes('secrets.')) expect(Object.keys(on)).not.toContain('pull_request');
	});

	test('uses actions of one exact version', () => {
		for (const { uses } of steps) {
			if (uses !== undefined) expect(uses).toMatch(/^[\w.-]+\/[\w.-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
		}
	});

	test('installs what the lock says, and leaves no credentials behind', () => {
		const installs = steps.flatMap(({ run }) => run?.match(/\bnpm (ci|install|i)\b[^\n]*/g) ?? []);
		expect(installs).toEqual(['npm ci']);
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true);
		for (const checkout of checkouts) expect(checkout.with?.['persist-credentials']).toBe(false);
		expect(checkouts).toHaveLength(1);
	});

	test('puts no word of an event or secret into a script', () => {
		for (const { run } of steps) expect(run ?? '').not.toMatch(/\$\{\{/);
	});

	test('knows secrets by name alone', () => {
		const secret = /PASSWORD|TOKEN|SECRET|CSC_LINK|API_KEY|API_ISSUER/;
		for (const { env } of steps) {
			for (const [key, value] of Object.entries(env ?? {})) {
				if (secret.test(key)) expect(value).toMatch(/^\$\{\{ .*\bsecrets\.[A-Z_]+ .*\}\}$/);
			}
		}
	});
});

test('what is packed is tried, read back and tampered with, in this order', () => {
	const { jobs } = workflow.parse(parse(readFileSync(path.join(folder, 'package.yml'), 'utf8')));
	const runs = jobs['package']?.steps.map(({ run }) => run ?? '') ?? [];
	const at = (words: string) => runs.findLastIndex((run) => run.includes(words));
	const order = ['npm ci', 'install-electron', 'test:desktop', 'npm run package', 'read-fuses.ts', 'tamper.ts'].map(at);
	expect(order.every((place) => place >= 0)).toBe(true);
	expect(order).toEqual([...order].sort((a, b) => a - b));
});

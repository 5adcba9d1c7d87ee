import { describe, expect, it } from 'vitest';
import { fullConfig } from './fixture.ts';
import { maskSecrets } from './mask-secrets.ts';

const secret = 'hunter2-very-secret';
const dots = '•'.repeat(secret.length);

describe('the shown text of a file', () => {
	it.each([
		['a named value', `a: 1\nbearer: ${secret} # mine\nb: 2`, `a: 1\nbearer: ${dots} # mine\nb: 2`],
		['a value by its anchor', `x: &it ${secret}\npassword: *it`, `x: &it ${dots}\npassword: *it`],
		['an argument of its own', `run: [go, --token, ${secret}]`, `run: [go, --token, ${dots}]`],
		['a comment', `# https://me:${secret}@h`, `# https://${'•'.repeat(3)}${dots}@h`],
		['a text that is no YAML', `a: [\nbearer: ${secret}\nb: 2`, `a: [\nbearer: ${dots}\nb: 2`],
		['flow that is no YAML', `a: {bearer: ${secret}, b: [`, `a: {bearer: ${dots}, b: [`],
	])('hides %s and keeps its columns', (_, source, shown) => {
		expect(maskSecrets(source)).toBe(shown);
	});

	it.each([
		`ghp_${'a1'.repeat(10)}: 1`,
		`a: glpat-${'a1'.repeat(10)}`,
		`a: |\n  -----BEGIN PRIVATE KEY-----\n  ${'a1'.repeat(10)}\n  -----END PRIVATE KEY-----\n`,
		`base: &b {password: ${'a1'.repeat(10)}}\nc:\n  <<: *b`,
		`a: ${'['.repeat(20_000)}\ntoken: ${'a1'.repeat(10)}`,
	])('hides what stands in %.60j', (source) => {
		const shown = maskSecrets(source);
		expect(shown).not.toContain('a1a1a1');
		expect(shown.length).toBe(source.length);
	});

	it('leaves a file without secrets as it is', () => {
		expect(maskSecrets(fullConfig)).toBe(fullConfig);
		expect(maskSecrets('')).toBe('');
	});
});

import { describe, expect, test } from 'vitest';
import { issueIncident } from './issue-incident.ts';
import { readIssueWords } from './issue-words.ts';

const sha = 'a1b2c3d4e5'.repeat(4);

describe('what an issue says of its cause', () => {
	test.each<readonly [string, readonly string[]]>([
		['root cause: v2.3.1', ['version:v2.3.1', 'version:2.3.1']],
		['Root Cause: 2.3.1.', ['version:2.3.1']],
		[`caused-by: ${sha}`, [`commit:${sha}`]],
		['**Caused by:** `abc1234` and `v1.0`', ['commit:abc1234', 'version:v1.0', 'version:1.0']],
		['- Cause: https://github.com/acme/shop/commit/abc1234', ['commit:abc1234']],
		['Cause: [2.4.0](https://github.com/acme/shop/releases/tag/2.4.0)', ['version:2.4.0']],
		['Caused by: acme/shop@abc1234', ['commit:abc1234']],
		['> root cause: 2026.11.28-abc1234', ['version:2026.11.28-abc1234']],
		['root cause: a full disk', []],
		['root cause: defaced', []],
		['We looked for the root cause: v2.3.1', []],
		['the effect: v2.3.1', []],
		['', []],
	])('%j', (body, causedBy) => {
		expect(readIssueWords(body, []).causedBy).toEqual(causedBy);
	});

	test('a long list of causes, and a long body, have an end', () => {
		const many = Array.from({ length: 500 }, (_, index) => `1.0.${index}`).join(', ');
		expect(readIssueWords(`cause: ${many}`, []).causedBy).toHaveLength(20);
		expect(readIssueWords(`${'x\n'.repeat(20_000)}cause: 1.2.3`, []).causedBy).toEqual([]);
		expect(readIssueWords(`${'*'.repeat(50_000)}`, []).causedBy).toEqual([]);
	});

	test('a word that is made to be slow is passed over, and the others are read', () => {
		const slow = ['.'.repeat(6_000), `1${'.1'.repeat(3_000)}`, `1.${'1'.repeat(6_000)}`];
		expect(readIssueWords(`cause: ${slow.join(' ')} 1.2.3`, []).causedBy).toEqual(['version:1.2.3']);
	});
});

test.each<readonly [string, readonly string[], boolean]>([
	['root cause: not a change', [], true],
	['root cause: no deployment', [], true],
	['root cause: none', [], true],
	['root cause: not caused by a change of ours', [], true],
	['', ['not-from-change'], true],
	['', ['incident'], false],
	['root cause: nobody knows', [], false],
])('that no change caused it: %j %j', (body, labels, isNotFromChange) => {
	expect(readIssueWords(body, labels).isNotFromChange).toBe(isNotFromChange);
});

test('labels win over the text, and instants without an offset are none', () => {
	const body =
		'Service: billing\nSeverity: low\nEnvironment: staging\nStarted: 2026-11-28 10:00\nDetected: 2026-11-28T10:05:00+02:00';
	expect(readIssueWords(body, ['service: checkout', 'severity::critical'])).toEqual({
		...{ causedBy: [], isNotFromChange: false, severity: 'critical', service: 'checkout', environment: 'staging' },
		...{ startedAt: null, detectedAt: Date.parse('2026-11-28T08:05:00Z'), resolvedAt: null },
	});
	expect(readIssueWords(body, [])).toMatchObject({ service: 'billing', severity: 'low' });
});

describe('an issue as an incident', () => {
	const source = { id: 'gh', service: 'shop', services: { Kasse: 'checkout' }, environments: { prod: 'production' } };
	const at = Date.parse('2026-11-28T10:00:00Z');
	const issue = { number: 1, title: 'Down', url: null, body: null, labels: [], created: { at, offsetMinutes: null } };
	const open = { ...issue, closedAt: null, isDismissed: false };

	test('is of the service that it names, else of the one that everything there belongs to', () => {
		expect(issueIncident(source, undefined, open).service).toBe('shop');
		expect(issueIncident(source, undefined, { ...open, labels: ['service/Kasse'] }).service).toBe('checkout');
		expect(issueIncident(source, undefined, { ...open, labels: ['Kasse'] }).service).toBe('checkout');
	});

	test('never ends before it began', () => {
		const fact = issueIncident(source, undefined, {
			...open,
			closedAt: at + 1000,
			body: 'resolved: 2026-11-27T10:00:00Z',
		});
		expect(fact).toMatchObject({ startedAt: at, resolvedAt: at });
	});

	test('may be over before somebody closes it', () => {
		const fact = issueIncident(source, undefined, { ...open, body: 'resolved: 2026-11-28T10:30:00Z' });
		expect(fact.resolvedAt).toBe(Date.parse('2026-11-28T10:30:00Z'));
	});
});

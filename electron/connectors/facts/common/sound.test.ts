import { describe, expect, test } from 'vitest';
import type { ChangeFact, DeploymentFact, IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { mostAheadMs, soundFacts } from './sound.ts';
import { longestText } from './text.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const hour = 60 * 60 * 1000;
const origin = { source: 's', nativeId: '1', url: null, offsetMinutes: null };

const incident = (changes: Partial<IncidentFact> = {}): IncidentFact => ({
	...{ kind: 'incident', ...origin, title: 'Down', service: null, sourceService: null, environment: null },
	...{ severity: 'unknown', startedAt: now - hour, detectedAt: null, acknowledgedAt: null, resolvedAt: null },
	...{ causedBy: [], isNotFromChange: false },
	...changes,
});

const deployment = (changes: Partial<DeploymentFact> = {}): DeploymentFact => ({
	...{ kind: 'deployment', ...origin, service: 'shop', environment: 'production', tier: 'production', version: '1' },
	...{ commit: null, startedAt: now - hour, firstTrafficAt: null, finishedAt: now, outcome: 'succeeded' },
	...{ tookTraffic: null, isRollback: null, takesBack: null, isHotfix: null, fixes: [], note: null, actor: null },
	...changes,
});

const change = (changes: Partial<ChangeFact> = {}): ChangeFact => ({
	...{ kind: 'change', ...origin, repository: 'r', number: 1, title: 'Totals', branch: null, labels: [] },
	...{ author: null, createdAt: now - hour, firstReviewAt: null, approvedAt: null, mergedAt: null },
	...{ mergeCommit: null, commits: [], isCut: false },
	...changes,
});

const ahead = now + mostAheadMs + 1;

describe('a fact is made sound', () => {
	test.each([
		['an end before its beginning', { resolvedAt: now - 2 * hour }, { resolvedAt: now - hour }],
		['an acknowledgement before its beginning', { acknowledgedAt: now - 2 * hour }, { acknowledgedAt: null }],
		['an acknowledgement to come', { acknowledgedAt: ahead }, { acknowledgedAt: null }],
		['a detection to come', { detectedAt: ahead }, { detectedAt: null }],
		['a script for an address', { url: 'javascript:alert(1)' }, { url: null }],
		['a title of a megabyte', { title: 'x'.repeat(1e6) }, { title: `${'x'.repeat(longestText - 1)}…` }],
		['a service of two lines', { sourceService: 'Shop\nAPI' }, { sourceService: 'Shop API' }],
		['a clock that is ahead', { startedAt: now + 2 * hour }, { startedAt: now + 2 * hour }],
	])('with %s', (_, told, sound) => {
		expect(soundFacts([incident(told)], now)).toEqual({ facts: [incident({ ...told, ...sound })], leftOut: [] });
	});

	test('deployments and changes as well', () => {
		const odd = { finishedAt: now - 2 * hour, firstTrafficAt: ahead, commit: 'main', note: 'a\u0000b' };
		const commits = [
			{ sha: 'abcdef1', authoredAt: now - hour, author: 'Ada\n' },
			{ sha: 'HEAD', authoredAt: now, author: null },
			{ sha: 'abcdef2', authoredAt: ahead, author: null },
		];
		const labels = Array.from({ length: 5000 }, (_, index) => `label ${index}`);
		expect(soundFacts([deployment(odd), change({ commits, labels })], now).facts).toMatchObject([
			{ startedAt: now - 2 * hour, finishedAt: now - 2 * hour, firstTrafficAt: null, commit: null, note: 'a b' },
			{ commits: [{ sha: 'abcdef1', author: 'Ada' }], labels: labels.slice(0, 100) },
		]);
	});
});

test.each([
	['an incident that begins', incident({ startedAt: ahead })],
	['an incident that ends', incident({ resolvedAt: ahead })],
	['a deployment that ends', deployment({ finishedAt: ahead })],
	['a change that is made', change({ createdAt: ahead })],
	['a change that is merged', change({ mergedAt: ahead })],
])('%s in the future is left out with its reason', (_, fact) => {
	expect(soundFacts([fact], now)).toEqual({
		facts: [],
		leftOut: [{ what: `${fact.kind} 1`, why: 'it happened in the future, by more than clocks differ' }],
	});
});

test.each(['a\u0000b', '\ud800', '', 'x'.repeat(501)])('the id %j is none', (nativeId) => {
	const { facts, leftOut } = soundFacts([incident({ nativeId }), incident()], now);
	expect(facts).toHaveLength(1);
	expect(leftOut).toHaveLength(1);
});

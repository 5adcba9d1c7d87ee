import { describe, expect, it } from 'vitest';
import { splitTraffic } from '../../../shared/domain/target/model.ts';
import { escapeMarkdown } from '../../../shared/domain/health/evidence/escape-markdown.ts';
import { deploymentMarkdown } from './deployment-markdown.ts';
import { reading, reason, testStart, verdict, view } from './test-deployment.ts';

describe('escapeMarkdown', () => {
	it.each([
		['plain 2.4.0', 'plain 2.4.0'],
		['**loud** [link](http://x)', '\\*\\*loud\\*\\* \\[link\\](http://x)'],
		['a | b', 'a \\| b'],
		['<img src=x>', '\\<img src=x\\>'],
		['two\nlines', 'two lines'],
		['@everyone', '@\u200beveryone'],
	])('writes %j so that it stands for itself', (text, escaped) => {
		expect(escapeMarkdown(text)).toBe(escaped);
	});
});

describe('deploymentMarkdown', () => {
	it('tells the whole state with instants, evidence and steps', () => {
		const look = verdict({
			outcome: 'unhealthy',
			summary: 'Unhealthy: p95 812 ms',
			reasons: [reason({ outcome: 'failed', text: 'p95 812 ms, limit 500 ms' })],
		});
		const text = deploymentMarkdown(view({ latestLook: look }), [
			reading({ value: 812 }),
			reading({ slot: 'blue', value: 383 }),
			reading({ metric: 'memory', state: 'not-configured', value: null }),
		]);
		expect(text).toBe(
			[
				'## 2.4.0 is taking 25 % of traffic',
				'',
				'- Where: checkout / production (production)',
				'- State: analysing, canary, started 2026-11-23T14:02:00Z by Ada',
				'- Traffic: 2.4.0 25 %, 2.3.1 75 % (confirmed 2026-11-23T14:03:01Z)',
				'',
				'### Verdict: UNHEALTHY',
				'Unhealthy: p95 812 ms (2026-11-23T14:02:00Z, threshold/1)',
				'',
				'- failed: p95 812 ms, limit 500 ms',
				'',
				'| Metric | canary 2.4.0 | stable 2.3.1 |',
				'| --- | ---: | ---: |',
				'| Error rate | not read yet | not read yet |',
				'| p95 latency | 812 ms | 383 ms |',
				'| Throughput | not read yet | not read yet |',
				'| Memory | not measured | not read yet |',
				'',
				'### Steps',
				'- [x] Deploy',
				'- [ ] **now** 25 %',
				'- [ ] 100 %',
				'',
			].join('\n'),
		);
	});

	it('says what is not known instead of leaving it out', () => {
		const text = deploymentMarkdown(
			view({}, { traffic: { wanted: splitTraffic('green', 5), confirmed: null, confirmedAt: null } }),
			[],
		);
		expect(text).toContain('- Traffic: not confirmed by the target');
		expect(text).toContain('### Verdict: none yet');
	});

	it('tells of pause, rollback and problem', () => {
		const text = deploymentMarkdown(
			view(
				{},
				{
					state: 'needs-operator',
					pause: { reason: 'hold', by: { kind: 'engine' }, at: testStart, text: 'Waiting for a person' },
					problem: {
						code: 'target-refused',
						message: 'HAProxy refused.',
						hint: 'Set the weight by hand.',
						retryable: true,
					},
					rollback: {
						reason: 'unhealthy',
						by: { kind: 'engine' },
						at: testStart,
						text: 'p95 812 ms',
						restarted: false,
					},
				},
			),
			[],
		);
		expect(text).toContain('- Paused: Waiting for a person');
		expect(text).toContain('- Rollback: p95 812 ms (the engine, 2026-11-23T14:02:00Z)');
		expect(text).toContain('- Problem: HAProxy refused. Set the weight by hand.');
	});
});

import { describe, expect, it } from 'vitest';
import { strategyDefaults } from '../../strategy/model.ts';
import { defaultHealthPolicy } from '../defaults.ts';
import type { Verdict } from '../model.ts';
import type { EvidenceInput } from './document.ts';
import { evidenceOf, slowerP95 } from './fixtures.ts';
import type { MetricEvidence } from './model.ts';
import { inOrder, metricAnswerWord } from './order.ts';
import { pointOf } from '../policy/replay.ts';
import { evidenceJson } from './to-json.ts';
import { evidenceMarkdown } from './to-markdown.ts';

const at = Date.UTC(2026, 10, 23, 14, 20);
const hostile = 'x|y\n# [boom](http://evil) @here <img src=x> `tick`';

function verdictOf(evidence: readonly MetricEvidence[]): Verdict {
	const reading = (metric: 'requests') => ({
		metric,
		slot: 'green' as const,
		state: 'measured' as const,
		value: 1,
		count: 1,
		at,
		windowMs: 1,
		detail: null,
		query: '',
		source: '',
	});
	const one = reading('requests');
	const readings = { requests: one, errorRate: one, p95Latency: one, throughput: one, memory: one };
	return {
		at,
		outcome: 'unhealthy',
		answer: 'roll-back',
		summary: 'p95 is 12 to 31 % slower',
		reasons: [],
		judge: 'sequential/1',
		input: { at, canary: readings, stable: readings, weights: { canary: 25, stable: 75 } },
		evidence,
	};
}

function inputOf(evidence: readonly MetricEvidence[]): EvidenceInput {
	const verdict = verdictOf(evidence);
	const point = pointOf(3, verdict);
	return {
		deployment: {
			id: 'd1',
			service: 'checkout',
			environment: 'production',
			tier: 'production',
			release: { version: '2.4.0', commit: '9f2c1ab', notes: null },
			from: { version: '2.3.1', slot: 'blue' },
			state: 'rolled-back',
			strategy: { kind: 'canary', steps: [], ...strategyDefaults },
			createdAt: at - 600_000,
			finishedAt: at + 1_000,
		},
		policy: defaultHealthPolicy,
		verdict,
		points: [{ ...point, at: at - 60_000, answer: 'keep-looking' }, point],
		looks: 9,
	};
}

describe('the order of findings', () => {
	it('tells harm first, then what cannot be seen, then what is open, nearest to its line first', () => {
		const given = [
			evidenceOf({ metric: 'well', answer: 'promote' }),
			evidenceOf({ metric: 'none', answer: 'not-judged' }),
			evidenceOf({ metric: 'open', harm: { kind: 'e-value', value: 1.2, line: 20 } }),
			evidenceOf({ metric: 'informs', answer: 'roll-back', role: 'inform' }),
			evidenceOf({ metric: 'near', harm: { kind: 'e-value', value: 15, line: 20 } }),
			evidenceOf({ metric: 'blind', answer: 'unknown' }),
			evidenceOf({ metric: 'holds', answer: 'roll-back', criticality: 'hold' }),
			evidenceOf({ metric: 'harm', answer: 'roll-back' }),
		];
		expect(inOrder(given).map((one) => one.metric)).toEqual([
			'harm',
			'holds',
			'informs',
			'blind',
			'near',
			'open',
			'well',
			'none',
		]);
	});

	it('calls shown harm by what it leads to', () => {
		const word = (changes: Partial<MetricEvidence>) =>
			metricAnswerWord({ ...evidenceOf({ answer: 'roll-back' }), ...changes });
		expect([
			word({}),
			word({ criticality: 'hold' }),
			word({ criticality: 'inform' }),
			word({ role: 'inform' }),
		]).toEqual(['Roll back', 'Hold', 'Worse', 'Worse']);
	});
});

describe('the JSON export', () => {
	it('holds deployment, policy, verdict, evidence and trail in its versioned shape', () => {
		const document: unknown = JSON.parse(evidenceJson(inputOf([evidenceOf(slowerP95)])));
		expect(document).toMatchObject({
			format: 'signalbox-evidence/1',
			deployment: {
				id: 'd1',
				service: 'checkout',
				version: '2.4.0',
				fromVersion: '2.3.1',
				finishedAt: '2026-11-23T14:20:01Z',
			},
			policy: { minimumRequests: defaultHealthPolicy.minimumRequests },
			verdict: { answer: 'roll-back', judge: 'sequential/1', at: '2026-11-23T14:20:00Z' },
			evidence: [{ metric: 'p95', harm: { value: 2043, line: 60 }, at: '2026-11-23T14:20:00Z' }],
			trail: { looks: 9, points: [{ answer: 'keep-looking' }, { metrics: [{ metric: 'p95', answer: 'roll-back' }] }] },
		});
		expect(document).not.toHaveProperty('verdict.input');
	});

	it('writes out what JSON has no number for', () => {
		const harm = { kind: 'e-value', value: Number.POSITIVE_INFINITY, line: 20 } as const;
		expect(evidenceJson(inputOf([evidenceOf({ harm })]))).toContain('"value": "+Inf"');
	});
});

describe('the Markdown export', () => {
	it('says the words first, then figures with units', () => {
		const text = evidenceMarkdown(inputOf([evidenceOf(slowerP95)])).replaceAll('\u202f', ' ');
		expect(text).toContain('## Evidence: checkout 2.4.0 after 2.3.1 in production');
		expect(text).toContain('- **Roll back**: p95 is 12 to 31 % slower; limit 10 %; 8 400 requests');
		expect(text).toContain(
			'| p95 | Roll back | 466 ms | 383 ms | +12 % to +31 % | 10 % / 20 % | 8 400 requests | e 2 043, decides at 60 | sequential |',
		);
		expect(text).toContain(
			'### How it went (9 looks)\n- 2026-11-23T14:19:00Z Still looking\n- 2026-11-23T14:20:00Z Roll back',
		);
	});

	it('lets no name or query become markup', () => {
		const evidence = evidenceOf({ label: hostile, source: hostile, query: hostile, assumption: hostile });
		const text = evidenceMarkdown({
			...inputOf([evidence]),
			deployment: { ...inputOf([]).deployment, service: hostile },
		});
		// Within a code span nothing is markup.
		const prose = text.replaceAll(/(?<!\\)`[^`\n]*`/g, '');
		expect(prose).not.toMatch(/(?<!\\)\[boom|@here|(?<!\\)<img/);
		expect(prose).not.toMatch(/^# /m);
		const rows = text.split('\n').filter((line) => line.startsWith('| '));
		for (const line of rows) expect(line.match(/(?<!\\)\|/g)).toHaveLength(10);
	});

	it('stands without evidence, policy and verdict', () => {
		const text = evidenceMarkdown({ ...inputOf([]), policy: null, verdict: null, points: [], looks: 0 });
		expect(text).toContain('- Answer: no look yet');
	});
});

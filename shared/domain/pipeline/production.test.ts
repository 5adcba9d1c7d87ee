import { describe, expect, it } from 'vitest';
import { type ProductionNow, tellProduction } from './production.ts';
import type { StageSummary } from './stages.ts';

const stage: StageSummary = {
	...{ name: 'production', state: 'passed', durationMs: null, startedAt: null, budgetMs: null, isOverBudget: false },
	...{ jobs: 0, jobsDone: 0, gates: { passed: 0, failed: 0, missing: 0, waived: 0, waiting: 0 }, text: null },
};
const nowhere: ProductionNow = { hasProduction: true, stands: false, deployments: [] };
const told = (now: ProductionNow | null, change: Partial<StageSummary> = {}) => {
	const { state, text } = tellProduction({ ...stage, ...change }, now);
	return [state, text];
};

describe('the production stage', () => {
	it.each<[string, ProductionNow | null, readonly (string | null)[]]>([
		['without a release', null, ['not-reached', 'No release was made']],
		['before a deployment', nowhere, ['waiting', 'Not in production']],
		[
			'in flight',
			{ ...nowhere, deployments: [{ state: 'analysing', headline: '2.4.1 is taking 5 %' }] },
			['running', '2.4.1 is taking 5 %'],
		],
		[
			'taken back',
			{ ...nowhere, deployments: [{ state: 'rolled-back', headline: '2.4.1 was rolled back' }] },
			['failed', '2.4.1 was rolled back'],
		],
		[
			'in need of a person',
			{ ...nowhere, stands: true, deployments: [{ state: 'needs-operator', headline: 'stuck' }] },
			['failed', 'stuck'],
		],
		['there', { ...nowhere, stands: true }, ['passed', 'In production']],
		['of a service without production', { ...nowhere, hasProduction: false }, ['passed', null]],
	])('%s', (_name, now, expected) => {
		expect(told(now)).toEqual(expected);
	});

	it('that is held, and every other stage, stays as it is', () => {
		expect(told(nowhere, { state: 'approval', text: 'Waiting for approval from 1 of 2' })).toEqual([
			'approval',
			'Waiting for approval from 1 of 2',
		]);
		expect(told(nowhere, { name: 'acceptance' })).toEqual(['passed', null]);
	});
});

/** Tests of the believable October. */
import type { MaturityInputs } from '../../maturity/inputs.ts';
import type { TestRow } from '../../tests/model.ts';

const minute = 60_000;

function row(test: string, more: Partial<TestRow>): TestRow {
	return {
		...{ service: 'checkout', test, file: null, level: 'ui', state: 'healthy', runs: 40, passes: 40, passRate: 1 },
		...{ disagreements: 0, transitions: 0, why: 'Passed in 40 of 40 runs.', p50Ms: 4_000, p90Ms: 6_000, lostMs: 0 },
		...{ lastFailedAt: null, since: null, quarantine: null, recent: [] },
		...more,
	};
}

export function octoberTests(): NonNullable<MaturityInputs['facts']['tests']> {
	const at = Date.UTC(2026, 9, 20);
	return {
		summary: {
			service: null,
			asOf: at,
			total: 912,
			byState: { healthy: 840, flaky: 34, recovering: 9, broken: 2, new: 27 },
			flakyShare: 0.04,
			quarantined: 1,
			suite: {
				runs: 212,
				wallP50Ms: 8.4 * minute,
				wallP90Ms: 13 * minute,
				summedP50Ms: 31 * minute,
				summedP90Ms: 44 * minute,
			},
			pyramid: {
				counts: { unit: 520, integration: 230, ui: 120, unclassified: 42 },
				wanted: { unit: 0.7, integration: 0.2, ui: 0.1 },
				remark: 'Fewer unit tests than aimed at: 60 % of those that are classified.',
			},
			lostMs: 6.2 * 60 * minute,
			leftOut: 1,
		},
		rows: [
			row('Checkout > pays with a card that was declined before', {
				...{ state: 'flaky', passes: 31, passRate: 31 / 40, disagreements: 6, lostMs: 190 * minute },
				why: 'Passed in 31 of 40 runs; 6 times both ways on one commit.',
				quarantine: {
					...{ service: 'checkout', test: 'Checkout > pays with a card that was declined before', file: null },
					...{ owner: 'Grace', reason: 'Races with the sandbox of the provider', ticket: 'SHOP-1182', by: 'Ada' },
					...{ at, expiresAt: Date.UTC(2026, 10, 20) },
				},
			}),
			row('Search > finds | pipes and <tags>', {
				state: 'flaky',
				service: 'search',
				lostMs: 60 * minute,
				why: 'Passed in 36 of 40 runs; 2 changes on the default branch.',
			}),
			row('Catalogue > imports 10 000 products', {
				service: 'catalogue',
				level: 'integration',
				p90Ms: 3.5 * minute,
				p50Ms: 3 * minute,
			}),
			row('Catalogue > prices of yesterday', {
				service: 'catalogue',
				state: 'broken',
				why: 'Failed in 12 of 12 runs since 18 October.',
				passes: 0,
				passRate: 0,
				lostMs: 22 * minute,
			}),
		],
	};
}

/** Figures of tests over time as domain.md has them ("Tests"); each can be set in `signalbox.yaml`. */
import type { TestPolicy } from './model.ts';

export const defaultTestPolicy: TestPolicy = {
	levels: [
		{
			level: 'ui',
			files: ['**/e2e/**', '**/ui/**', '**/*.e2e.*', '**/cypress/**', '**/playwright/**'],
			groups: ['e2e', 'ui'],
			names: [],
		},
		{
			level: 'integration',
			files: ['**/integration/**', '**/*.integration.*', '**/*IT.java', '**/api/**'],
			groups: ['integration', 'api'],
			names: [],
		},
		{
			level: 'unit',
			files: ['**/unit/**', '**/*.test.*', '**/*.spec.*', '**/*Test.java', '**/test_*.py', '**/*_test.go'],
			groups: ['unit'],
			names: [],
		},
	],
	windowMs: 7 * 24 * 60 * 60 * 1_000,
	minimumRuns: 5,
	flakyFrom: 0.1,
	flakyTo: 0.9,
	calmRate: 0.98,
	calmRuns: 20,
	massFailureShare: 0.8,
	pyramid: { unit: 0.7, integration: 0.2, ui: 0.1 },
	quarantineFile: null,
};

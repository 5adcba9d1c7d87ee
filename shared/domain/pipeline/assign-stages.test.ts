import { describe, expect, it } from 'vitest';
import { assignStages, type StageClaim } from './assign-stages.ts';
import { makeJob } from './fixtures.ts';
import type { StageName } from './model.ts';

const stages: readonly StageClaim[] = [
	{ name: 'commit', jobPatterns: ['unit*', 'lint', 'build / *'] },
	{ name: 'acceptance', jobPatterns: ['e2e*', 'unit slow'] },
	{ name: 'user-acceptance', jobPatterns: [] },
	{ name: 'production', jobPatterns: ['deploy *'] },
];

describe('a job goes to', () => {
	it.each<[string, StageName | null]>([
		['unit', 'commit'],
		['unit (node 20)', 'commit'],
		['build / docker / push', 'commit'],
		['unit slow', 'commit'],
		['e2e [2/3]', 'acceptance'],
		['deploy production', 'production'],
		['nightly', null],
	])('%s → %s', (name, stage) => {
		expect(assignStages([makeJob(name, null)], stages)[0]?.stage).toBe(stage);
	});

	it('the stage that it carries', () => {
		expect(assignStages([makeJob('unit', 'acceptance')], stages)[0]?.stage).toBe('acceptance');
	});
});

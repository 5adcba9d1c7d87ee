import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const unitTests = '{shared,electron,renderer,scripts,assets}/**/*.test.{ts,tsx}';
const integrationTests = '**/*.integration.test.ts';

/** Mocked modules would stay mocked for whatever runs after them in the same process. */
const mocking = globSync(unitTests, { cwd: root, exclude: ['**/node_modules/**'] }).filter((file) =>
	readFileSync(path.join(root, file), 'utf8').includes('vi.mock('),
);

// Nothing in a unit test waits for real time; this only keeps a busy machine from failing one.
const unit = { environment: 'node', testTimeout: 30_000 } as const;

/** Unit tests stand beside their file (`x.test.ts`); `x.integration.test.ts` talks to real servers. */
export default defineConfig({
	test: {
		// Tests against real servers mostly wait; left to itself Vitest runs one file at a time on two cores.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		projects: [
			{
				test: {
					...unit,
					name: 'unit',
					include: [unitTests],
					exclude: [integrationTests, ...mocking],
					// Loading the modules anew for each of some 400 files took longer than the tests: there are no singletons to share.
					isolate: false,
				},
			},
			{ test: { ...unit, name: 'unit-mocking', include: mocking } },
			{
				test: {
					name: 'integration',
					include: ['{shared,electron,assets,scripts,e2e}/**/*.integration.test.ts'],
					environment: 'node',
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
		],
	},
});

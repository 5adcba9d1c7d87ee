import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their file (`x.test.ts`); `x.integration.test.ts` talks to real servers. */
export default defineConfig({
	test: {
		// Tests against real servers mostly wait; left to itself Vitest runs one file at a time on two cores.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		projects: [
			{
				test: {
					name: 'unit',
					include: ['{shared,electron,renderer,scripts,assets}/**/*.test.{ts,tsx}'],
					exclude: ['**/*.integration.test.ts'],
					environment: 'node',
					// Nothing here waits for real time; this only keeps a busy machine from failing a test.
					testTimeout: 30_000,
				},
			},
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

import { expect, test } from 'vitest';
import { createWorld, serviceSetup } from '../testing/test-pipelines.ts';
import { offeredReleases } from './offered-releases.ts';

test('the newest are offered, and what is known good however old it is', () => {
	const setup = serviceSetup(createWorld());
	const records = Array.from({ length: 60 }, (_, index) => ({
		...{ service: 'shop', version: `1.${60 - index}`, commit: 'c', branch: 'main', runId: 'shop:1', attempt: 1 },
		...{ madeAt: 0, previous: null, commits: [], commitCount: 0, commitsNote: null, authors: [], artifacts: [] },
		oldestCommitAt: null,
	}));
	const room = { 'shop/production': { standing: null, knownGood: '1.7' } };
	const versions = offeredReleases(room, setup, records).map(({ version }) => version);
	expect(versions).toHaveLength(31);
	expect([versions[0], versions[29], versions[30]]).toEqual(['1.60', '1.31', '1.7']);
});

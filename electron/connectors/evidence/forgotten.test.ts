/** What a Signalbox that was killed left of artifacts. */
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/result.ts';
import { createFetchedArtifacts } from './fetched-artifacts.ts';
import { defaultLimits } from './limits.ts';

test('is removed once nobody can be at work on it any more, and nothing else is', async () => {
	const temporaryFolder = await mkdtemp(path.join(tmpdir(), 'signalbox-forgotten-'));
	for (const name of ['evidence-old', 'evidence-young', 'somebody-else']) {
		await mkdir(path.join(temporaryFolder, name));
		await writeFile(path.join(temporaryFolder, name, 'artifact.zip'), 'x');
	}
	const longAgo = new Date('2020-01-01T00:00:00Z');
	for (const name of ['evidence-old', 'somebody-else'])
		await utimes(path.join(temporaryFolder, name), longAgo, longAgo);
	const runner = { fetchArtifact: async () => fail('not-found', 'None.', 'None.') };
	const fetched = await createFetchedArtifacts({ runner, nativeId: '1', temporaryFolder, limits: defaultLimits });
	if (!fetched.ok) throw new Error(fetched.problem.message);
	await fetched.value.close();
	expect(await readdir(temporaryFolder)).toEqual(['evidence-young', 'somebody-else']);
	await rm(temporaryFolder, { recursive: true });
});

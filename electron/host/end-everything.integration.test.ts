import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { value } from '../connectors/targets/conformance-steps.ts';
import { statePaths } from '../connectors/targets/process/paths.ts';
import { makePlace, type TestPlace } from '../connectors/targets/process/test-support/place.ts';
import { runEndEverything } from './end-everything.ts';

let folder = '';
const places: TestPlace[] = [];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'sbx-end-'));
});
afterEach(async () => {
	for (const place of places.splice(0)) await place.dispose();
	rmSync(folder, { recursive: true, force: true });
});

async function serving(...names: readonly string[]): Promise<TestPlace> {
	const place = makePlace({}, path.join(folder, 'data', 'targets', ...names));
	places.push(place);
	value(await place.target.deploy({ slot: 'blue', version: '1.0.0', fence: 0 }));
	return place;
}

async function end(): Promise<{ readonly code: number; readonly said: readonly string[] }> {
	const said: string[] = [];
	const machine = { platform: process.platform, env: {}, homeFolder: folder };
	const say = (line: string) => void said.push(line);
	const code = await runEndEverything({ args: { data: 'data' }, machine, startFolder: folder, say });
	return { code, said };
}

describe('ending everything', () => {
	test('ends what every target of the data folder started, the sample included, and says so', async () => {
		const all = [await serving('shop', 'production'), await serving('.sample', 'shop', 'production')];
		const pids = all.map((place) => [...place.pids('router'), ...place.pids('slot')]);
		expect(pids.map((each) => each.length)).toEqual([2, 2]);
		expect(await end()).toEqual({
			code: 0,
			said: ['Ended 2 processes of shop production.', 'Ended 2 processes of shop production of the sample.'],
		});
		expect(all.flatMap((place) => [...place.pids('router'), ...place.pids('slot')])).toEqual([]);
		expect((await end()).said).toEqual([expect.stringMatching(/^Nothing that was started for .* is running\.$/)]);
	});

	test.runIf(process.platform === 'linux')('finds them although the notes are damaged', async () => {
		const place = await serving('till', 'staging');
		writeFileSync(statePaths(place.folder).stateFile, '{');
		expect(await end()).toEqual({ code: 0, said: ['Ended 2 processes of till staging.'] });
	});

	test('has nothing to do in a folder that is not there', async () => {
		expect(await end()).toMatchObject({ code: 0, said: [expect.stringContaining('Nothing')] });
	});
});

import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allTrafficTo, observedSplit, splitTraffic } from '../../../../shared/domain/target/model.ts';
import { value } from '../conformance-steps.ts';
import { manualCommands } from './manual-commands.ts';
import { statePaths } from './paths.ts';
import { makePlace, type TestPlace } from './test-support/place.ts';
import { sendRequests } from './test-support/users.ts';

const hasCurl = canRun('curl', ['--version']);

function canRun(file: string, args: readonly string[]): boolean {
	try {
		execFileSync(file, args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

describe('lines pasted by a person', () => {
	let place: TestPlace;
	let url: string;
	beforeEach(async () => {
		place = makePlace();
		value(await place.target.deploy({ slot: 'blue', version: '1.0.0', fence: 7 }));
		value(await place.target.deploy({ slot: 'green', version: '2.0.0', fence: 7 }));
		url = value(await place.target.setTraffic({ split: splitTraffic('green', 25), fence: 7 })).publicUrl ?? '';
	});
	afterEach(() => place.dispose());

	async function isBack(): Promise<void> {
		expect(observedSplit(value(await place.target.inspect()))).toEqual(allTrafficTo('blue'));
		expect(await sendRequests(url, 40)).toMatchObject({ blue: 40, green: 0, failed: 0 });
		// The control room goes on from there with the fence that it had.
		value(await place.target.setTraffic({ split: splitTraffic('green', 50), fence: 7 }));
		expect(await place.target.setTraffic({ split: splitTraffic('green', 50), fence: 6 })).toMatchObject({
			problem: { code: 'lease-lost' },
		});
	}

	test.skipIf(!hasCurl)('move the traffic back, proxies of the environment or not (needs curl on PATH)', async () => {
		const env = { PATH: process.env['PATH'], http_proxy: 'http://127.0.0.1:9', ALL_PROXY: 'http://127.0.0.1:9' };
		for (const line of place.target.manualCommands(allTrafficTo('blue'))) {
			const said = execFileSync('sh', ['-c', line], { encoding: 'utf8', env, timeout: 10_000, stdio: 'pipe' });
			expect(JSON.parse(said)).toMatchObject({ ok: true, value: { slots: { blue: { weightPercent: 100 } } } });
		}
		await isBack();
	});

	test('the one for Windows asks the same', async () => {
		const [line = ''] = manualCommands(statePaths(place.folder).socket, allTrafficTo('blue'), 'win32');
		const script = /^node -e "(.*)"$/.exec(line)?.[1] ?? '';
		expect(script).not.toMatch(/["%^]/);
		const said = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 10_000 });
		expect(JSON.parse(said)).toMatchObject({ ok: true });
		await isBack();
	});
});

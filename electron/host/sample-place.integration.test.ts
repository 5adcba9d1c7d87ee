/** The sample beside real projects: it has a place of its own and never touches theirs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../shared/rpc/api.ts';
import type { SampleView } from '../../shared/rpc/views.ts';
import { value } from '../connectors/targets/conformance-steps.ts';
import {
	fixtureService,
	makePlace,
	routerMain,
	type TestPlace,
} from '../connectors/targets/process/test-support/place.ts';
import { quietLogger } from '../testing/real-world.ts';
import { plainSurroundings } from '../testing/surroundings.ts';
import { createControlRoom } from './control-room.ts';
import type { ControlRoom } from './room.ts';

const ada: Caller = { name: 'Ada', mayAct: true };
const source = `version: 1
name: webshop
services:
  - name: shop
    owner: the shop team
    releases:
      - version: 1.0.0
    environments:
      production:
        tier: production
        target:
          kind: process
          label: local processes
          run: [${JSON.stringify(process.execPath)}, ${JSON.stringify(fixtureService)}, "{version}"]
`;

let folder = '';
let room: ControlRoom;
/** The user's own `shop/production`, serving 1.0.0. */
let users: TestPlace;
beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'sbx-place-'));
	mkdirSync(path.join(folder, 'project'));
	writeFileSync(path.join(folder, 'project', 'signalbox.yaml'), source);
	users = makePlace({}, path.join(folder, 'data', 'targets', 'shop', 'production'));
	value(await users.target.deploy({ slot: 'blue', version: '1.0.0', fence: 0 }));
	room = value(
		await createControlRoom({
			host: 'browser',
			version: '0.0.0',
			dataFolder: path.join(folder, 'data'),
			packageRoot: path.resolve(import.meta.dirname, '..', '..'),
			caller: ada,
			suggestedProject: null,
			router: { command: process.execPath, args: [routerMain], env: {} },
			sampleNode: { command: process.execPath, args: [], env: {} },
			jobNode: { command: process.execPath, args: [], env: {} },
			surroundings: plainSurroundings(),
			logger: quietLogger,
		}),
	);
});
afterEach(async () => {
	await room.api.sample.stop(ada);
	await room.close();
	await users.dispose();
	rmSync(folder, { recursive: true, force: true });
});

async function sampleView(): Promise<SampleView> {
	for await (const update of room.api.room.watch(null, new AbortController().signal)) {
		if (update.kind === 'snapshot') return update.room.sample;
	}
	throw new Error('The room said nothing.');
}

describe('the sample', () => {
	test('leaves a shop/production of a project that is not open alone, and its processes alive', async () => {
		const before = [...users.pids('router'), ...users.pids('slot')];
		expect(before).toHaveLength(2);
		value(await room.api.sample.start(ada));
		const { url } = await sampleView();
		expect(await (await fetch(`${url ?? ''}/version`)).json()).toEqual({ version: '2.3.1' });
		value(await room.api.sample.stop(ada));
		expect([...users.pids('router'), ...users.pids('slot')]).toEqual(before);
	});

	test('does not start while an open project steers shop/production, and says which', async () => {
		const before = users.pids('slot');
		value(await room.api.projects.open({ path: path.join(folder, 'project') }, ada));
		const refused = await room.api.sample.start(ada);
		expect(refused).toMatchObject({
			ok: false,
			problem: {
				message: expect.stringContaining(path.join(folder, 'project', 'signalbox.yaml')),
				hint: expect.stringContaining('Close'),
			},
		});
		expect(await sampleView()).toMatchObject({ state: 'failed', url: null });
		value(await room.api.sample.stop(ada));
		expect(users.pids('slot')).toEqual(before);
	});
});

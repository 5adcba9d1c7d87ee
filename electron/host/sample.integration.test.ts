/** The sample environment as a person uses it: one click on, sliders, one click off, and a kill in between. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../shared/config/parse.ts';
import type { SampleView } from '../../shared/rpc/views.ts';
import { eventually, value } from '../connectors/targets/conformance-steps.ts';
import { listStarted } from '../connectors/targets/process/leftovers.ts';
import { pidExists } from '../connectors/process-identity.ts';
import type { Sample } from './sample.ts';
import { makeTestSample, sampleAssets } from './sample/test-sample.ts';
import { fillIn } from './sample/sample-files.ts';

let folder = '';
let sample: Sample;
let views: SampleView[] = [];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'sbx-sample-'));
	views = [];
	sample = makeTestSample(folder, (view) => views.push(view));
});
afterEach(async () => {
	await sample.stop();
	rmSync(folder, { recursive: true, force: true });
});

const pids = () => value(listStarted(path.join(folder, 'target'))).map((one) => one.pid);

async function gauge(address: string, name: string): Promise<number> {
	const text = await (await fetch(`${address}/metrics`)).text();
	return Number(text.match(new RegExp(`^${name} (.*)$`, 'm'))?.[1]);
}

describe('sample project', () => {
	const file = path.join(sampleAssets, 'signalbox.yaml');

	test('its file has nothing to complain about, and runs the Node that it is given', () => {
		const source = readFileSync(file, 'utf8');
		const plain = parseConfig(source, file);
		expect(plain.issues).toEqual([]);
		const node = { file: '/odd path/"node"', args: ['--quiet'], env: { ELECTRON_RUN_AS_NODE: '1' } };
		const filling = { node, jobNode: node, repositoryFolder: '/kept/shop', releasesFolder: '/kept/releases' };
		const target = parseConfig(fillIn(source, filling), file).config?.services[0]?.environments[0]?.target;
		expect(target).toMatchObject({
			run: {
				file: '/odd path/"node"',
				args: ['--quiet', 'service.mjs', '{version}'],
				env: { ELECTRON_RUN_AS_NODE: '1', FAULT_FILE: 'fault.json', SHOP_RELEASES: '/kept/releases' },
			},
		});
	});
});

describe('sample environment', () => {
	test('starts with 2.3.1 and real traffic, gets worse where told, and leaves nothing behind', async () => {
		value(await sample.start());
		const url = sample.view().url ?? '';
		expect(await (await fetch(`${url}/version`)).json()).toEqual({ version: '2.3.1' });
		await eventually(async () => (sample.view().requestsPerSecond ?? 0) > 40, 10_000);
		expect(sample.view().requestsPerSecond).toBeLessThan(80);

		const target = value(await makeTestSample.target(folder));
		const state = value(await target.deploy({ slot: 'green', version: '2.4.0', fence: 1 }));
		const [blue = ''] = state.slots.blue.addresses;
		const [green = ''] = state.slots.green.addresses;
		expect(await gauge(green, 'memory_usage_ratio')).toBeLessThan(0.5);
		value(await sample.setFault({ delayMs: 400, errorRate: 1, memory: 0.9 }));
		await eventually(async () => (await gauge(green, 'memory_usage_ratio')) > 0.85, 5_000);
		const started = performance.now();
		expect((await fetch(`${green}/api/products`)).status).toBe(500);
		expect(performance.now() - started).toBeGreaterThan(400);
		expect((await fetch(`${blue}/api/products`)).status).toBe(200);
		expect(await gauge(blue, 'memory_usage_ratio')).toBeLessThan(0.5);
		value(await sample.setFault({ delayMs: 0, errorRate: 0, memory: 0 }));
		await eventually(async () => (await gauge(green, 'memory_usage_ratio')) < 0.6, 5_000);
		expect((await fetch(`${green}/api/products`)).status).toBe(200);
		expect(await target.deploy({ slot: 'green', version: '9.9.9', fence: 1 })).toMatchObject({
			problem: { code: 'unknown-version' },
		});
		await target.close();

		const running = pids();
		expect(running.length).toBe(4);
		value(await sample.stop());
		expect(running.filter(pidExists)).toEqual([]);
		// The shop's repository outlives the sample, as its history does.
		expect(readdirSync(folder)).toEqual(['kept']);
		expect(sample.hasLeftovers()).toBe(false);
		expect(views.map((view) => view.state).filter((state, index, all) => state !== all[index - 1])).toEqual([
			'starting',
			'running',
			'stopping',
			'stopped',
		]);
	});

	test('a control room that was killed is followed by one that finds the shop serving, and can end it', async () => {
		const script = fileURLToPath(new URL('./sample/test-sample-run.ts', import.meta.url));
		const room = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [url] = await once(createInterface({ input: room.stdout }), 'line');
		await eventually(async () => pids().length === 3, 5_000);
		room.kill('SIGKILL');
		await once(room, 'exit');
		// Traffic ends by itself; router and shop serve on.
		await eventually(async () => pids().length === 2, 5_000);
		expect((await fetch(`${String(url)}/version`)).ok).toBe(true);
		const before = pids();
		expect(sample.hasLeftovers()).toBe(true);

		value(await sample.start());
		expect(sample.view().url).toBe(url);
		expect(pids().filter((pid) => before.includes(pid))).toEqual(before);
		const all = pids();
		value(await sample.stop());
		expect(all.filter(pidExists)).toEqual([]);
		expect(existsSync(path.join(folder, 'state'))).toBe(false);
	});

	test('a refusal to close the project keeps the sample running', async () => {
		let isBusy = true;
		const busy = makeTestSample(
			folder,
			() => {},
			() => isBusy,
		);
		value(await busy.start());
		expect(await busy.stop()).toMatchObject({ ok: false, problem: { code: 'deployment-in-flight' } });
		expect(busy.view().state).toBe('running');
		isBusy = false;
		value(await busy.stop());
	});
});

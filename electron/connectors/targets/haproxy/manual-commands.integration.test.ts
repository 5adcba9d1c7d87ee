import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findHaproxy, type HaproxyPeer, startHaproxy } from '../../../../e2e/peers/haproxy.ts';
import { allTrafficTo, observedSplit, splitTraffic } from '../../../../shared/domain/target/model.ts';
import { value } from '../conformance-steps.ts';
import { createHaproxyTarget } from './haproxy-target.ts';
import { realDeps } from './test-kit.ts';

/** As much of socat as the lines use, for machines without it; where it is installed, the real one is found first. */
const socat = `#!${process.execPath}
const { connect } = require('node:net');
const [, , stdio, address] = process.argv;
const tcp = /^TCP:(.+):(\\d+)$/.exec(address);
const unix = /^UNIX-CONNECT:(.+)$/.exec(address);
if (stdio !== 'stdio' || (tcp ?? unix) === null) process.exit(1);
const socket = connect(tcp === null ? { path: unix[1] } : { host: tcp[1], port: Number(tcp[2]) });
process.stdin.pipe(socket).pipe(process.stdout);
`;

describe.skipIf(findHaproxy() === null)('lines pasted by a person (needs haproxy on PATH)', () => {
	let peer: HaproxyPeer;
	let folder: string;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'sb-by-hand-'));
		writeFileSync(join(folder, 'socat'), socat, { mode: 0o755 });
		peer = await startHaproxy({ servers: { blue: 2, green: 1 } });
	});
	afterEach(async () => {
		await peer.dispose();
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(['socket', 'tcp'] as const)('move the traffic back through the %s, and show it', async (door) => {
		const target = createHaproxyTarget(peer.config(door), realDeps);
		value(await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
		value(await target.deploy({ slot: 'green', version: '2.0.0', fence: 1 }));
		value(await target.setTraffic({ split: splitTraffic('green', 25), fence: 1 }));
		const env = { PATH: [process.env['PATH'], folder].join(delimiter) };
		const said = target
			.manualCommands(allTrafficTo('blue'))
			.map((line) => execFileSync('sh', ['-c', line], { encoding: 'utf8', env, timeout: 10_000 }));
		expect(said[0]?.trim()).toBe('');
		expect(said[1]).toContain('shop,green1');
		expect(observedSplit(value(await target.inspect()))).toEqual(allTrafficTo('blue'));
		expect(await peer.sendRequests(50)).toEqual({ blue: 50, green: 0, failed: 0 });
	});
});

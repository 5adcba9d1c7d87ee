/** A rollback on a disk that is really full: the journal on a small file system in memory that a filler takes up. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../electron/connectors/targets/conformance-steps.ts';
import { statePaths } from '../../electron/connectors/targets/process/paths.ts';
import { buildPrograms, type Programs } from './programs.ts';
import { firstVersion, versionOf } from './setup.ts';
import { ask } from './users.ts';
import { openWorld, type World } from './world.ts';

/** Mounts a file system of 4 MB; null where this machine does not let us. */
function mountSmallDisk(): string | null {
	const folder = mkdtempSync(path.join(tmpdir(), 'sbx-disk-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
		return folder;
	} catch {
		rmSync(folder, { recursive: true, force: true });
		return null;
	}
}

function unmount(folder: string): void {
	// Lazily: a process that was just killed may still hold a file.
	execFileSync('umount', ['-l', folder]);
	rmSync(folder, { recursive: true, force: true });
}

function mayMount(): boolean {
	if (process.platform !== 'linux') return false;
	const folder = mountSmallDisk();
	if (folder !== null) unmount(folder);
	return folder !== null;
}

/** 15 minutes pass in 90 s: the release is at 5 % for as long as the test takes. */
const slowClockRate = 10;

/** Memory is handed out in pages: a file whose last page is full cannot grow by a single byte on a full disk. */
const pageBytes = 4_096;

function fillLastPage(file: string): void {
	appendFileSync(file, '\n'.repeat(pageBytes - (statSync(file).size % pageBytes)));
}

/** Writes until nothing more fits. */
function fill(folder: string): string {
	const filler = path.join(folder, 'filler');
	for (let block = 64 * 1024; block >= 512; block /= 2) {
		try {
			for (;;) writeFileSync(filler, Buffer.alloc(block), { flag: 'a' });
		} catch {
			// Full to within this block; the rest is filled with smaller ones.
		}
	}
	expect(statfsSync(folder).bavail).toBe(0);
	return filler;
}

describe.skipIf(!mayMount())('a full disk (needs the right to mount a tmpfs)', () => {
	let programs: Programs;
	let folder = '';
	let world: World | null = null;
	beforeAll(async () => {
		programs = await buildPrograms();
	});
	beforeEach(() => {
		folder = mountSmallDisk() ?? '';
	});
	afterEach(async () => {
		await world?.dispose();
		unmount(folder);
	});
	afterAll(() => programs.dispose());

	async function rollBack(prepare: (world: World) => void): Promise<void> {
		world = await openWorld(programs, { dataFolder: folder, clockRate: slowClockRate });
		const { url, user } = world;
		const host = world.startHost();
		await host.heard('opened');
		const version = versionOf(1, false);
		const start = { version, strategy: 'blue-green', standing: firstVersion, key: 'key-of-start' } as const;
		host.tell({ kind: 'start', ...start, crash: null, rollBackAt: null });
		const { deploymentId } = await host.heard('appended', (said) => said.state === 'analysing');
		expect(await ask(url)).toBe(version);

		prepare(world);
		const filler = fill(folder);
		host.tell({ kind: 'roll-back', deploymentId, key: 'key-of-roll-back' });
		const { outcome } = await host.heard('rolled-back');
		await eventually(async () => (await ask(url)) === firstVersion, 10_000);
		expect(outcome).toMatchObject({ deploymentId, refused: null });
		expect(host.words.some((said) => said.kind === 'not-appended' && said.code === 'store-full')).toBe(true);

		rmSync(filler);
		await host.heard('appended', (said) => said.isOver && said.state === 'rolled-back');
		const journal = await world.journal();
		const own = journal.entries.filter((entry) => entry.stream === `deployment:${deploymentId}`);
		const types = own.map((entry) => entry.type);
		const wayBack = ['commanded', 'effect-intended', 'effect-done', 'effect-intended', 'effect-done'];
		expect(types.slice(types.indexOf('commanded'))).toEqual(wayBack);
		expect(journal.environments).toMatchObject([{ standing: { version: firstVersion, slot: 'blue' } }]);
		expect(user.failures).toEqual([]);
	}

	test('traffic goes back although the journal cannot be written, and it is told once it can', () =>
		rollBack(() => {}));

	test('traffic goes back also when not even a line of the log of the router fits', () =>
		rollBack(() => fillLastPage(statePaths(path.join(folder, 'target')).routerLog)));
});

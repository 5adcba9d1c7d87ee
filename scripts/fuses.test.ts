import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
	findPackedPrograms,
	fuseDifferences,
	fuseTable,
	packedProgram,
	readFuseDifferences,
	setFuses,
} from './fuses.ts';

const { ENABLE, DISABLE, REMOVED } = FuseState;
/** How Electron leaves its fuses. */
const fromElectron = [ENABLE, DISABLE, ENABLE, ENABLE, DISABLE, DISABLE, DISABLE, ENABLE, ENABLE];
/** Electron's binary has these bytes somewhere, then version, length and one byte for each fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const names = { executable: 'signalbox', product: 'Signalbox' };

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-fuses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const noise = { before: randomBytes(70_000), after: randomBytes(3_000) };

function binary(wire: readonly number[], version = 1): string {
	const file = path.join(folder, 'signalbox');
	const head = [Buffer.from(sentinel), Buffer.from([version, wire.length, ...wire])];
	writeFileSync(file, Buffer.concat([noise.before, ...head, noise.after]));
	return file;
}

describe('a binary as Electron ships it', () => {
	test('is found to be wrong', async () => {
		expect(await readFuseDifferences(binary(fromElectron))).toEqual([
			'RunAsNode is on, expected off',
			'EnableCookieEncryption is off, expected on',
			'EnableNodeOptionsEnvironmentVariable is on, expected off',
			'EnableNodeCliInspectArguments is on, expected off',
			'EnableEmbeddedAsarIntegrityValidation is off, expected on',
			'OnlyLoadAppFromAsar is off, expected on',
			'GrantFileProtocolExtraPrivileges is on, expected off',
		]);
	});

	test('is as it must be once flipped, and nothing else in it has changed', async () => {
		const file = binary(fromElectron);
		await setFuses(file, 'linux');
		expect(await readFuseDifferences(file)).toEqual([]);
		const wire = readFileSync(file).subarray(noise.before.length + sentinel.length);
		expect(wire.subarray(0, 2)).toEqual(Buffer.from([1, 9]));
		expect(wire.subarray(2, 11).toString()).toBe('010011001');
		expect(wire.subarray(11)).toEqual(noise.after);
		expect(readFileSync(file).subarray(0, noise.before.length)).toEqual(noise.before);
	});

	test('with a fuse that nobody decided is neither flipped nor accepted', async () => {
		const file = binary([...fromElectron, ENABLE]);
		await expect(setFuses(file, 'linux')).rejects.toThrow(/strictlyRequireAllFuses/);
		expect(await readFuseDifferences(file)).toContain(
			'fuse 9 is not in the table; update @electron/fuses and decide it',
		);
	});

	test('with fewer fuses is not accepted', async () => {
		const file = binary(fromElectron.slice(0, 8));
		await expect(setFuses(file, 'linux')).rejects.toThrow(/not long enough/);
		expect(await readFuseDifferences(file)).toContain('WasmTrapHandlers is missing, expected on');
	});

	test('without fuses is refused', async () => {
		const file = path.join(folder, 'other');
		writeFileSync(file, noise.before);
		await expect(readFuseDifferences(file)).rejects.toThrow(/sentinel/);
	});
});

test('a fuse that Electron removed is told', async () => {
	const file = binary([DISABLE, ENABLE, DISABLE, DISABLE, ENABLE, REMOVED, DISABLE, DISABLE, ENABLE]);
	expect(fuseDifferences(await getCurrentFuseWire(file))).toEqual(['OnlyLoadAppFromAsar is removed, expected on']);
});

test('the table is the one of the design, and names every fuse there is', () => {
	expect(fuseTable).toEqual({
		[FuseV1Options.RunAsNode]: false,
		[FuseV1Options.EnableCookieEncryption]: true,
		[FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
		[FuseV1Options.EnableNodeCliInspectArguments]: false,
		[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
		[FuseV1Options.OnlyLoadAppFromAsar]: true,
		[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
		[FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
		[FuseV1Options.WasmTrapHandlers]: true,
	});
	const all = Object.keys(FuseV1Options).filter((key) => /^\d+$/.test(key));
	expect(Object.keys(fuseTable).sort()).toEqual(all.sort());
	expect(Object.values(FuseVersion)).toEqual(['1']);
});

test('programs are found where electron-builder leaves them', async () => {
	for (const each of ['linux-unpacked', 'linux-arm64-unpacked', 'win-unpacked', 'mac', 'mac-arm64', 'other']) {
		mkdirSync(path.join(folder, each));
	}
	const found = await findPackedPrograms(folder, names);
	expect(found.map((file) => path.relative(folder, file).split(path.sep).join('/')).sort()).toEqual([
		'linux-arm64-unpacked/signalbox',
		'linux-unpacked/signalbox',
		'mac-arm64/Signalbox.app',
		'mac/Signalbox.app',
		'win-unpacked/Signalbox.exe',
	]);
	expect(packedProgram('out', 'win32', names)).toBe(path.join('out', 'Signalbox.exe'));
});

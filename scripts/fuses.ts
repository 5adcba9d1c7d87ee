/** The nine fuses of Electron's binary (design/security.md 15): the table, flipping them, and reading them back. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type FuseConfig, FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** How each fuse must stand in what is shipped. The type asks for every fuse that @electron/fuses knows. */
export const fuseTable: Readonly<Record<FuseV1Options, boolean>> = {
	// Or the signed binary runs any script (`ELECTRON_RUN_AS_NODE`).
	[FuseV1Options.RunAsNode]: false,
	[FuseV1Options.EnableCookieEncryption]: true,
	// Or `NODE_OPTIONS=--require evil.js` runs within us.
	[FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
	[FuseV1Options.EnableNodeCliInspectArguments]: false,
	[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
	[FuseV1Options.OnlyLoadAppFromAsar]: true,
	[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
	// The page comes from app://, no page from file://.
	[FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
	// Without them every memory access of WebAssembly is checked by hand, slowly.
	[FuseV1Options.WasmTrapHandlers]: true,
};

/** Flips all of them; rejects when the binary has a fuse that the table does not name. `binary`: a program or an `.app`. */
export async function setFuses(binary: string, platform: string): Promise<void> {
	await flipFuses(binary, {
		version: FuseVersion.V1,
		strictlyRequireAllFuses: true,
		// Flipping breaks the signature that Apple's processors ask for; the real one comes afterwards, where there is one.
		resetAdHocDarwinSignature: platform === 'darwin',
		...fuseTable,
	});
}

/** Where a fuse wire differs from the table, a line each; empty when it is as it must be. */
export function fuseDifferences(wire: FuseConfig<FuseState>): readonly string[] {
	const lines: string[] = [];
	if (wire.version !== FuseVersion.V1) lines.push(`the wire has version ${wire.version}, expected ${FuseVersion.V1}`);
	const known = Object.entries(fuseTable).map(([index, on]) => [Number(index), on] as const);
	for (const [index, isOn] of known) {
		const name = FuseV1Options[index];
		const expected = isOn ? FuseState.ENABLE : FuseState.DISABLE;
		const actual: unknown = Reflect.get(wire, index);
		if (actual !== expected) lines.push(`${name} is ${stateName(actual)}, expected ${stateName(expected)}`);
	}
	for (const key of Object.keys(wire)) {
		if (/^\d+$/.test(key) && !known.some(([index]) => index === Number(key))) {
			lines.push(`fuse ${key} is not in the table; update @electron/fuses and decide it`);
		}
	}
	return lines;
}

function stateName(state: unknown): string {
	switch (state) {
		case FuseState.ENABLE:
			return 'on';
		case FuseState.DISABLE:
			return 'off';
		case FuseState.REMOVED:
			return 'removed';
		default:
			return state === undefined ? 'missing' : 'unknown';
	}
}

/** Reads the fuses of a program and compares. */
export async function readFuseDifferences(binary: string): Promise<readonly string[]> {
	return fuseDifferences(await getCurrentFuseWire(binary));
}

/** The program that electron-builder leaves in the folder of one platform, as `afterPack` sees it. */
export function packedProgram(
	folder: string,
	platform: string,
	names: { readonly executable: string; readonly product: string },
): string {
	if (platform === 'darwin') return path.join(folder, `${names.product}.app`);
	return path.join(folder, platform === 'win32' ? `${names.product}.exe` : names.executable);
}

/** Every unpacked app below electron-builder's output: `linux-unpacked`, `win-arm64-unpacked`, `mac`, `mac-arm64`. */
export async function findPackedPrograms(
	output: string,
	names: { readonly executable: string; readonly product: string },
): Promise<readonly string[]> {
	const entries = await readdir(output, { withFileTypes: true });
	return entries
		.filter((entry) => entry.isDirectory())
		.flatMap(({ name }) => {
			const platform = platformOfFolder(name);
			return platform === null ? [] : [packedProgram(path.join(output, name), platform, names)];
		});
}

function platformOfFolder(name: string): 'linux' | 'win32' | 'darwin' | null {
	if (/^linux(-\w+)?-unpacked$/.test(name)) return 'linux';
	if (/^win(-\w+)?-unpacked$/.test(name)) return 'win32';
	return /^mac(-\w+)?$/.test(name) ? 'darwin' : null;
}

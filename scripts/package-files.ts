/**
 * What is packed, file by file: a folder of its own (`dist/package`) with what the desktop needs to run and nothing else. All
 * code is bundled, so no `node_modules` is in it, and the package.json names no dependency that could be collected.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import path from 'node:path';
import { trayFiles } from './icon-files.ts';

/** Folder that electron-builder packs, from the root of the repository. */
export const stagingFolder = 'dist/package';

/** What is copied, as globs from the root. */
const wanted = [
	'dist/desktop/*.js',
	'dist/delivery-worker.js',
	'dist/desktop/preload.cjs',
	'dist/renderer/**/*',
	'assets/sample/service.mjs',
	'assets/sample/traffic.mjs',
	'assets/sample/signalbox.yaml',
	'assets/sample/history.json',
	'assets/sample/repository/**/*',
	'assets/icons/icon.png',
	...trayFiles.map(({ file }) => `assets/icons/${file}`),
	'LICENSE',
] as const;

/** Endings of files that the app runs or shows. */
const kinds =
	/\.(js|cjs|mjs|html|css|json|svg|png|ico|woff2|webmanifest|yaml|txt)$|^LICENSE$|^assets\/sample\/repository\/README\.md$/;

/** What must never be shipped, by name. */
const forbidden = [
	{ pattern: /(^|\/)node_modules\//, what: 'a package' },
	{ pattern: /\.(test|spec)\.|(^|\/)(testing|test-support|fixtures|e2e)\//, what: 'a test' },
	{ pattern: /\.([cm]?tsx?)$/, what: 'a source' },
	{ pattern: /\.map$/, what: 'a source map' },
	{ pattern: /(^|\/)\.|\.(env|pem|key|p12|pfx|crt|log|sqlite)$|(^|\/)(id_|credentials)/, what: 'a private file' },
] as const;

/** Why a file may not be packed; null when it may. `file`: with slashes, from the root of the package. */
export function whyNotPacked(file: string): string | null {
	const found = forbidden.find(({ pattern }) => pattern.test(file));
	if (found !== undefined) return `${file} is ${found.what}`;
	return kinds.test(path.posix.basename(file)) ? null : `${file} is of no known kind`;
}

/** Files that are copied into the package, sorted, with slashes. */
export function listPackageFiles(root: string): readonly string[] {
	return globSync([...wanted], { cwd: root, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
		.sort();
}

export interface Manifest {
	readonly version: string;
	readonly description: string;
	readonly license: string;
	readonly main: string;
}

/** The package.json of the package: no dependencies, no scripts. */
export function packageManifest({ version, description, license, main }: Manifest, homepage: string) {
	return {
		...{ name: 'signalbox', productName: 'Signalbox', version, description, license, homepage, main },
		type: 'module',
		author: { name: 'The Signalbox authors' },
		// What Linux desktops match our windows with.
		desktopName: 'signalbox.desktop',
	};
}

/** Fills the folder anew. Rejects, before anything is copied, when a file is among them that must not be shipped. */
export async function stagePackage(root: string, homepage: string): Promise<readonly string[]> {
	const files = listPackageFiles(root);
	const refused = files.map(whyNotPacked).filter((why) => why !== null);
	if (refused.length > 0) throw new Error(`Nothing was packed: ${refused.join('; ')}.`);
	const folder = path.join(root, stagingFolder);
	await rm(folder, { recursive: true, force: true });
	for (const file of files) {
		await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
		await cp(path.join(root, file), path.join(folder, file));
	}
	const manifest: Manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
	await writeFile(
		path.join(folder, 'package.json'),
		`${JSON.stringify(packageManifest(manifest, homepage), null, 2)}\n`,
	);
	return [...files, 'package.json'].sort();
}

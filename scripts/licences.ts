/** Licences of what we use: which are allowed, and the notices of what is shipped. Read from the lock and the installed packages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Licences of what is shipped with Signalbox. */
export const allowedInProduct: ReadonlySet<string> = new Set([
	...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'],
	...['BlueOak-1.0.0', 'Unlicense', 'Python-2.0', 'CC0-1.0'],
	// Fonts, which are shipped unchanged.
	'OFL-1.1',
]);

/** Licences of tools, which stay on the machine of whoever builds. */
export const allowedInTools: ReadonlySet<string> = new Set([...allowedInProduct, 'MPL-2.0', 'WTFPL']);

const lockSchema = z.object({
	packages: z.record(
		z.string(),
		z.object({
			version: z.string().optional(),
			license: z.string().optional(),
			dev: z.boolean().optional(),
			devOptional: z.boolean().optional(),
			optional: z.boolean().optional(),
			hasInstallScript: z.boolean().optional(),
		}),
	),
});
const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

export interface LockedPackage {
	/** Place in the tree: `node_modules/a/node_modules/b`. */
	readonly place: string;
	readonly name: string;
	readonly version: string;
	/** As the lock or the package itself says; null where neither does. */
	readonly licence: string | null;
	/** False for tools. */
	readonly isProduct: boolean;
	/** Needed on some systems only: may not be installed here. */
	readonly isOptional: boolean;
	readonly hasInstallScript: boolean;
}

/** Every package of `package-lock.json`. */
export function readLock(root: string): readonly LockedPackage[] {
	const { packages } = lockSchema.parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
	return Object.entries(packages)
		.filter(([place]) => place !== '')
		.map(([place, entry]) => ({
			place,
			name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
			version: entry.version ?? '',
			licence: entry.license ?? readPackage(root, place)?.license ?? null,
			isProduct: entry.dev !== true && entry.devOptional !== true,
			isOptional: entry.optional === true,
			hasInstallScript: entry.hasInstallScript === true,
		}));
}

function readPackage(root: string, place: string): z.output<typeof packageSchema> | null {
	const file = path.join(root, place, 'package.json');
	return existsSync(file) ? packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** True when an SPDX expression leaves us a licence that is on the list. */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
	const plain = expression.trim().replace(/^\((.*)\)$/, '$1');
	if (/[()]/.test(plain)) return false;
	return plain.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((name) => allowed.has(name.trim())));
}

/** Packages whose licence nobody has allowed, a line each. A variant for another system may be silent: its parent is not. */
export function licenceProblems(packages: readonly LockedPackage[]): readonly string[] {
	return packages
		.filter(({ licence, isProduct, isOptional }) => {
			if (licence === null) return !isOptional;
			return !isAllowed(licence, isProduct ? allowedInProduct : allowedInTools);
		})
		.map(({ place, version, licence }) => `${place} ${version}: ${licence ?? 'no licence'}`);
}

/** Asked for by types alone: nothing of it is in what is shipped. */
const neverBundled = /^(typescript|@typescript\/.*|type-fest)$/;

/** The notices of everything that may be in the bundles; packages with the same words share them. */
export function writeNotices(root: string): string {
	const texts = new Map<string, string[]>();
	const shipped = readLock(root).filter(
		({ name, isProduct, isOptional }) => isProduct && !isOptional && !neverBundled.test(name),
	);
	for (const { place, name, version, licence } of shipped) {
		const words = readLicenceTexts(path.join(root, place)) || `Licence: ${licence ?? 'not stated'}`;
		const title = `${name} ${version} (${licence ?? 'not stated'})`;
		texts.set(words, [...new Set([...(texts.get(words) ?? []), title])]);
	}
	const parts = [...texts].map(([words, titles]) => `${titles.sort().join('\n')}\n\n${words}\n`);
	const rule = `\n${'-'.repeat(78)}\n\n`;
	return [
		'Signalbox contains the work of others, under the licences below. Electron and Chromium bring their own notices\nbeside the program (LICENSE.electron.txt, LICENSES.chromium.html).\n',
		...parts.sort(),
	].join(rule);
}

function readLicenceTexts(folder: string): string {
	if (!existsSync(folder)) return '';
	return readdirSync(folder)
		.filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name) && !/\.[cm]?[jt]sx?$/.test(name))
		.sort()
		.map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
		.join('\n\n');
}

/**
 * Builds everything that runs: the page, both hosts, the preload and the router of the process target.
 * Nothing is done while the inputs are what they were at the last build.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import type { InlineConfig } from 'vite';
import { writeNotices } from './licences.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
/** A build that holds its turn longer than this is dead, ms. */
const longestBuild = 120_000;
const stampFile = path.join(dist, '.stamp');

/** Folders and files that a build is made of. */
const inputs = [
	'shared',
	'electron',
	'renderer',
	'scripts/build.ts',
	'scripts/licences.ts',
	'package.json',
	'package-lock.json',
];

const externals = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite'];

const page: InlineConfig = {
	root: path.join(root, 'renderer'),
	base: './',
	build: {
		outDir: path.join(dist, 'renderer'),
		emptyOutDir: true,
		// Our Content-Security-Policy allows files of our own alone: no data: fonts, no inline preload helper.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		target: 'es2023',
		reportCompressedSize: false,
		// Loaded from this machine: one larger file is quicker than many.
		chunkSizeWarningLimit: 2_000,
	},
};

/** A script for Node with everything in it but Node itself and Electron. */
function script(entry: string, folder: string, file: string, format: 'es' | 'cjs' = 'es'): InlineConfig {
	// The desktop's main script decides by its words what to load; the others are one file each.
	const isSplit = folder === 'desktop' && format === 'es';
	// The preload lies beside the desktop's main script, the router beside all.
	const isAlone = folder !== '' && format === 'es';
	return {
		root,
		publicDir: false,
		ssr: { noExternal: true, target: 'node' },
		build: {
			ssr: path.join(root, entry),
			outDir: path.join(dist, folder),
			emptyOutDir: isAlone,
			target: 'node24',
			minify: false,
			reportCompressedSize: false,
			rolldownOptions: {
				external: externals,
				output: {
					format,
					entryFileNames: file,
					...(isSplit ? { chunkFileNames: '[name].js' } : { codeSplitting: false }),
				},
			},
		},
	};
}

/** The page first: of all it is most often what was changed. Entries that do not exist are left out. */
const scripts = [
	{ entry: 'electron/web/main.ts', config: script('electron/web/main.ts', 'web', 'main.js') },
	{
		entry: 'electron/connectors/targets/process/router-main.ts',
		config: script('electron/connectors/targets/process/router-main.ts', '', 'router.js'),
	},
	// Keeps the delivery facts in a thread of its own, for both hosts.
	{
		entry: 'electron/store/delivery/delivery-worker.ts',
		config: script('electron/store/delivery/delivery-worker.ts', '', 'delivery-worker.js'),
	},
	{ entry: 'electron/main.ts', config: script('electron/main.ts', 'desktop', 'main.js') },
	{ entry: 'electron/preload.cts', config: script('electron/preload.cts', 'desktop', 'preload.cjs', 'cjs') },
];

async function hashInputs(): Promise<string> {
	const hash = createHash('sha256');
	for (const input of inputs) {
		for (const file of await filesOf(path.join(root, input))) {
			if (/\.test\.tsx?$/.test(file)) continue;
			hash
				.update(path.relative(root, file))
				.update('\0')
				.update(await readFile(file))
				.update('\0');
		}
	}
	return hash.digest('hex');
}

async function filesOf(place: string): Promise<readonly string[]> {
	if (path.extname(place) !== '') return [place];
	const entries = await readdir(place, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		.sort();
}

async function readStamp(): Promise<string | null> {
	return existsSync(stampFile) ? readFile(stampFile, 'utf8') : null;
}

/** The stamp that a build of the inputs as they are now would have; null when the last build has it already. */
export async function findStaleness(): Promise<string | null> {
	const stamp = await hashInputs();
	return (await readStamp()) === stamp ? null : stamp;
}

async function buildAll(stamp: string): Promise<void> {
	// A test runner says `test` here, and Vite would then build React's development version into what others run.
	process.env['NODE_ENV'] = 'production';
	// Loaded here, so that asking for staleness stays quick.
	const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
	// A build that is broken off leaves no stamp, so that the next one starts over.
	await rm(stampFile, { force: true });
	const present = scripts.filter(({ entry }) => existsSync(path.join(root, entry)));
	for (const config of [{ ...page, plugins: [react()] }, ...present.map(({ config }) => config)]) {
		await build({ configFile: false, logLevel: 'warn', mode: 'production', ...config });
	}
	// Beside the page, which shows it.
	await writeFile(path.join(dist, 'renderer', 'notices.txt'), writeNotices(root));
	await writeFile(stampFile, stamp);
}

/** Waits for a build that is under way elsewhere, and takes its place. One that was killed is passed over in time. */
async function takeTurn(): Promise<() => Promise<void>> {
	const lock = path.join(root, 'node_modules', '.cache', 'signalbox-build.lock');
	await mkdir(path.dirname(lock), { recursive: true });
	for (;;) {
		try {
			await mkdir(lock);
			return () => rm(lock, { recursive: true, force: true });
		} catch {
			const taken = await stat(lock).catch(() => null);
			if (taken !== null && Date.now() - taken.mtimeMs > longestBuild) await rm(lock, { recursive: true, force: true });
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}

/** Builds what is stale; quick when nothing is. */
async function main(): Promise<void> {
	if ((await findStaleness()) === null) return;
	const giveTurn = await takeTurn();
	try {
		const stamp = await findStaleness();
		if (stamp !== null) await buildAll(stamp);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	} finally {
		await giveTurn();
	}
}

if (import.meta.main) await main();

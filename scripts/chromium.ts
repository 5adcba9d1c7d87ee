/** Finds a Chromium for tests and benches: the one that was named, an installed one, or the one that came from npm. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface ChromiumFound {
	readonly executablePath: string;
	/** Added to the environment of the browser. */
	readonly env: Readonly<Record<string, string>>;
	/** To be started with. `chromium.args` of the npm package is not used: it switches web security off. */
	readonly args: readonly string[];
	readonly source: 'SIGNALBOX_CHROMIUM' | 'installed' | 'npm';
}

export interface ChromiumPlace {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: NodeJS.Platform;
	readonly arch: string;
	/** Folder of the repository. */
	readonly root: string;
	/** Programs that are tried before the folders of PATH. */
	readonly installed: readonly string[];
}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

/** Where browsers lie that are not in PATH. */
const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
	linux: ['/usr/bin/chromium'],
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	],
	win32: [
		String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
		String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
		String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
	],
};

/** This machine. */
export function thisMachine(): ChromiumPlace {
	return {
		env: process.env,
		platform: process.platform,
		arch: process.arch,
		root: path.resolve(import.meta.dirname, '..'),
		installed: usualPlaces[process.platform] ?? [],
	};
}

/** Finds, or unpacks, a Chromium. Rejects with a sentence when there is none and none can be unpacked. */
export async function findChromium(place: ChromiumPlace = thisMachine()): Promise<ChromiumFound> {
	const named = place.env['SIGNALBOX_CHROMIUM'];
	if (named) {
		if (await isProgram(named))
			return { executablePath: named, env: {}, args: commonArgs(place), source: 'SIGNALBOX_CHROMIUM' };
		throw new Error(
			`SIGNALBOX_CHROMIUM names ${named}, which is not a program. Correct it, or unset it to let one be found.`,
		);
	}
	for (const candidate of [...place.installed, ...inPath(place)]) {
		if (await isProgram(candidate))
			return { executablePath: candidate, env: {}, args: commonArgs(place), source: 'installed' };
	}
	return unpackFromNpm(place);
}

/** Within containers and as root Chromium's own sandbox cannot start; the tests open our own pages only. */
function commonArgs({ platform }: ChromiumPlace): readonly string[] {
	return platform === 'linux' ? ['--no-sandbox', '--disable-gpu'] : [];
}

function inPath({ env, platform }: ChromiumPlace): readonly string[] {
	const ending = platform === 'win32' ? '.exe' : '';
	const folders = (env['PATH'] ?? env['Path'] ?? '')
		.split(platform === 'win32' ? ';' : ':')
		.filter((folder) => folder !== '');
	return names.flatMap((name) => folders.map((folder) => path.join(folder, `${name}${ending}`)));
}

async function isProgram(file: string): Promise<boolean> {
	return access(file, constants.X_OK).then(
		() => true,
		() => false,
	);
}

async function unpackFromNpm(place: ChromiumPlace): Promise<ChromiumFound> {
	if (place.platform !== 'linux' || place.arch !== 'x64') {
		throw new Error('No Chromium was found. Install Chrome, Edge or Chromium, or name one with SIGNALBOX_CHROMIUM.');
	}
	const folder = path.join(place.root, 'node_modules', '.cache', `signalbox-chromium-${await packageVersion(place)}`);
	if (!existsSync(folder)) await unpackTo(folder, place);
	return {
		executablePath: path.join(folder, 'chromium'),
		env: { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') },
		args: commonArgs(place),
		source: 'npm',
	};
}

async function packageVersion({ root }: ChromiumPlace): Promise<string> {
	const text = await readFile(path.join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8');
	const version = /"version":\s*"([^"]+)"/.exec(text)?.[1];
	if (version === undefined) throw new Error('The package @sparticuz/chromium does not say its version.');
	return version;
}

/** Unpacks beside the folder and renames at the end, so that a reader never sees half of it; who comes second gives way. */
async function unpackTo(folder: string, { root }: ChromiumPlace): Promise<void> {
	await mkdir(path.dirname(folder), { recursive: true });
	const own = await mkdtemp(`${folder}.`);
	try {
		await run(path.join(root, 'scripts', 'unpack-chromium.ts'), own);
		await rename(own, folder).catch((error: unknown) => {
			if (!existsSync(folder)) throw error;
		});
	} finally {
		await rm(own, { recursive: true, force: true });
	}
}

function run(script: string, folder: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const env = { ...process.env, TMPDIR: folder };
		const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'pipe'] });
		let words = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			words += text;
		});
		child.once('error', reject);
		child.once('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`Chromium could not be unpacked (${code}). ${words.slice(-2_000)}`)),
		);
	});
}

/**
 * `npm run package`: builds, packs for this system, reads the fuses back, and leaves installers, list of parts, notices and
 * checksums in `dist/installers`. `--dir` stops before the installers; words such as `--x64` go to electron-builder.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'electron-builder';
import { executableName, outputFolder, packageConfig, productName } from './package-config.ts';
import { stagePackage } from './package-files.ts';
import { withStagingPercentage } from './staged-rollout.ts';
import { findPackedPrograms, readFuseDifferences } from './fuses.ts';
import { sbomFile, writeSbom } from './sbom.ts';

const root = path.resolve(import.meta.dirname, '..');
const output = path.join(root, outputFolder);
const words = process.argv.slice(2);

async function readElectronVersion(): Promise<string> {
	const { devDependencies }: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
		await readFile(path.join(root, 'package.json'), 'utf8'),
	);
	const version = devDependencies['electron'];
	if (version === undefined) throw new Error('package.json names no version of Electron.');
	return version;
}

async function checkFuses(): Promise<void> {
	const programs = await findPackedPrograms(output, { executable: executableName, product: productName });
	if (programs.length === 0) throw new Error('electron-builder left no program whose fuses could be read.');
	for (const program of programs) {
		const differences = await readFuseDifferences(program);
		if (differences.length > 0) throw new Error(`${program}: ${differences.join('; ')}`);
	}
}

/** Share of installations that a release is offered to at first, written into the feeds that electron-builder made. */
async function stageRollout(share: string | undefined): Promise<void> {
	if (share === undefined || share === '') return;
	for (const name of await readdir(output)) {
		if (!/^(latest|beta)(-[\w-]+)?\.yml$/.test(name)) continue;
		const file = path.join(output, name);
		await writeFile(file, withStagingPercentage(await readFile(file, 'utf8'), Number(share)));
	}
}

async function writeChecksums(): Promise<void> {
	const entries = await readdir(output, { withFileTypes: true });
	const lines: string[] = [];
	for (const { name } of entries.filter((entry) => entry.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (name === 'SHA256SUMS' || name.startsWith('builder-')) continue;
		const hash = createHash('sha256').update(await readFile(path.join(output, name)));
		lines.push(`${hash.digest('hex')}  ${name}\n`);
	}
	await writeFile(path.join(output, 'SHA256SUMS'), lines.join(''));
}

const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.ts')], { stdio: 'inherit' });
if (built.status !== 0) throw new Error('The build failed, so nothing was packed.');
await stagePackage(root, process.env['SIGNALBOX_HOMEPAGE'] ?? 'https://signalbox.invalid');
await build({
	projectDir: root,
	config: packageConfig(process.env, await readElectronVersion()),
	publish: 'never',
	dir: words.includes('--dir'),
	x64: words.includes('--x64'),
	arm64: words.includes('--arm64'),
});
await checkFuses();
await stageRollout(process.env['SIGNALBOX_STAGING_PERCENTAGE']);
await writeSbom(process.env['npm_execpath'], path.join(root, sbomFile));
await copyFile(path.join(root, 'dist', 'renderer', 'notices.txt'), path.join(output, 'notices.txt'));
await writeChecksums();

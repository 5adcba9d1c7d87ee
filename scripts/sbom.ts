/** Writes the list of everything that is shipped (CycloneDX), from the lock and what is installed; asks nobody. Run as `npm run sbom`. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readLock } from './licences.ts';
import { keepShippedParts } from './sbom-parts.ts';

const root = path.resolve(import.meta.dirname, '..');
export const sbomFile = 'dist/installers/sbom.cdx.json';

/** `npm`: npm's own script, as npm tells it to those whom it runs. Rejects with npm's words where it fails. */
export async function writeSbom(npm: string | undefined, file: string): Promise<void> {
	if (npm === undefined) throw new Error('npm makes the list of parts: run "npm run sbom" or "npm run package".');
	const words = ['sbom', '--sbom-format', 'cyclonedx', '--offline'];
	const child = spawn(process.execPath, [npm, ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
	const [code, list, problem] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
	if (code !== 0) throw new Error(`npm could not list the parts. ${problem.slice(-2_000)}`);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, `${JSON.stringify(keepShippedParts(list, readLock(root)), null, 2)}\n`);
}

if (import.meta.main) await writeSbom(process.env['npm_execpath'], path.join(root, sbomFile));

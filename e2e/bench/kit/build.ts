import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** Builds what is stale, so that what is measured is what was written. */
export async function buildProduct(): Promise<void> {
	await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'build.ts')], { cwd: root });
}

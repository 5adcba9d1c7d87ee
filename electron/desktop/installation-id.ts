/** A random name for this installation, for staged rollouts. It is never sent anywhere. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the name kept in `folder`, or makes one. Where it cannot be kept, it lasts for this run. */
export async function readInstallationId(folder: string): Promise<string> {
	const file = path.join(folder, 'installation-id');
	const kept = await readFile(file, 'utf8').catch(() => '');
	if (pattern.test(kept.trim())) return kept.trim();
	const made = randomUUID();
	try {
		await mkdir(folder, { recursive: true });
		await writeFile(file, `${made}\n`, { mode: 0o600 });
	} catch {
		// A folder that cannot be written to is told about by the journal; staged rollouts need not.
	}
	return made;
}

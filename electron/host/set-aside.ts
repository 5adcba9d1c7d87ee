/** Files that cannot be read are moved out of the way, never thrown away. */
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';

/** Renames `x.json` to the first free `x.broken-<n>.json` beside it, and gives that name. Throws what the disk says. */
export function setAside(file: string): string {
	const { dir, name, ext } = path.parse(file);
	for (let number = 1; ; number++) {
		const aside = path.join(dir, `${name}.broken-${number}${ext}`);
		if (existsSync(aside)) continue;
		renameSync(file, aside);
		return path.basename(aside);
	}
}

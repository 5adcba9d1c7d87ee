/** Moving a damaged journal out of the way without losing a byte of it. */
import { existsSync, renameSync } from 'node:fs';
import { ok, type Result } from '../../shared/domain/result.ts';
import { storeFailure } from './failures.ts';

/**
 * Renames the file with its `-wal` and `-shm` to `<file>.corrupt-<time>...` and returns where the file went.
 * Call it only after a person agreed and with no store open on the file. `now` is ms since the epoch.
 */
export function setAside(file: string, now: number): Result<{ readonly movedTo: string }> {
	const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
	let movedTo = `${file}.corrupt-${stamp}`;
	for (let count = 2; existsSync(movedTo); count += 1) movedTo = `${file}.corrupt-${stamp}-${count}`;
	try {
		// The file itself goes last: a new one beside an old -wal would swallow what is in it.
		for (const suffix of ['-wal', '-shm', '']) {
			if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
		}
		return ok({ movedTo });
	} catch (error) {
		return storeFailure(error, file, 'set the damaged journal aside');
	}
}

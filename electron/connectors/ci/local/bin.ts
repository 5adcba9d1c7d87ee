/** Throwing folders away without waiting for it: the files of a run are many, and a way back must not stand behind them. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../../engine/ports.ts';

export interface Bin {
	/** The place is free at once; what lay there goes later. Throws what the disk says. */
	discard(folder: string): void;
	/** Resolves when nothing is being removed any more. */
	emptied(): Promise<void>;
}

/** `place` is on the disk of what is thrown away. What an earlier Signalbox left in it goes too. */
export function openBin(place: string, logger: Logger): Bin {
	const removing = new Set<Promise<void>>();
	const remove = (folder: string) => {
		const done = rm(folder, { recursive: true, force: true })
			.catch((cause: unknown) => logger.warn({ cause, folder }, 'a folder could not be removed'))
			.finally(() => removing.delete(done));
		removing.add(done);
	};
	const leave = (folder: string): string => {
		const gone = join(place, randomUUID());
		mkdirSync(place, { recursive: true, mode: 0o700 });
		renameSync(folder, gone);
		return gone;
	};
	if (existsSync(place)) for (const name of readdirSync(place)) remove(join(place, name));
	return {
		discard(folder) {
			if (!existsSync(folder)) return;
			try {
				remove(leave(folder));
			} catch {
				// Windows moves no folder of which a file is open.
				rmSync(folder, { recursive: true, force: true });
			}
		},
		async emptied() {
			while (removing.size > 0) await Promise.all(removing);
		},
	};
}

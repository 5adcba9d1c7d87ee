/** Telling the disk to sync without making anybody wait for it. */
import { open } from 'node:fs/promises';

/**
 * Syncs the write-ahead log of a database in the background. A failure is left to the next plain commit, which syncs the
 * same file and says what is wrong with it. Two requests at once share the second sync.
 */
export function createLateSync(file: string): () => void {
	const log = `${file}-wal`;
	let isRunning = false;
	let isWanted = false;

	async function sync(): Promise<void> {
		// On some systems a file can only be synced by who may write it.
		const handle = await open(log, 'r+');
		try {
			await handle.datasync();
		} finally {
			await handle.close();
		}
	}

	async function run(): Promise<void> {
		isRunning = true;
		while (isWanted) {
			isWanted = false;
			await sync().catch(() => undefined);
		}
		isRunning = false;
	}

	return () => {
		isWanted = true;
		if (!isRunning) void run();
	};
}

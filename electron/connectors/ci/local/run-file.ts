/** Reading and replacing `run.json`, so that a crash of program or machine leaves the old or the new one. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type RunFile, runFileSchema } from './model.ts';
import type { RunnerPaths } from './paths.ts';

/** Writes it whole and durably. Throws what the disk says. */
export function saveRunFile(file: string, run: RunFile): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	const draft = `${file}.tmp`;
	const handle = openSync(draft, 'w', 0o600);
	try {
		writeSync(handle, `${JSON.stringify(run, null, '\t')}\n`);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	renameSync(draft, file);
	syncFolder(dirname(file));
}

/** The rename itself must last too; Windows knows no such thing. */
function syncFolder(folder: string): void {
	if (process.platform === 'win32') return;
	const handle = openSync(folder, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** All runs of the folder, oldest first. What cannot be read is named and left aside. */
export function readRunFiles(paths: RunnerPaths): {
	readonly runs: readonly RunFile[];
	readonly damaged: readonly number[];
} {
	const numbers = readdirSync(paths.runs)
		.filter((name) => /^\d{1,9}$/.test(name))
		.map(Number)
		.toSorted((left, right) => left - right);
	const runs: RunFile[] = [];
	const damaged: number[] = [];
	for (const number of numbers) {
		const run = readRunFile(paths.run(number).file);
		if (run?.number === number) runs.push(run);
		else damaged.push(number);
	}
	return { runs, damaged };
}

function readRunFile(file: string): RunFile | null {
	try {
		const parsed = runFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** How long this disk takes to keep one page: every command waits for it once, so a figure means nothing without it. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { percentile } from './percentile.ts';
import { ms } from './report.ts';
import { sleep } from './until.ts';

/** p50 and p99 of a hundred writes with sync into `folder`, in words. */
export async function diskNote(folder: string): Promise<string> {
	const file = openSync(path.join(folder, 'sync-probe'), 'w');
	const page = Buffer.alloc(8_192, 1);
	const took: number[] = [];
	for (let count = 0; count < 100; count += 1) {
		const from = performance.now();
		writeSync(file, page);
		fdatasyncSync(file);
		took.push(performance.now() - from);
		await sleep(10);
	}
	closeSync(file);
	return `one write with sync to this disk meanwhile: p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`;
}

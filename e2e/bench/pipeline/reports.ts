/** What reading large reports costs: time, processor time and memory, each in a process of its own. */
import path from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';

const worker = path.join(import.meta.dirname, 'reports', 'worker.ts');
const answer = z.object({ ms: z.number(), processorMs: z.number(), peakMb: z.number() });

export interface ReportCost {
	/** Wall clock, without the making of the report. */
	readonly ms: number;
	/** The same in processor time: what other programs do at the same time is not the reader's cost. */
	readonly processorMs: number;
	/** Growth of the resident memory at its highest, MB. */
	readonly peakMb: number;
}

/** A JUnit report of 100,000 cases (about 10 MB). */
export function benchJunit({ cases = 100_000 }: { readonly cases?: number } = {}): Promise<ReportCost> {
	return measure('junit', cases);
}

/** A SARIF report of 200 MB. */
export function benchSarif({ megabytes = 200 }: { readonly megabytes?: number } = {}): Promise<ReportCost> {
	return measure('sarif', megabytes * 1024 * 1024);
}

async function measure(kind: 'junit' | 'sarif', amount: number): Promise<ReportCost> {
	const { stdout } = await execa(process.execPath, [worker, kind, String(amount)], { stderr: 'inherit' });
	return answer.parse(JSON.parse(stdout));
}

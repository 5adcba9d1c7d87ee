/** One measurement in a process of its own, so that its peak is its own: `worker.ts junit CASES` or `worker.ts sarif BYTES`. */
import { defaultLimits } from '../../../../electron/connectors/evidence/limits.ts';
import { parseReport } from '../../../../electron/connectors/evidence/parse-report.ts';
import { systemClock } from '../../../../electron/host/system-clock.ts';
import { junitReport, sarifReport } from './large-reports.ts';

const seed = 20_261_128;
/** A bench measures how long it takes; it is not to be cut off. */
const limits = { ...defaultLimits, timeMs: 600_000, streamBytes: 2 * defaultLimits.streamBytes };

const [kind, amountText] = process.argv.slice(2);
const amount = Number(amountText);
const make = kind === 'junit' ? junitReport : sarifReport;

async function read(size: number): Promise<{ readonly ms: number; readonly processorMs: number }> {
	const clock = systemClock();
	const [startedAt, used] = [performance.now(), process.cpuUsage()];
	const report = await parseReport(
		{ file: 'bench', bytes: make(size, seed), format: null, about: null },
		{ clock, limits },
	);
	if (!report.ok) throw new Error(report.problem.message);
	const { user, system } = process.cpuUsage(used);
	return { ms: performance.now() - startedAt, processorMs: (user + system) / 1000 };
}

/** How long the making alone takes: it is taken off. */
async function making(size: number): Promise<{ readonly ms: number; readonly processorMs: number }> {
	const [startedAt, used] = [performance.now(), process.cpuUsage()];
	for await (const piece of make(size, seed)) if (piece.length === 0) break;
	const { user, system } = process.cpuUsage(used);
	return { ms: performance.now() - startedAt, processorMs: (user + system) / 1000 };
}

// Compiled code and first pages are the program's, not the report's.
await read(Math.ceil(amount / 50));
const before = process.memoryUsage.rss();
const all = await read(amount);
const peakMb = Math.max(0, process.resourceUsage().maxRSS * 1024 - before) / (1024 * 1024);
const made = await making(amount);
process.stdout.write(JSON.stringify({ ms: all.ms - made.ms, processorMs: all.processorMs - made.processorMs, peakMb }));

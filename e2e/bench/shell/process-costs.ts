/** What processes cost, as Linux tells it in /proc. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessCost {
	readonly pid: number;
	/** `main`: the app's own; `page`: one that shows a page; `other`: the rest of Chromium. */
	readonly part: 'main' | 'page' | 'other';
	/** CPU time so far, s. */
	readonly cpuSeconds: number;
	/** Resident memory, MB, shared pages counted in each process that has them. */
	readonly rssMb: number;
}

/** The process and everything below it. */
export function costsOf(mainPid: number): readonly ProcessCost[] {
	const all = readdirSync('/proc')
		.map(Number)
		.filter(Number.isInteger)
		.flatMap((pid) => readStat(pid) ?? []);
	const family = new Set([mainPid]);
	for (let before = 0; before !== family.size; ) {
		before = family.size;
		for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
	}
	return all
		.filter(({ pid }) => family.has(pid))
		.map(({ pid, ticks }) => ({
			pid,
			part: pid === mainPid ? 'main' : read(pid, 'cmdline').includes('--type=renderer') ? 'page' : 'other',
			cpuSeconds: ticks / ticksPerSecond,
			rssMb: Number(/VmRSS:\s+(\d+) kB/.exec(read(pid, 'status'))?.[1] ?? 0) / 1_024,
		}));
}

/** Of one part, or of all together. */
export function sumOf(costs: readonly ProcessCost[], what: 'cpuSeconds' | 'rssMb', part?: ProcessCost['part']): number {
	return costs.reduce((sum, cost) => (part === undefined || cost.part === part ? sum + cost[what] : sum), 0);
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Fields of proc_pid_stat(5) behind the name, which may hold spaces and brackets. */
function readStat(pid: number): { readonly pid: number; readonly parent: number; readonly ticks: number } | null {
	const text = read(pid, 'stat');
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	if (text === '') return null;
	return { pid, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

function read(pid: number, name: string): string {
	try {
		return readFileSync(`/proc/${pid}/${name}`, 'utf8');
	} catch {
		// It ended meanwhile.
		return '';
	}
}

/** Real traffic from a process of its own, and what became of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const script = join(import.meta.dirname, '..', 'peers', 'customers.mjs');

/** Answers of a tenth of a second. */
interface Tick {
	readonly at: number;
	/** By the version that the service told of itself. */
	readonly good: Readonly<Record<string, number>>;
	/** By what went wrong: `500 from green1`, `ECONNREFUSED`. */
	readonly failed: Readonly<Record<string, number>>;
	/** When the last request left that each server answered so far, ms since the epoch. */
	readonly lastSent: Readonly<Record<string, number>>;
}

export interface Answers {
	readonly good: Readonly<Record<string, number>>;
	readonly failed: Readonly<Record<string, number>>;
}

export interface Customers {
	/** Answers that arrived between the two instants, ms since the epoch. */
	answers(from?: number, to?: number): Answers;
	lastSent(server: string): number;
	stop(): Promise<void>;
}

/** `perSecond` requests to `url`, on time whether or not earlier ones were answered. */
export function startCustomers(url: string, perSecond: number): Customers {
	const child = spawn(process.execPath, [script, url, String(perSecond)], { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(child, 'exit');
	const ticks: Tick[] = [];
	createInterface({ input: child.stdout }).on('line', (line) => ticks.push(JSON.parse(line)));
	return {
		answers(from = 0, to = Number.POSITIVE_INFINITY) {
			const some = ticks.filter(({ at }) => at >= from && at <= to);
			return { good: sumOf(some.map(({ good }) => good)), failed: sumOf(some.map(({ failed }) => failed)) };
		},
		lastSent: (server) => ticks.at(-1)?.lastSent[server] ?? 0,
		async stop() {
			child.stdin.end();
			await ended;
		},
	};
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
	const sum: Record<string, number> = {};
	for (const count of counts) {
		for (const [key, value] of Object.entries(count)) sum[key] = (sum[key] ?? 0) + value;
	}
	return sum;
}

export function total(counts: Readonly<Record<string, number>>): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/**
 * A control room of its own for tests that need two, or one that can be killed:
 * `node test-appender.ts <file> <deployment> <count> [pause in ms]` waits for a byte on its
 * standard input, then appends and prints the position of each entry once it is durable.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openStore } from './open-store.ts';
import { systemProcesses } from './processes.ts';
import { appendOf, createdEvent } from './test-deployments.ts';

const [file = '', id = '', count = '0', pause = '0'] = process.argv.slice(2);
writeSync(1, 'ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
const holder = { label: id, host: 'test', pid: process.pid, startedAt: 1 };
const opened = await openStore({ file, holder, processes: systemProcesses() });
if (!opened.ok) throw new Error(opened.problem.message, { cause: opened.cause });
let write = appendOf(id, null, [createdEvent(id)], { idempotencyKey: `${id}-1` });
for (let entry = 1; entry <= Number(count); entry += 1) {
	const appended = await opened.value.append(write);
	if (!appended.ok) throw new Error(appended.problem.message, { cause: appended.cause });
	// Synchronous, so that what was printed was really handed over when the process is killed.
	writeSync(1, `${appended.value.lastSeq}\n`);
	// SQLite's lock is not fair: two that never pause do not alternate, one just goes first.
	if (pause !== '0') await setTimeout(Number(pause));
	write = appendOf(id, write.deployment, [{ type: 'commanded', command: 'pause', reason: null }], {
		idempotencyKey: `${id}-${entry + 1}`,
		// Both kinds must survive a crash of the process.
		isWayBack: entry % 2 === 0,
	});
}
await opened.value.close();

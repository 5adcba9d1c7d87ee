/**
 * A control room of its own for tests that need two, or one that can be killed:
 * `node test-appender.ts <file> <deployment> <count>` appends and prints the position of each entry once it is durable.
 */
import { writeSync } from 'node:fs';
import { openStore } from './open-store.ts';
import { systemProcesses } from './processes.ts';
import { appendOf, createdEvent } from './test-deployments.ts';

const [file = '', id = '', count = '0'] = process.argv.slice(2);
const holder = { label: id, host: 'test', pid: process.pid, startedAt: 1 };
const opened = await openStore({ file, holder, processes: systemProcesses() });
if (!opened.ok) throw new Error(opened.problem.message, { cause: opened.cause });
let write = appendOf(id, null, [createdEvent(id)], { idempotencyKey: `${id}-1` });
for (let entry = 1; entry <= Number(count); entry += 1) {
	const appended = await opened.value.append(write);
	if (!appended.ok) throw new Error(appended.problem.message, { cause: appended.cause });
	// Synchronous, so that what was printed was really handed over when the process is killed.
	writeSync(1, `${appended.value.lastSeq}\n`);
	write = appendOf(id, write.deployment, [{ type: 'commanded', command: 'pause', reason: null }], {
		idempotencyKey: `${id}-${entry + 1}`,
	});
}
await opened.value.close();

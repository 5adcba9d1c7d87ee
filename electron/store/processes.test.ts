import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openForTest, temporaryFile, valueOf } from './test-support.ts';

const script = fileURLToPath(new URL('./test-appender.ts', import.meta.url));

/** Starts a control room that appends, and collects the positions that it was told are durable. */
function appender(file: string, id: string, count: number, pauseMs = 0) {
	const child = spawn(process.execPath, [script, file, id, String(count), String(pauseMs)], { stdio: 'pipe' });
	onTestFinished(() => void child.kill('SIGKILL'));
	const output = { printed: '', errors: '' };
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output.printed += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (output.errors += text));
	return {
		child,
		ready: once(child.stdout, 'data'),
		start: () => child.stdin.write('go'),
		// The first line says "ready"; a last one without its end was cut off.
		acknowledged: () => output.printed.split('\n').slice(1, -1).map(Number),
		ended: once(child, 'close').then(() => output.errors),
	};
}

test('two control rooms that start at once on a new file append to one chain', { timeout: 30_000 }, async () => {
	const file = temporaryFile();
	const rooms = [appender(file, 'd1', 150, 1), appender(file, 'd2', 150, 1)];
	await Promise.all(rooms.map((room) => room.ready));
	for (const room of rooms) room.start();
	expect(await Promise.all(rooms.map((room) => room.ended))).toStrictEqual(['', '']);
	const [first = [], second = []] = rooms.map((room) => room.acknowledged());
	// Otherwise they did not meet, and this proved nothing.
	expect(Math.min(...second)).toBeLessThan(Math.max(...first));
	expect(Math.min(...first)).toBeLessThan(Math.max(...second));
	const seqs = [...first, ...second].sort((left, right) => left - right);
	expect(seqs).toStrictEqual(Array.from({ length: 300 }, (_, index) => index + 1));
	const store = await openForTest(file);
	expect(valueOf(await store.verify())).toStrictEqual({ entries: 300 });
	for (const id of ['d1', 'd2']) expect(valueOf(await store.deployment(id))?.deployment.revision).toBe(150);
});

test.each([1, 60, 400])(
	'killed after %i acknowledged entries, none of them is lost',
	{ timeout: 30_000 },
	async (enough) => {
		const file = temporaryFile();
		const room = appender(file, 'd1', 100_000);
		room.child.stdout.on('data', () => {
			if (room.acknowledged().length >= enough) room.child.kill('SIGKILL');
		});
		await room.ready;
		room.start();
		await room.ended;
		const acknowledged = room.acknowledged();
		expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
		expect(acknowledged.length).toBeLessThan(100_000);
		const store = await openForTest(file);
		const { entries } = valueOf(await store.verify());
		// At most one more: the one that was durable and not yet printed.
		expect(entries - acknowledged.length).toBeOneOf([0, 1]);
		const row = valueOf(await store.deployment('d1'));
		expect(row?.deployment.revision).toBe(entries);
		expect(valueOf(await store.findCommand(`d1-${acknowledged.length}`))).not.toBeNull();
	},
);

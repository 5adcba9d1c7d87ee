/**
 * A version behind HAProxy that notes when it was last reached: `slot.mjs PORT SLOT VERSION`. Times are of the
 * machine's monotonic clock (`process.hrtime`), which all processes share, as text in nanoseconds.
 */
import { createServer } from 'node:http';

const [port = '', slot = '', version = ''] = process.argv.slice(2);
let requests = 0;
let lastAt = 0n;

const server = createServer((request, response) => {
	if (request.url === '/') {
		lastAt = process.hrtime.bigint();
		requests += 1;
	}
	const isVersion = request.url === '/version';
	const body = isVersion ? JSON.stringify({ build: { version } }) : slot;
	response.writeHead(200, {
		'x-slot': slot,
		'content-type': isVersion ? 'application/json' : 'text/plain',
		'content-length': String(body.length),
	});
	response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1', () => process.send?.({ id: 0, answer: 'ready' }));

process.on('message', (message) => {
	const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : 0;
	process.send?.({ id, answer: { requests, lastAt: String(lastAt) } });
});
process.on('disconnect', () => process.exit());

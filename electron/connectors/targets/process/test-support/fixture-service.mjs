/**
 * A service for the tests: `fixture-service.mjs VERSION`. What a version does is in its name:
 * `broken` never becomes healthy, `crash` ends at once, `unknown` is refused.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const version = process.argv[2] ?? '';
if (version.startsWith('unknown')) {
	console.error(`there is no version ${version}`);
	process.exit(66);
}
if (version.startsWith('crash')) {
	console.error('first line of trouble');
	console.error('last line of trouble');
	process.exit(3);
}

const about = () => JSON.stringify({ slot: process.env.SIGNALBOX_SLOT, version, pid: process.pid });

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://fixture');
	if (url.pathname === '/health') {
		response.writeHead(version.startsWith('broken') ? 503 : 200).end();
	} else if (url.pathname === '/crash') {
		process.exit(1);
	} else if (url.pathname === '/error') {
		response.writeHead(500).end('wrong');
	} else if (url.pathname === '/secret') {
		response.writeHead(200).end(process.env.FIXTURE_SECRET ?? 'none');
	} else if (url.pathname === '/echo') {
		response.writeHead(200, { 'x-method': request.method, connection: 'x-private', 'x-private': 'secret' });
		response.write(`${JSON.stringify(request.headers)}\n`);
		request.pipe(response);
	} else if (url.pathname === '/noise') {
		process.stdout.write('x'.repeat(Number(url.searchParams.get('bytes'))));
		response.end('done');
	} else {
		setTimeout(
			() => {
				response.writeHead(200, { 'content-type': 'application/json' }).end(about());
			},
			Number(url.searchParams.get('ms') ?? 0),
		);
	}
});

server.on('upgrade', (request, socket) => {
	const accept = createHash('sha1')
		.update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
		.digest('base64');
	socket.write(
		`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
	);
	socket.on('error', () => {});
	socket.pipe(socket);
});

server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => {
	if (!version.startsWith('stubborn')) process.exit(0);
});

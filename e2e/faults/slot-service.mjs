/** The smallest service that can ship: says its version to whoever asks. Started by the process target. */
import { createServer } from 'node:http';

const version = process.argv[2] ?? '';

const server = createServer((request, response) => {
	response.writeHead(200, { 'content-type': 'text/plain' }).end(request.url === '/health' ? 'well' : version);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

/**
 * Users: `clients.mjs PORT COUNT` keeps COUNT connections busy, one request after the other on each. Written on bare
 * sockets, because two cores must carry these, HAProxy, two slots and the control room. Answers how many requests were
 * made, how many failed, and when the last one that the canary answered was started.
 */
import { connect } from 'node:net';

const [port = '', count = ''] = process.argv.slice(2);
const request = 'GET / HTTP/1.1\r\nhost: shop\r\n\r\n';
let requests = 0;
let failed = 0;
let lastCanaryStart = 0n;

function open() {
	const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true });
	let startedAt = 0n;
	let answer = '';
	const ask = () => {
		answer = '';
		startedAt = process.hrtime.bigint();
		socket.write(request);
	};
	socket.setEncoding('latin1');
	socket.on('connect', ask);
	socket.on('data', (part) => {
		answer += part;
		const end = answer.indexOf('\r\n\r\n');
		if (end < 0) return;
		const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
		if (answer.length < end + 4 + length) return;
		requests += 1;
		if (!answer.startsWith('HTTP/1.1 200')) failed += 1;
		else if (answer.includes('x-slot: green') && startedAt > lastCanaryStart) lastCanaryStart = startedAt;
		ask();
	});
	socket.on('error', () => {});
	socket.on('close', () => {
		failed += 1;
		setTimeout(open, 10);
	});
}

for (let index = 0; index < Number(count); index += 1) open();
process.send?.({ id: 0, answer: 'ready' });
process.on('message', (message) => {
	const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : 0;
	process.send?.({ id, answer: { requests, failed, lastCanaryStart: String(lastCanaryStart) } });
});
process.on('disconnect', () => process.exit());

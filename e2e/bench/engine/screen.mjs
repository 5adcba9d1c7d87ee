/** A screen in a process of its own: `screen.mjs ORIGIN TOKEN` watches the room and counts what arrives. */
import { WebSocket } from 'ws';

const [origin = '', token = ''] = process.argv.slice(2);
let messages = 0;
let bytes = 0;
const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['signalbox.v1', `signalbox.token.${token}`], {
	origin,
});
socket.on('open', () => {
	socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'room.watch', input: null } }));
	process.send?.({ id: 0, answer: 'ready' });
});
socket.on('message', (data) => {
	const text = Buffer.isBuffer(data) ? data.toString() : '';
	if (text === 'PING') socket.send('PONG');
	messages += 1;
	bytes += text.length;
});
socket.on('close', (code) => process.stderr.write(`the screen was closed with ${code}\n`));
socket.on('error', (error) => process.stderr.write(`${error}\n`));
process.on('message', (message) => {
	const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : 0;
	process.send?.({ id, answer: { messages, bytes } });
});
process.on('disconnect', () => process.exit());

/**
 * Customers of a service: `node customers.mjs URL REQUESTS_PER_SECOND`, over kept connections, on time whether or not
 * earlier requests were answered. Every 100 ms a line of JSON tells what was answered since: which version by its own
 * word, which server of HAProxy by its header, and which requests failed how.
 * Ends when its standard input closes, that is when whoever started it is gone.
 */
import { Agent, request } from 'node:http';

const [url = '', rateText = '100'] = process.argv.slice(2);
const rate = Number(rateText);
const tickMs = 10;
const lineMs = 100;
const mostWaiting = 300;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let waiting = 0;
/** @type {Record<string, number>} */
let good = {};
/** @type {Record<string, number>} */
let failed = {};
/**
 * When the last request left that this server answered, ms since the epoch.
 * @type {Record<string, number>}
 */
const lastSent = {};

/** @type {(counts: Record<string, number>, key: string) => void} */
const add = (counts, key) => {
	counts[key] = (counts[key] ?? 0) + 1;
};

function visit() {
	waiting += 1;
	let isOver = false;
	/** @type {(note: () => void) => void} */
	const once = (note) => {
		if (isOver) return;
		isOver = true;
		waiting -= 1;
		note();
	};
	const outgoing = request(url, { agent, timeout: 10_000 });
	// The instant at which it really leaves: before that it may wait for a connection.
	let sentAt = Date.now();
	outgoing.once('socket', () => {
		sentAt = Date.now();
	});
	outgoing.once('response', (response) => {
		let body = '';
		response.setEncoding('utf8').on('data', (part) => {
			body += part;
		});
		response.once('error', (error) => once(() => add(failed, error.message)));
		response.once('end', () =>
			once(() => {
				const server = String(response.headers['x-server'] ?? 'nobody');
				lastSent[server] = Math.max(lastSent[server] ?? 0, sentAt);
				if (response.statusCode === 200) add(good, String(JSON.parse(body).version));
				else add(failed, `${response.statusCode} from ${server}`);
			}),
		);
	});
	outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
	outgoing.once('error', (error) => once(() => add(failed, 'code' in error ? String(error.code) : error.message)));
	outgoing.end();
}

const started = performance.now();
let sent = 0;
setInterval(() => {
	const due = Math.floor(((performance.now() - started) / 1_000) * rate);
	// After a pause of the machine the customers who did not come stay away.
	sent = Math.max(sent, due - rate);
	for (; sent < due; sent += 1) if (waiting < mostWaiting) visit();
}, tickMs);

setInterval(() => {
	process.stdout.write(`${JSON.stringify({ at: Date.now(), good, failed, lastSent })}\n`);
	good = {};
	failed = {};
}, lineMs);

process.stdin.on('error', () => process.exit(0));
process.stdin.on('close', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

/**
 * Customers of the sample shop: `node traffic.mjs URL STATS_FILE [REQUESTS_PER_SECOND] [HOURS]`.
 * Open loop: requests leave on time whether or not earlier ones were answered, as real users do.
 * Ends when its standard input closes, that is when whoever started it is gone, or after the given hours.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const [url = '', statsFile = '', rateText = '60', hoursText = '8'] = process.argv.slice(2);
const rate = Math.min(500, Math.max(1, Number(rateText) || 60));
const lastsMs = Math.min(24, Number(hoursText) || 8) * 3_600_000;
/** A shop that answers nobody must not pile up customers. */
const mostWaiting = 500;
const tickMs = 20;

const agent = new Agent({ keepAlive: true, maxSockets: 200, maxFreeSockets: 50 });
const paths = ['/', '/api/products', '/api/products', '/api/orders'];
const totals = { sent: 0, good: 0, bad: 0, unanswered: 0 };
let waiting = 0;

/** @param {number} number */
function visit(number) {
	// One customer in 500 follows an old link; that is a 404 and no failure of the release.
	const path = number % 500 === 499 ? '/api/old-link' : paths[number % paths.length];
	const method = path === '/api/orders' ? 'POST' : 'GET';
	totals.sent += 1;
	waiting += 1;
	let isAnswered = false;
	const outgoing = request(url + path, { method, agent, timeout: 10_000 }, (response) => {
		isAnswered = true;
		response.resume();
		response.on('close', () => {
			waiting -= 1;
		});
		if ((response.statusCode ?? 500) < 500) totals.good += 1;
		else totals.bad += 1;
	});
	outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
	outgoing.on('error', () => {
		if (isAnswered) return;
		totals.unanswered += 1;
		waiting -= 1;
	});
	outgoing.end();
}

const started = performance.now();
let due = 0;
setInterval(() => {
	const elapsed = performance.now() - started;
	if (elapsed > lastsMs) process.exit(0);
	const wanted = Math.floor((elapsed / 1_000) * rate);
	// After a pause of the machine the customers who did not come stay away.
	due = Math.max(due, wanted - rate);
	for (; due < wanted; due += 1) if (waiting < mostWaiting) visit(due);
}, tickMs);

let before = { at: performance.now(), answered: 0 };
setInterval(() => {
	const answered = totals.good + totals.bad;
	const now = performance.now();
	const perSecond = ((answered - before.answered) * 1_000) / (now - before.at);
	before = { at: now, answered };
	try {
		const draft = `${statsFile}.tmp`;
		writeFileSync(draft, JSON.stringify({ ...totals, perSecond, at: Date.now() }));
		renameSync(draft, statsFile);
	} catch {
		// Its folder is gone, so the sample has ended.
		process.exit(0);
	}
}, 1_000);

process.stdin.on('error', () => process.exit(0));
process.stdin.on('close', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

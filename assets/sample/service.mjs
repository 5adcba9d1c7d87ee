/**
 * The sample shop: `node service.mjs VERSION`, listening on PORT. A real service, small enough to read at one sitting.
 * FAULT_FILE names a JSON file {version, delayMs, errorRate, memory}; while its version is ours, we obey it.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Built before there was a pipeline; what the pipeline builds lies in the folder SHOP_RELEASES. */
const versions = ['2.3.1', '2.4.0', '2.5.0'];
/** "There is no such version", EX_NOINPUT of sysexits.h: Signalbox reads it as an unknown version. */
const unknownVersionExitCode = 66;
/** What the shop believes to be its container's limit. */
const memoryLimitBytes = 256 * 1024 * 1024;
const chunkBytes = 4 * 1024 * 1024;
const faultIntervalMs = 250;
const buckets = [0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];

const version = process.argv[2] ?? process.env.VERSION ?? '';

/** What the pipeline published of this version; null where it published nothing. */
function readRelease() {
	const folder = process.env.SHOP_RELEASES;
	if (folder === undefined || !/^[\w.+-]+$/.test(version)) return null;
	try {
		const release = JSON.parse(readFileSync(`${folder}/${version}.json`, 'utf8'));
		return release.version === version && Array.isArray(release.products) ? release : null;
	} catch {
		return null;
	}
}
const release = readRelease();
if (release === null && !versions.includes(version)) {
	console.error(`The shop has no version "${version}"; there are ${versions.join(', ')} and what was published.`);
	process.exit(unknownVersionExitCode);
}

/**
 * Small and good enough for waiting times: mulberry32. Seeded, so that two runs behave alike.
 * @param {number} seed
 */
function makeRandom(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
const random = makeRandom(Number(process.env.SEED ?? 20_261_123));

/**
 * One request in 500 fails by itself, at a random place in each 500: 0.2 % as in real life,
 * but never several in a row, which would end a small canary by bad luck.
 */
let answered = 0;
let unlucky = Math.floor(random() * 500);
function isUnlucky() {
	if (answered % 500 === 0) unlucky = Math.floor(random() * 500);
	answered += 1;
	return (answered - 1) % 500 === unlucky;
}

/** Log-normal around 32 ms, within 15 and 90 ms, as a service with a database behaves. */
function baseDelayMs() {
	const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return Math.min(90, Math.max(15, 32 * Math.exp(0.3 * normal)));
}

const calm = { delayMs: 0, errorRate: 0, memory: 0 };
let fault = calm;
/**
 * Memory that the fault really holds.
 * @type {Buffer[]}
 */
let hoard = [];
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** @type {(value: unknown, most: number) => number} */
const within = (value, most) => (typeof value === 'number' ? Math.min(most, Math.max(0, value)) : 0);

function readFault() {
	try {
		const told = JSON.parse(readFileSync(process.env.FAULT_FILE ?? 'fault.json', 'utf8'));
		if (told.version !== version) return calm;
		return {
			delayMs: within(told.delayMs, 5_000),
			errorRate: within(told.errorRate, 1),
			memory: within(told.memory, 1),
		};
	} catch {
		return calm;
	}
}

/**
 * Holds as many real, written pages as are needed to fill the wanted share of the limit; lets go of the rest.
 * @param {number} share
 */
function hoardMemory(share) {
	const own = process.memoryUsage.rss() - hoard.length * chunkBytes;
	const wanted = Math.max(0, Math.floor((share * memoryLimitBytes - own) / chunkBytes));
	if (wanted < hoard.length) {
		hoard = hoard.slice(0, wanted);
		// The first collection only finds the pages free, the next one gives them back.
		for (const pause of [0, 100]) setTimeout(() => collectGarbage(), pause);
	}
	while (hoard.length < wanted) hoard.push(Buffer.alloc(chunkBytes, 1));
}

setInterval(() => {
	fault = readFault();
	hoardMemory(fault.memory);
}, faultIntervalMs).unref();

const products = release?.products ?? [
	{ id: 'tea', name: 'Tea', cents: 450 },
	{ id: 'coffee', name: 'Coffee', cents: 780 },
	{ id: 'cocoa', name: 'Cocoa', cents: 620 },
];
let orders = 0;

/** @type {Record<string, () => unknown>} */
const pages = {
	'/': () => ({ shop: 'Signalbox sample shop', version, slot: process.env.SIGNALBOX_SLOT ?? null }),
	'/api/products': () => products,
	'/api/orders': () => {
		orders += 1;
		return { order: orders, version };
	},
};

const requests = new Map();
const latency = buckets.map(() => 0);
let latencySum = 0;
let latencyCount = 0;

/** @type {(status: number, seconds: number) => void} */
function count(status, seconds) {
	requests.set(status, (requests.get(status) ?? 0) + 1);
	latencySum += seconds;
	latencyCount += 1;
	for (const [index, bound] of buckets.entries()) if (seconds <= bound) latency[index] = (latency[index] ?? 0) + 1;
}

function metricsText() {
	const rss = process.memoryUsage.rss();
	const name = 'http_request_duration_seconds';
	return [
		'# HELP http_requests_total Requests that were answered, by status.',
		'# TYPE http_requests_total counter',
		...[...requests].map(([status, total]) => `http_requests_total{status="${status}"} ${total}`),
		`# HELP ${name} Time to answer a request.`,
		`# TYPE ${name} histogram`,
		...buckets.map((bound, index) => `${name}_bucket{le="${bound}"} ${latency[index]}`),
		`${name}_bucket{le="+Inf"} ${latencyCount}`,
		`${name}_sum ${latencySum}`,
		`${name}_count ${latencyCount}`,
		'# HELP process_resident_memory_bytes Memory of the process.',
		'# TYPE process_resident_memory_bytes gauge',
		`process_resident_memory_bytes ${rss}`,
		'# HELP memory_usage_ratio Memory as a share of the limit of 256 MB.',
		'# TYPE memory_usage_ratio gauge',
		`memory_usage_ratio ${rss / memoryLimitBytes}`,
		'',
	].join('\n');
}
// Series that start at zero let the first request count as an increase.
requests.set(200, 0);
requests.set(500, 0);

/** @type {(response: import('node:http').ServerResponse, status: number, type: string, text: string) => void} */
function send(response, status, type, text) {
	response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}

/**
 * Pages of the shop take their time and are counted; pages about the shop answer at once and are not.
 * @param {string} path
 * @param {import('node:http').ServerResponse} response
 */
function answerUser(path, response) {
	const started = performance.now();
	const fails = isUnlucky() || random() < fault.errorRate;
	setTimeout(() => {
		const page = pages[path];
		const status = fails ? 500 : page === undefined ? 404 : 200;
		const body =
			page !== undefined && status === 200 ? page() : { error: fails ? 'the till is stuck' : 'no such page' };
		send(response, status, 'application/json', JSON.stringify(body));
		count(status, (performance.now() - started) / 1_000);
	}, baseDelayMs() + fault.delayMs);
}

const server = createServer((request, response) => {
	const path = new URL(request.url ?? '/', 'http://shop').pathname;
	request.resume();
	if (path === '/health') send(response, 200, 'application/json', '{"status":"up"}');
	else if (path === '/version') send(response, 200, 'application/json', JSON.stringify({ version }));
	else if (path === '/metrics') send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', metricsText());
	else answerUser(path, response);
});
server.keepAliveTimeout = 30_000;
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`shop ${version} is open`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));

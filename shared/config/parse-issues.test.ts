import { describe, expect, it } from 'vitest';
import { change, fullConfig, smallestConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

const issuesOf = (source: string) => parseConfig(source, 'signalbox.yaml').issues;
const inProduction = 'services[0].environments.production';
const inLive = 'services[0].environments.live';

/** Change, expected place `line:column`, field and words. */
const small: readonly (readonly [from: string, to: string, place: string, field: string, words: string])[] = [
	['version: 1', 'version: 2', '1:10', 'version', 'expected 1'],
	['name: shop', 'name: My Shop', '2:7', 'name', 'found "My Shop"; expected a name of lower-case letters'],
	['name: shop\n', '', '1:1', 'name', 'this field is missing'],
	['name: shop', 'nam: shop', '2:1', 'nam', 'did you mean "name"?'],
	['name: checkout\n', 'name:\n', '4:10', 'services[0].name', 'this field is missing'],
	[
		'name: checkout',
		'name: checkout\n    releases: [1.0, -rf]',
		'5:21',
		'services[0].releases[1]',
		'expected a version',
	],
	[
		'name: checkout',
		'name: checkout\n    releases: [1.0, 1.0]',
		'5:21',
		'services[0].releases[1]',
		'already in the list',
	],
	['name: checkout', 'name: checkout\n    name: cart', '5:5', 'services[0].name', 'here twice'],
	['production:', 'prod:', '6:7', 'services[0].environments.prod.tier', 'expected development, testing'],
	['production:', 'Production:', '6:7', 'services[0].environments.Production', 'expected a name of lower-case'],
	[
		'kind: process',
		'kind: docker',
		'8:17',
		`${inProduction}.target.kind`,
		'found "docker"; expected haproxy or process',
	],
	[
		'target:\n',
		'machine: { sleep: leave }\n        target:\n',
		'7:27',
		`${inProduction}.machine.sleep`,
		'has no engine of its own, so nobody would watch the release while this machine sleeps; expected hold or roll-back',
	],
	['kind: process\n', '\n', '7:9', `${inProduction}.target.kind`, 'this field is missing'],
	[
		"run: [node, service.mjs, '{version}', '{port}']",
		'run: node service.mjs',
		'9:16',
		`${inProduction}.target.run`,
		'without a shell',
	],
	[
		"'{port}'",
		"'{prot}'",
		'9:49',
		`${inProduction}.target.run[3]`,
		'{prot} is not a placeholder here; expected {slot}, {version} or {port}',
	],
	["'{port}'", "'${PORT}'", '9:49', `${inProduction}.target.run[3]`, 'there is no shell'],
	[
		'kind: process',
		'kind: process\n          port: 70000',
		'9:17',
		`${inProduction}.target.port`,
		'a whole number from 0 to 65535',
	],
	[
		'kind: scrape',
		'kind: scrape\n          interval: 5',
		'12:21',
		`${inProduction}.metrics.interval`,
		'a time with its unit',
	],
	[
		'kind: scrape',
		"kind: scrape\n          errors: {matches: '5(.'}",
		'12:29',
		`${inProduction}.metrics.errors.matches`,
		'not a regular expression',
	],
	[
		'kind: scrape',
		'kind: scrape\n          memoryLimit: 256',
		'12:24',
		`${inProduction}.metrics.memoryLimit`,
		'expected a size with its unit',
	],
];

const full: readonly (readonly [from: string, to: string, place: string, field: string, words: string])[] = [
	[
		'weight: 1.5%',
		'weight: 0',
		'43:35',
		`${inLive}.canary.steps[0].weight`,
		'found "0"; expected a share with the percent sign, from 1% to 99%',
	],
	['weight: 1.5%', 'weight: 100%', '43:35', `${inLive}.canary.steps[0].weight`, 'from 1% to 99%'],
	['weight: 1.5%', 'weight: 60%', '43:59', `${inLive}.canary.steps[1].weight`, 'found 50% after 60%'],
	['interval: 10s', 'interval: 90s', '43:46', `${inLive}.canary.steps[0].for`, 'the judge looks every 1m30s only'],
	['patience: 5m', 'patience: 5s', '43:113', `${inLive}.canary.patience`, 'ends before the judge looks again'],
	['patience: 5m', 'patience: 25h', '43:113', `${inLive}.canary.patience`, 'from 1s to 1d'],
	['watch: 3m', 'watch: 10s', '44:28', `${inLive}.blueGreen.watch`, 'the watch lasts 10s'],
	['errorRate: 2%', 'errorRate: 0.02', '45:29', `${inLive}.health.errorRate`, 'with the percent sign'],
	['errorRate: 3x', 'errorRate: 3', '45:100', `${inLive}.health.baseline.errorRate`, 'with an x'],
	['[absolute]', '[absolut]', '45:178', `${inLive}.health.inform[0]`, 'expected absolute or baseline'],
	['server: green1', 'server: blue1', '22:21', `${inLive}.target.slots.green[0]`, 'already in blue'],
	['api: 127.0.0.1:9999', 'api: 127.0.0.1', '18:16', `${inLive}.target.api`, 'host and port'],
	['api: 127.0.0.1:9999', 'api: 127.0.0.1:99999', '18:16', `${inLive}.target.api`, 'out of range'],
	['api: 127.0.0.1:9999\n          backend', 'backend', '15:9', `${inLive}.target.socket`, 'where the runtime API'],
	[
		'api: 127.0.0.1:9999',
		'socket: /s\n          api: 127.0.0.1:9999',
		'19:16',
		`${inLive}.target.api`,
		'socket and api are both set',
	],
	["{server: green1, url: 'http://127.0.0.1:8082'}", 'green1', '46:16', `${inLive}.smoke`, 'a url for green1'],
	[
		"'./deploy.sh', '{slot}', '{version}'",
		"'./deploy.sh', '{version}', '{prot}'",
		'23:48',
		`${inLive}.target.deploy[2]`,
		'expected {slot}, {version}, {port} or {server}',
	],
	[
		"{server: green1, url: 'http://127.0.0.1:8082'}]\n          deploy: ['./deploy.sh', '{slot}'",
		"green1]\n          deploy: ['./deploy.sh', '{port}'",
		'23:19',
		`${inLive}.target.deploy`,
		'a url for green1',
	],
	[
		'bearer: {file: secrets/prom}',
		'bearer: {vault: x}',
		'32:19',
		`${inLive}.metrics.bearer`,
		'expected {signalbox: NAME}, {env: NAME}',
	],
	[
		'bearer: {file: secrets/prom}',
		'bearer: {signalbox: Prom Token}',
		'32:31',
		`${inLive}.metrics.bearer.signalbox`,
		'expected lower-case letters',
	],
	['bearer: {file: secrets/prom}', 'user: me', '28:9', `${inLive}.metrics.password`, 'no password'],
	['url: http://127.0.0.1:9090/', 'url: 127.0.0.1:9090', '31:16', `${inLive}.metrics.url`, 'an address such as'],
	[
		'url: http://127.0.0.1:9090/',
		'url: http://prometheus:9090',
		'31:16',
		`${inLive}.metrics.url`,
		'travel unencrypted',
	],
	[
		'url: http://127.0.0.1:9090/',
		'url: http://127.0.0.1.evil.example:9090',
		'31:16',
		`${inLive}.metrics.url`,
		'expected an https address',
	],
	['url: http://127.0.0.1:9090/', 'url: https://key@h', '31:16', `${inLive}.metrics.url`, 'before the @'],
	[
		"url: 'http://127.0.0.1:8081/'",
		"url: 'http://key@127.0.0.1:8081/'",
		'21:41',
		`${inLive}.target.slots.blue[0].url`,
		'before the @',
	],
	['publicUrl: http://127', 'publicUrl: http://key@127', '26:22', `${inLive}.target.publicUrl`, 'before the @'],
	[
		'errorRate: e{slot="{{slot}}"}',
		'errorRate: e',
		'38:24',
		`${inLive}.metrics.queries.errorRate`,
		'cannot be told from the old one',
	],
	[
		'throughput: t{slot="{{slot}}"}',
		'throughput: t{slot="{{slot}}", a="{{app}}"}',
		'40:25',
		`${inLive}.metrics.queries.throughput`,
		'{{app}} is not one of',
	],
];

describe('each fault is named with its place', () => {
	it.each(small)('small file: %j -> %j', (from, to, place, field, words) =>
		expectIssue(change(smallestConfig, from, to), place, field, words),
	);
	it.each(full)('full file: %j -> %j', (from, to, place, field, words) =>
		expectIssue(change(fullConfig, from, to), place, field, words),
	);
});

function expectIssue(source: string, place: string, field: string, words: string): void {
	const { config, issues } = parseConfig(source, 'signalbox.yaml');
	const lines = issues.map(formatIssue);
	expect(config).toBeNull();
	expect(
		lines.filter((line) => line.startsWith(`signalbox.yaml:${place} ${field}: `)).join('\n'),
		lines.join('\n'),
	).toContain(words);
}

describe('all at once', () => {
	it('names faults of every kind in one reading, in the order of the file', () => {
		let source = change(fullConfig, 'weight: 1.5%', 'weight: 60%');
		source = change(source, 'name: shop', 'name: S');
		source = change(source, 'readyTimeout: 20s', 'readyTimeot: 20s');
		source = change(
			source,
			'people:',
			'  - name: checkout\n    environments: {staging: {target: {kind: process, run: [a]}, health: {p95: x}}}\npeople:',
		);
		const errors = issuesOf(source).filter(({ severity }) => severity === 'error');
		expect(errors.map(({ field }) => field)).toEqual([
			'name',
			`${inLive}.target.readyTimeot`,
			'services[1].name',
			'services[1].environments.staging.health.p95',
		]);
		expect(errors.map(({ line }) => line)).toEqual(
			errors.map(({ line }) => line).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
		);
	});

	it('warns without refusing', () => {
		const { config, issues } = parseConfig(
			change(smallestConfig, 'metrics:\n          kind: scrape', 'strategy: canary'),
			'signalbox.yaml',
		);
		expect(config).not.toBeNull();
		expect(issues).toMatchObject([{ severity: 'warning', field: inProduction, line: 6, column: 7 }]);
	});

	it.each([
		['', '1:1', 'the file is empty'],
		['- a', '1:1', 'found a list; expected a mapping of fields'],
		['a: [1\nb: 2', '2:1', 'a bracket is not closed'],
		['name: x\n\tservices: 1', '2:1', 'a tab is used to indent'],
		['a: 1\n---\nb: 2', '2:1', 'several YAML documents'],
		['a: *nowhere', '1:4', 'the alias has no anchor above it'],
		['a: "b', '1:6', 'a colon, comma, quote or bracket is missing'],
		['a: &x {b: *x}', '1:7', 'nested too deeply'],
		['['.repeat(50_000), '', 'nested too deeply'],
		[`a: ${'x'.repeat(1_000_001)}`, '1:1', 'more than a configuration needs'],
	])('answers %.20j in words', (source, place, words) => {
		const lines = issuesOf(source).map(formatIssue);
		expect(
			lines.some((line) => line.includes(`:${place}`) && line.includes(words)),
			lines.join('\n'),
		).toBe(true);
	});

	it('is not overrun by aliases that grow', () => {
		const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
		for (let index = 0; index < 12; index += 1) {
			const [name, before] = [String.fromCharCode(98 + index), String.fromCharCode(97 + index)];
			lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
		}
		// Written out these would be 9^13 values: whoever does so does not come back.
		expect(issuesOf(lines.join('\n')).some(({ message }) => message.includes('too many values'))).toBe(true);
	});
});

/** What a user copies from `assets/` must be right as it stands. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../shared/config/parse.ts';
import { fillTemplate } from '../../shared/config/promql/promql.ts';

const assets = path.resolve(import.meta.dirname, '..', '..', 'assets');
const configurations = readdirSync(assets, { recursive: true, encoding: 'utf8' })
	.filter((file) => path.basename(file) === 'signalbox.yaml')
	.sort();

test('there are examples to check', () => {
	expect(configurations).toContain(path.join('examples', 'haproxy', 'signalbox.yaml'));
	expect(configurations).toContain(path.join('sample', 'signalbox.yaml'));
});

describe.each(configurations)('%s', (name) => {
	const file = path.join(assets, name);
	const parsed = parseConfig(readFileSync(file, 'utf8'), file);

	test('has neither errors nor warnings', () => {
		expect(parsed.issues).toEqual([]);
		expect(parsed.config).not.toBeNull();
	});

	test('names scripts that stand beside it', () => {
		const beside = readdirSync(path.dirname(file));
		const scripts = (parsed.config?.services ?? [])
			.flatMap((service) => service.environments)
			.flatMap(({ target }) => (target.kind === 'process' ? [target.run] : [target.deploy, target.retire]))
			.flatMap((command) => command?.args ?? [])
			.filter((arg) => /^[\w.-]+\.mjs$/.test(arg));
		expect(scripts.length).toBeGreaterThan(0);
		for (const script of scripts) expect(beside).toContain(script);
	});
});

test('the HAProxy example agrees with its haproxy.cfg and prometheus.yml', () => {
	const folder = path.join(assets, 'examples', 'haproxy');
	const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
	const environment = parseConfig(read('signalbox.yaml'), path.join(folder, 'signalbox.yaml')).config?.services[0]
		?.environments[0];
	if (environment?.target.kind !== 'haproxy' || environment.metrics?.kind !== 'prometheus')
		throw new Error('no HAProxy');
	const { target, metrics } = environment;
	const haproxy = read('haproxy.cfg');
	expect(haproxy).toContain(`backend ${target.backend}\n`);
	expect(haproxy).toContain(`bind ${target.publicUrl?.replace('http://', '')}\n`);
	if ('socket' in target.api) expect(haproxy).toContain(`stats socket ${target.api.socket} `);
	for (const [slot, servers] of Object.entries(target.slots)) {
		for (const { server, url } of servers) {
			const address = url?.replace('http://', '');
			expect(haproxy).toContain(`server ${server} ${address} `);
			expect(read('prometheus.yml')).toMatch(
				new RegExp(`targets: \\["${address}"\\]\\n\\s+labels: \\{ slot: ${slot} \\}`),
			);
		}
	}
	const values = { slot: 'green', version: '2.4.0', service: 'shop', environment: 'production', windowMs: 60_000 };
	expect(fillTemplate(metrics.queries.requests, values)).toContain('{slot="green"}');
});

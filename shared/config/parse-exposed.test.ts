/** What must not travel in the clear: secrets in the file itself, and addresses without encryption. */
import { describe, expect, it } from 'vitest';
import { change, fullConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

const issuesOf = (source: string) => parseConfig(source, 'signalbox.yaml').issues;
const inLive = 'services[0].environments.live';

describe('an unencrypted address of metrics beyond this machine', () => {
	const withoutKey = change(fullConfig, '          bearer: {file: secrets/prom}\n', '');
	const inTheClear = (source: string) => change(source, 'url: http://127.0.0.1:9090/', 'url: http://prometheus:9090');

	it('is refused where credentials would travel to it', () => {
		const { config, issues } = parseConfig(inTheClear(fullConfig), 'signalbox.yaml');
		expect(config).toBeNull();
		expect(issues.map(formatIssue)).toEqual([
			`signalbox.yaml:31:16 ${inLive}.metrics.url: the credentials would travel unencrypted to another machine, so they would never be sent; expected an https address`,
		]);
	});

	it('is warned of where only numbers travel', () => {
		const { config, issues } = parseConfig(inTheClear(withoutKey), 'signalbox.yaml');
		expect(config).not.toBeNull();
		expect(issues.map(formatIssue)).toEqual([
			`signalbox.yaml:31:16 ${inLive}.metrics.url: warning: the numbers travel unencrypted from another machine, so whoever is between could change the verdict; expected an https address`,
		]);
	});

	it.each(['https://prometheus', 'http://localhost:9090', 'http://127.1.2.3:9090', 'http://[::1]:9090'])(
		'%s is none',
		(url) => {
			const source = change(fullConfig, 'url: http://127.0.0.1:9090/', `url: ${url}`);
			expect(parseConfig(source, 'signalbox.yaml').issues).toEqual([]);
		},
	);
});

describe('secrets in the file', () => {
	const secret = 'hunter2-very-secret';
	it.each([
		['a bearer token', 'bearer: {file: secrets/prom}', `bearer: ${secret}`, `${inLive}.metrics.bearer`, '32:19'],
		[
			'an address with a password',
			'url: http://127.0.0.1:9090/',
			`url: http://me:${secret}@h:1`,
			`${inLive}.metrics.url`,
			'31:16',
		],
		[
			'a GitHub token in an argument',
			"'./deploy.sh'",
			`'./deploy.sh', 'ghp_${secret.replaceAll('-', '')}0000'`,
			`${inLive}.target.deploy[1]`,
			'23:35',
		],
		[
			'a GitLab token in a note',
			'notes: faster',
			`notes: use glpat-${secret}`,
			'services[0].releases[0].notes',
			'10:16',
		],
		['a variable', 'LEVEL: 2', `API_TOKEN: ${secret}`, `${inLive}.target.retire.env.API_TOKEN`, '24:79'],
		['an option', "'./retire.sh'", `'./retire.sh', '--password=${secret}'`, `${inLive}.target.retire.run[1]`, '24:41'],
		[
			'the argument after an option',
			"'./retire.sh'",
			`'./retire.sh', '--api-token', '${secret}'`,
			`${inLive}.target.retire.run[2]`,
			'24:56',
		],
		['an unknown field', 'owner: payments', `password: ${secret}`, 'services[0].password', '5:15'],
	])('%s is refused and not repeated', (_, from, to, field, place) => {
		const { config, issues } = parseConfig(change(fullConfig, from, to), 'signalbox.yaml');
		expect(config).toBeNull();
		expect(issues.map(formatIssue).join('\n')).toContain(`signalbox.yaml:${place} ${field}: `);
		expect(JSON.stringify(issues)).not.toMatch(/hunter2/);
	});

	const token = 'ghp_hunter2000000000000000';
	it.each([
		['as a field', 'owner: payments', `${token}: payments`],
		['as a field, twice', 'owner: payments', `${token}: payments\n    ${token}: {a: 1}`],
		['as a field with others below', 'owner: payments', `${token}: {${token}: 1}`],
		['as an environment with faults', 'live:', `${token}:`],
		['as the name of a server that others speak of', "{server: green1, url: 'http://127.0.0.1:8082'}", token],
	])('a token %s is refused and not repeated', (_, from, to) => {
		const { config, issues } = parseConfig(change(fullConfig, from, to), 'signalbox.yaml');
		expect(config).toBeNull();
		expect(issues.map(formatIssue).join('\n')).toContain('looks like a secret');
		expect(JSON.stringify(issues)).not.toMatch(/hunter2/);
	});

	it.each(['a', '://', 'http://a:', 'eyJ-', 'eyJaaaaaaaaaa.', '-----BEGIN ', 'bearer ', '--token', 'token'])(
		'a text of 1 MB made of %j is read to its end',
		(piece) => {
			const source = `name: ${JSON.stringify(piece.repeat(990_000 / piece.length))}`;
			expect(issuesOf(source).some(({ field }) => field === 'name')).toBe(true);
		},
	);

	it.each([
		['--token', '{version}'],
		['--token', '$TOKEN'],
		['--token', '--verbose'],
		['--tokens', 'two'],
	])('is not seen in %s %s', (option, argument) => {
		const { issues } = parseConfig(
			change(fullConfig, "'./retire.sh'", `'./retire.sh', '${option}', '${argument}'`),
			'signalbox.yaml',
		);
		expect(issues.filter(({ message }) => message.includes('secret'))).toEqual([]);
	});

	it('is not repeated when it stands in an address alone', () => {
		for (const key of ['hunter2', 'hunter2-hunter2-hunter2'])
			expect(JSON.stringify(issuesOf(change(fullConfig, 'http://127.0.0.1:9090/', `https://${key}@h`)))).not.toContain(
				key,
			);
	});

	it('is not repeated by a syntax error', () => {
		expect(JSON.stringify(issuesOf(`bearer: "${secret}\nname: x`))).not.toContain('hunter2');
		expect(JSON.stringify(issuesOf(`bearer: *${secret}`))).not.toContain('hunter2');
	});

	it('is not seen in references and ordinary words', () => {
		expect(issuesOf(change(fullConfig, 'bearer: {file: secrets/prom}', 'bearer: {env: PROM_TOKEN}'))).toEqual([]);
		expect(issuesOf(change(fullConfig, 'bearer: {file: secrets/prom}', 'bearer: {signalbox: prom-token}'))).toEqual([]);
		expect(
			issuesOf(change(fullConfig, 'bearer: {file: secrets/prom}', 'bearer: {keychain: {service: prom, account: me}}')),
		).toEqual([]);
	});
});

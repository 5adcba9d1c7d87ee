import { describe, expect, it } from 'vitest';
import type { ConfigIssue } from '../rpc/views.ts';
import { change } from './fixture.ts';
import { deliveryConfig } from './fixture-delivery.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

/** Change, line, field, message. */
type Row = readonly [from: string, to: string, line: number, field: string, message: string];

const policy: readonly Row[] = [
	['zone: Europe/Berlin', 'zone: Europe/Berln', 4, 'delivery.zone', 'found "Europe/Berln"'],
	['zone: Europe/Berlin', 'zone: +02:00', 4, 'delivery.zone', 'found "+02:00"'],
	['zone: Europe', 'zones: Europe', 4, 'delivery.zones', '"zones" is not a field here; did you mean "zone"?'],
	['incidentWindow: 12h', 'incidentWindow: 12', 6, 'delivery.incidentWindow', 'found "12"'],
	['incidentWindow: 12h', 'incidentWindow: 31d', 6, 'delivery.incidentWindow', 'found "31d"'],
	['branches: [', 'branch: [', 8, 'delivery.hotfix.branch', '"branch" is not a field here; did you mean "branches"?'],
	[
		'money: [checkout,',
		'money: [chekout,',
		10,
		'delivery.groups.money[0]',
		'there is no service "chekout"; did you mean "checkout"?',
	],
	['services: [billing]', 'services: []', 10, 'delivery.groups.money[1]', 'there is no service "billing"'],
	['money: [checkout, billing]', 'money: []', 10, 'delivery.groups.money', 'the list is empty'],
	['benchmarks: 2025', 'benchmarks: 2024', 11, 'delivery.benchmarks', 'found "2024"'],
	['byHand: true', 'byHand: yes', 12, 'delivery.incidents.byHand', 'found "yes"'],
	[
		'byHand: true',
		'by-hand: true',
		12,
		'delivery.incidents.by-hand',
		'"by-hand" is not a field here; did you mean "byHand"?',
	],
];

const report: readonly Row[] = [
	['formats: [pdf, markdown]', 'formats: [pdf, word]', 15, 'delivery.report.formats[1]', 'found "word"'],
	['formats: [pdf, markdown]', 'formats: []', 15, 'delivery.report.formats', 'the list is empty'],
	["at: '08:30'", "at: '24:00'", 16, 'delivery.report.at', 'found "24:00"'],
	['holidays: [2027-01-01]', 'holidays: [2027-02-29]', 17, 'delivery.report.holidays[0]', 'found "2027-02-29"'],
	[
		"'*', checkout",
		"'*', checkoot",
		18,
		'delivery.report.scopes[1]',
		'there is no service "checkoot"; did you mean "checkout"?',
	],
	[
		'group:money',
		'group:monies',
		18,
		'delivery.report.scopes[2]',
		'there is no group "monies"; did you mean "group:money"?',
	],
	["'*', checkout", 'checkout, checkout', 18, 'delivery.report.scopes[1]', 'this scope is already in the list'],
];

const first = 'delivery.sources[0]';
const sources: readonly Row[] = [
	['kind: github', 'kind: githob', 21, `${first}.kind`, 'found "githob"'],
	[
		'id: gh',
		'id: gitlab:acme/billing',
		33,
		'delivery.sources[1]',
		'another source is already called gitlab:acme/billing',
	],
	['id: gh', 'id: journal', 22, `${first}.id`, 'found "journal"'],
	['id: gh', 'id: git:shop', 22, `${first}.id`, 'found "git:shop"'],
	['repository: acme/shop', 'repository: shop', 23, `${first}.repository`, 'found "shop"'],
	[
		'api: https://github',
		'api: http://github',
		24,
		`${first}.api`,
		'the credentials would travel unencrypted to another machine, so they would never be sent',
	],
	['back: 90d', 'back: 90', 26, `${first}.back`, 'found "90"'],
	['service: checkout\n', 'service: shop\n', 27, `${first}.service`, 'there is no service "shop"'],
	[
		'{Checkout Service: checkout}',
		'{Checkout Service: chekcout}',
		28,
		`${first}.services.Checkout Service`,
		'there is no service "chekcout"; did you mean "checkout"?',
	],
	['environments: {prod: live}', 'environments: {prod: Live}', 29, `${first}.environments.prod`, 'found "Live"'],
	['workflow: deploy.yml, ', '', 30, `${first}.deployments.workflow`, 'this field is missing'],
	['changes: false', 'change: false', 31, `${first}.change`, '"change" is not a field here; did you mean "changes"?'],
	[
		'deployments: {workflow: deploy.yml, environment: live}\n      changes: false\n      incidentLabels: [incident]',
		'deployments: false\n      changes: false',
		21,
		first,
		'nothing is read of it',
	],
	[
		'url: https://gitlab.example/',
		'url: https://gitlab.example/api/v4',
		35,
		'delivery.sources[1].url',
		'found "https://gitlab.example/api/v4"',
	],
	[
		', service: checkout, environment: live, token',
		', environment: live, token',
		39,
		'delivery.sources[2].service',
		'this field is missing',
	],
	['token: {signalbox: pagerduty}, ', '', 40, 'delivery.sources[3].token', 'this field is missing'],
	['      password: {env: AM_PASSWORD}\n', '', 42, 'delivery.sources[5].password', 'there is a user but no password'],
	['user: ada', 'bearer: {env: B}', 42, 'delivery.sources[5].user', 'there is a password but no user'],
	[
		'path: facts/deployments.csv',
		'path: facts/deployments',
		49,
		'delivery.sources[7].format',
		'this field is missing, and the name of the file does not say it',
	],
];

const tests: readonly Row[] = [
	['level: ui,', 'level: e2e,', 52, 'tests.levels[0].level', 'found "e2e"'],
	[
		"files: ['**/browser/**']",
		"files: ['../x/**']",
		52,
		'tests.levels[0].files[0]',
		'"../x/**" leads out of the folder with ..',
	],
	[
		", files: ['**/browser/**'], groups: [browser], names: ['ui *']",
		'',
		52,
		'tests.levels[0]',
		'this rule fits no test',
	],
	['minimumRuns: 6', 'minimumRuns: 1', 54, 'tests.minimumRuns', 'found "1"'],
	[
		'{from: 5%, to: 95%}',
		'{from: 95%, to: 5%}',
		55,
		'tests.flaky.from',
		'flaky tests would begin at 95% and end at 5%',
	],
	['{from: 5%, to: 95%}', '{from: 5%, to: 100%}', 55, 'tests.flaky.to', 'a test that never fails would be flaky'],
	['{from: 5%, to: 95%}', '{from: 0%, to: 95%}', 55, 'tests.flaky.from', 'a test that never passes would be flaky'],
	['{from: 5%, to: 95%}', '{from: 0.05, to: 95%}', 55, 'tests.flaky.from', 'found "0.05"'],
	[
		'rate: 99%',
		'rate: 95%',
		56,
		'tests.calm.rate',
		'a test would leave the list at 95%, which is no calmer than 95%, where it enters',
	],
	['runs: 30', 'runs: 5', 56, 'tests.calm.runs', '5 runs are fewer than the 6 that it takes to enter the list'],
	['unit: 60%', 'unit: 70%', 58, 'tests.pyramid', 'the shares add up to 110%'],
	[
		'.signalbox/quarantine.json',
		'../quarantine.json',
		59,
		'tests.quarantine',
		'"../quarantine.json" leads out of the folder of this file with ..',
	],
	['.signalbox/quarantine.json', '/etc/quarantine.json', 59, 'tests.quarantine', '"/etc/quarantine.json" is absolute'],
	[
		'.signalbox/quarantine.json',
		'signalbox.yaml',
		59,
		'tests.quarantine',
		'found "signalbox.yaml", which is no .json file',
	],
];

function expectRefusal([from, to, line, field, message]: Row): readonly ConfigIssue[] {
	const { config, issues } = parseConfig(change(deliveryConfig, from, to), 'signalbox.yaml');
	const found = issues.filter((issue) => issue.field === field);
	expect(found[0], issues.map(formatIssue).join('\n')).toMatchObject({ severity: 'error', line, message });
	expect(config).toBeNull();
	return issues;
}

describe('each fault is named with its place', () => {
	it.each(policy)('policy: %j -> %j', (...row) => void expectRefusal(row));
	it.each(report)('report: %j -> %j', (...row) => void expectRefusal(row));
	it.each(sources)('sources: %j -> %j', (...row) => void expectRefusal(row));
	it.each(tests)('tests: %j -> %j', (...row) => void expectRefusal(row));
});

describe('a secret in the file', () => {
	const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
	it.each([
		['token: {env: GITHUB_TOKEN}', `token: ${secret}`, `${first}.token`],
		['password: {env: AM_PASSWORD}', `password: ${secret}`, 'delivery.sources[5].password'],
		['services: {PSHOP', `services: {${secret}`, 'delivery.sources[3].services'],
	])('is refused and not repeated: %j', (from, to, field) => {
		const { config, issues } = parseConfig(change(deliveryConfig, from, to), 'signalbox.yaml');
		expect(config).toBeNull();
		expect(issues.some((issue) => issue.field.startsWith(field))).toBe(true);
		expect(issues.map(formatIssue).join('\n')).not.toContain(secret);
	});
});

describe('what is only a remark', () => {
	it.each([
		[
			"groups: {money: [checkout, billing]}\n  benchmarks: 2025\n  incidents: {byHand: true}\n  report:\n    folder: reports\n    formats: [pdf, markdown]\n    at: '08:30'\n    holidays: [2027-01-01]\n    scopes: ['*', checkout, group:money]",
			'groups: {payments: [billing]}\n  report:\n    folder: reports',
			'delivery.groups.payments',
			'the services that "payments" owns would be a group of this name; only those listed here are',
		],
		[
			'environment: live}\n      changes',
			'environment: lve}\n      changes',
			`${first}.deployments.environment`,
			'no service has an environment "lve"; did you mean "live"?',
		],
		[
			'{prod: live}',
			'{prod: lived}',
			`${first}.environments.prod`,
			'no service has an environment "lived"; did you mean "live"?',
		],
		[
			"url: 'https://status",
			"url: 'http://status",
			'delivery.sources[6].url',
			'what it tells travels unencrypted from another machine, so whoever is between could change the numbers',
		],
	])('%j -> %j', (from, to, field, message) => {
		const { config, issues } = parseConfig(change(deliveryConfig, from, to), 'signalbox.yaml');
		expect(config).not.toBeNull();
		expect(issues).toMatchObject([{ field, message, severity: 'warning' }]);
	});
});

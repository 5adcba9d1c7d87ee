import { describe, it } from 'vitest';
import { expectIssue, type IssueRow } from './test-issues.ts';

const ofEvidence: readonly IssueRow[] = [
	['format: junit', 'format: jnit', 72, 63, 'stages.commit.evidence.unit-results.format', 'found "jnit"'],
	[
		'coverage: reports/lcov.info',
		'coverage: ~/lcov.info',
		73,
		23,
		'stages.commit.evidence.coverage',
		'"~/lcov.info" is absolute',
	],
	[
		'coverage: reports/lcov.info',
		'coverage: {format: lcov}',
		73,
		13,
		'stages.commit.evidence.coverage.files',
		'this field is missing',
	],
	[
		"scan: {files: '**/*.sarif'",
		"coverage: {files: '**/*.sarif'",
		82,
		32,
		'stages.acceptance.evidence.coverage',
		'the stage commit already has evidence of this name',
	],
	[
		'about: security}',
		'about: security, artifact: e2e}',
		82,
		77,
		'stages.acceptance.evidence.scan.artifact',
		'there is no job "e2e"',
	],
];

const ofGates: readonly IssueRow[] = [
	['lint: true', 'lint:', 79, 13, 'stages.commit.gates.lint', 'this gate has no value, so it would not be there'],
	['lint: true', 'lint: yes', 79, 19, 'stages.commit.gates.lint', 'found "yes"'],
	['lint: true', 'lnit: true', 79, 13, 'stages.commit.gates.lnit.kind', 'found "lnit"; did you mean "lint"?'],
	['lint: true', 'Tidy: {atMost: 0}', 79, 13, 'stages.commit.gates.Tidy.kind', 'found "Tidy"'],
	['lint: true', 'lint: {atMost: -1}', 79, 28, 'stages.commit.gates.lint.atMost', 'found "-1"'],
	[
		'lint: true',
		'performance: {}',
		85,
		26,
		'stages.acceptance.gates.performance',
		'the stage commit already has a gate of this name',
	],
	[
		'atLeast: 100',
		'honourQuarantine: maybe',
		75,
		44,
		'stages.commit.gates.unit-tests.honourQuarantine',
		'found "maybe"',
	],
	['atLeast: 81.5%', 'atLeast: 81.5', 76, 33, 'stages.commit.gates.coverage.atLeast', 'found "81.5"'],
	['of: branches', 'of: files', 76, 44, 'stages.commit.gates.coverage.of', 'found "files"'],
	[
		'formatting: {jobs: [pack]}',
		'formatting: {}',
		78,
		13,
		'stages.commit.gates.formatting.jobs',
		'this field is missing',
	],
	[
		'formatting: {jobs: [pack]}',
		'formatting: {jobs: [pakc]}',
		78,
		33,
		'stages.commit.gates.formatting.jobs[0]',
		'there is no job "pakc"; did you mean "pack"?',
	],
	[
		'sources: [unit-results]',
		'sources: [unit-result]',
		75,
		50,
		'stages.commit.gates.unit-tests.sources[0]',
		'there is no evidence "unit-result"; did you mean "unit-results"?',
	],
	[
		'sources: [unit-results]',
		'sources: [scan]',
		75,
		50,
		'stages.commit.gates.unit-tests.sources[0]',
		'"scan" is evidence of the stage acceptance, which comes later',
	],
	[
		'atLeast: 81.5%, of: branches, failOnDecrease: false, sources: [coverage]',
		'sources: [unit-results]',
		76,
		34,
		'stages.commit.gates.coverage.sources[0]',
		'reports of the format junit say nothing of that',
	],
	['from: info', 'from: serious', 77, 47, 'stages.commit.gates.No secrets.from', 'found "serious"'],
	['p95: 400ms', 'p95: 400', 85, 32, 'stages.acceptance.gates.performance.p95', 'found "400"'],
	[
		'throughput: 50',
		'troughput: 50',
		85,
		56,
		'stages.acceptance.gates.performance.troughput',
		'"troughput" is not a field here; did you mean "throughput"?',
	],
	[
		'about: security',
		'about: dependencies',
		84,
		57,
		'stages.acceptance.gates.security.sources[0]',
		'"scan" is about dependencies, not security',
	],
];

const ofApprovals: readonly IssueRow[] = [
	['production: {approvals: 1}', 'production: {approvals: 0}', 93, 33, 'stages.production.approvals', 'found "0"'],
	[
		'from: [Ada, grace]',
		'from: [Ada, ada]',
		90,
		19,
		'stages.user-acceptance.approvals.from',
		'2 people must approve, but only 1 may',
	],
	[
		'from: [Ada, grace]',
		'from: [Ada]',
		90,
		19,
		'stages.user-acceptance.approvals.from',
		'2 people must approve, but only 1 may',
	],
	[
		'checklist: [business',
		'checklist: [busness',
		92,
		25,
		'stages.user-acceptance.approvals.checklist[0]',
		'found "busness", which no question is known for',
	],
	[
		'checklist: [business',
		'checklist: [{id: law, question: x}, business',
		92,
		59,
		'stages.user-acceptance.approvals.checklist[2]',
		'"law" is asked already',
	],
	[
		'requires: [commit, acceptance]',
		'requires: [comit]',
		48,
		20,
		'services[0].environments.live.requires[0]',
		'found "comit"',
	],
];

const ofPeople: readonly IssueRow[] = [
	[
		'{name: Grace, aliases: [grace]}',
		'{name: Grace, aliases: [ADA]}',
		96,
		29,
		'people[1].aliases[0]',
		'"ADA" already stands for Ada',
	],
	[
		'{name: Grace, aliases: [grace]}',
		'{name: ada, aliases: [grace]}',
		96,
		12,
		'people[1].name',
		'another person already has this name',
	],
];

const ofFreezes: readonly IssueRow[] = [
	[
		'zone: Europe/Berlin\n    from',
		'zone: Europe/Berlim\n    from',
		99,
		11,
		'freezes[0].zone',
		'found "Europe/Berlim"',
	],
	['zone: Europe/Berlin\n    from', 'zone: +02:00\n    from', 99, 11, 'freezes[0].zone', 'found "+02:00"'],
	['    zone: Europe/Berlin\n    from', '    from', 98, 5, 'freezes[0].zone', 'this field is missing'],
	['from: fri 16:00', 'from: frey 16:00', 100, 11, 'freezes[0].from', 'found "frey 16:00"'],
	['from: fri 16:00', 'from: fri 24:00', 100, 11, 'freezes[0].from', 'found "fri 24:00"'],
	['from: fri 16:00', 'from: 12-24', 101, 9, 'freezes[0].to', 'it begins every year and ends every week'],
	[
		'to: mon 08:00',
		'to: FRIDAY 16:00',
		101,
		9,
		'freezes[0].to',
		'it ends at the moment of the week when it begins, so it has no length',
	],
	['to: 2027-01-04T00:00', 'to: 2026-12-19T23:59', 107, 63, 'freezes[1].to', 'it ends before it begins'],
	['to: 2027-01-04T00:00', 'to: 2026-12-20T00:00', 107, 63, 'freezes[1].to', 'it ends when it begins'],
	['to: 2027-01-04T00:00', 'to: 2027-02-29T00:00', 107, 63, 'freezes[1].to', 'found "2027-02-29T00:00"'],
	['to: 12-26', 'to: 02-30', 108, 61, 'freezes[2].to', 'found "02-30"'],
	['except: [2026-12-04]', 'except: [2026-13-04]', 103, 14, 'freezes[0].except[0]', 'found "2026-13-04"'],
	[
		'environments: [live]',
		'environments: [staging]',
		104,
		20,
		'freezes[0].environments[0]',
		'there is no environment "staging" of checkout',
	],
	['services: [checkout]', 'services: [checkot]', 105, 16, 'freezes[0].services[0]', 'there is no service "checkot"'],
	['name: christmas', 'name: weekend', 108, 12, 'freezes[2].name', 'another freeze already has this name'],
];

describe('each fault is named with its place', () => {
	it.each(ofEvidence)('evidence: %j -> %j', (...row) => expectIssue(row));
	it.each(ofGates)('gates: %j -> %j', (...row) => expectIssue(row));
	it.each(ofApprovals)('approvals and what is required: %j -> %j', (...row) => expectIssue(row));
	it.each(ofPeople)('people: %j -> %j', (...row) => expectIssue(row));
	it.each(ofFreezes)('freezes: %j -> %j', (...row) => expectIssue(row));
});

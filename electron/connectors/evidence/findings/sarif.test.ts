import { expect, test } from 'vitest';
import { factsOf, pieces, readReport, refusalOf } from '../test-kit.ts';
import type { EvidenceLimits } from '../limits.ts';

interface Run {
	readonly name?: string;
	readonly rules?: readonly object[];
	readonly results?: readonly object[] | null;
	readonly invocations?: readonly object[];
	readonly isToolLast?: boolean;
}

function runOf({ name = 'Tool', rules, results, invocations, isToolLast = false }: Run): object {
	const tool = { tool: { driver: { name, ...(rules === undefined ? {} : { rules }) } } };
	const rest = { ...(invocations === undefined ? {} : { invocations }), ...(results === undefined ? {} : { results }) };
	return isToolLast ? { ...rest, ...tool } : { ...tool, ...rest };
}

function log(...runs: readonly Run[]): string {
	return JSON.stringify({ version: '2.1.0', runs: runs.map(runOf) });
}

const one = (result: object, rule: object = {}) =>
	log({ rules: [{ id: 'r', ...rule }], results: [{ ruleId: 'r', message: { text: 'm' }, ...result }] });

test.each([
	['level of the result', one({ level: 'error' }, { defaultConfiguration: { level: 'note' } }), 'high'],
	['else level of the rule', one({}, { defaultConfiguration: { level: 'note' } }), 'low'],
	['else warning', one({}), 'medium'],
	['none', one({ level: 'none' }), 'info'],
	['a level that SARIF does not have', one({ level: 'fatal' }), 'unknown'],
	[
		'score of the rule before any level',
		one({ level: 'note' }, { properties: { 'security-severity': '9.0' } }),
		'critical',
	],
	['score as a number', one({}, { properties: { 'security-severity': 6.9 } }), 'medium'],
	[
		'score of the result first',
		one({ properties: { 'security-severity': '1' } }, { properties: { 'security-severity': '9' } }),
		'low',
	],
	['score of nought', one({}, { properties: { 'security-severity': '0.0' } }), 'info'],
	['score that is none', one({}, { properties: { 'security-severity': 'high' } }), 'unknown'],
	['rule by its index', one({ ruleId: undefined, ruleIndex: 0 }, { defaultConfiguration: { level: 'error' } }), 'high'],
	['rule above a rule', one({ ruleId: 'r/1' }, { defaultConfiguration: { level: 'error' } }), 'high'],
	['a rule that is not there', one({ ruleId: 'x' }, { defaultConfiguration: { level: 'error' } }), 'medium'],
	['not decided yet', one({ kind: 'open', level: 'none' }), 'unknown'],
])('severity: %s', async (_name, report, severity) => {
	const facts = await factsOf('findings', report);
	expect(facts.bySeverity).toStrictEqual({ [severity]: 1 });
	expect(facts.items.map((item) => item.severity)).toStrictEqual([severity]);
});

test.each([
	['accepted', [{ status: 'accepted' }], 1],
	['without a status', [{ kind: 'inSource' }], 1],
	['under review', [{ status: 'underReview' }], 0],
	['rejected', [{ status: 'rejected' }], 0],
	['accepted and rejected', [{ status: 'accepted' }, { status: 'rejected' }], 0],
	['no suppression in the list', [], 0],
])('suppression %s', async (_name, suppressions, suppressed) => {
	const facts = await factsOf('findings', one({ suppressions }));
	expect(facts).toMatchObject({ suppressed, active: 1 - suppressed });
	expect(facts.items.map(({ isSuppressed }) => isSuppressed)).toStrictEqual([suppressed === 1]);
});

test.each([
	['no runs', '{"version":"2.1.0","runs":[]}', 'The report holds no run of any tool.'],
	['runs left out', '{"version":"2.1.0","$schema":"sarif"}', 'The report holds no run of any tool.'],
	['no results', log({}), 'Tool reported no list of results, not even an empty one.'],
	['results null', log({ results: null }), 'Tool reported no list of results, not even an empty one.'],
	[
		'failed',
		log({ results: [], invocations: [{ executionSuccessful: false }] }),
		'Tool says itself that it did not succeed.',
	],
	[
		'failed in the second run',
		log({ results: [] }, { name: 'B', results: [], invocations: [{}, { executionSuccessful: false }] }),
		'B says itself that it did not succeed.',
	],
	['nothing found', log({ results: [], invocations: [{ executionSuccessful: true }] }), null],
])('a report proves nothing when: %s', async (_name, report, invalid) => {
	expect(await factsOf('findings', report)).toMatchObject({ active: 0, invalid });
});

test.each([
	['results that are no list', log({}).replace('}]}', ',"results":{"a":1}}]}')],
	['another version', '{"version":"2.0.0","runs":[]}'],
	['no version', '{"runs":[]}'],
	['no tool', '{"version":"2.1.0","runs":[{"results":[]}]}'],
	['a level that is no text', one({ level: 5 })],
	['a result that is no object', '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T"}},"results":[7]}]}'],
])('refused: %s', async (_name, report) => {
	expect(await refusalOf(report)).toMatch(/^report/u);
});

test('rules may come after the results that need them', async () => {
	const rules = [{ id: 'r', properties: { 'security-severity': '9.5' } }];
	const facts = await factsOf('findings', log({ results: [{ ruleId: 'r' }], rules, isToolLast: true }));
	expect(facts.bySeverity).toStrictEqual({ critical: 1 });
	expect(facts.items[0]?.severity).toBe('critical');
});

test('runs do not lend one another their rules', async () => {
	const rules = [{ id: 'r', properties: { 'security-severity': '9.5' } }];
	const facts = await factsOf('findings', log({ results: [], rules }, { results: [{ ruleId: 'r' }] }));
	expect(facts.bySeverity).toStrictEqual({ medium: 1 });
});

test('counts are of all, items are the first fifty, those that count first', async () => {
	const results = Array.from({ length: 130 }, (_, nth) => ({
		ruleId: `rule-${nth}`,
		...(nth < 60 ? { suppressions: [{}] } : {}),
	}));
	const facts = await factsOf('findings', log({ results }));
	expect(facts).toMatchObject({ active: 70, suppressed: 60, bySeverity: { medium: 70 } });
	expect(facts.items).toHaveLength(50);
	expect(facts.items.every(({ isSuppressed }) => !isSuppressed)).toBe(true);
});

test.each([
	['CodeQL', [], 'security'],
	['Semgrep OSS', [], 'security'],
	['bandit', [], 'security'],
	['gitleaks', [], 'secrets'],
	['TruffleHog', [], 'secrets'],
	['osv-scanner', [], 'dependencies'],
	['Grype', [], 'dependencies'],
	['dependency-check', [], 'dependencies'],
	['Trivy', [{ properties: { tags: ['vulnerability', 'security'] } }], 'dependencies'],
	['Trivy', [{ properties: { tags: ['secret'] } }], 'secrets'],
	['Trivy', [{ properties: { tags: ['misconfiguration'] } }], 'security'],
	['ESLint', [], 'quality'],
	['SomethingNew', [], 'quality'],
	['SomethingNew', [{ properties: { 'security-severity': '5' } }], 'security'],
])('%s with rules %j is about %s', async (name, rules, about) => {
	expect(await factsOf('findings', log({ name, rules, results: [] }))).toMatchObject({ about });
	expect(await factsOf('findings', log({ name, rules, results: [] }), { about: 'secrets' })).toMatchObject({
		about: 'secrets',
	});
});

test('runs of several tools are about the strictest of them, and all are named', async () => {
	const report = await readReport(log({ name: 'ESLint', results: [] }, { name: 'gitleaks', results: [] }));
	expect(report.ok && [report.value.tool, report.value.facts]).toMatchObject([
		'ESLint, gitleaks',
		{ about: 'secrets' },
	]);
});

test('what is not read may be as large as it likes, what is read may not', async () => {
	const limits: Partial<EvidenceLimits> = { values: 2000 };
	const many = JSON.stringify(Array.from({ length: 5000 }, (_, nth) => ({ nth })));
	const huge = `{"version":"2.1.0","runs":[{"artifacts":${many},"tool":{"driver":{"name":"T"}},"results":[{"codeFlows":${many}}]}]}`;
	expect(await factsOf('findings', huge, { limits })).toMatchObject({ active: 1 });
	const results = Array.from({ length: 5000 }, () => ({ ruleId: 'r', level: 'error' }));
	expect(await factsOf('findings', log({ results }), { limits })).toMatchObject({ active: 5000 });
	const kept = `{"version":"2.1.0","runs":[{"invocations":${many},"tool":{"driver":{"name":"T"}},"results":[]}]}`;
	expect(await refusalOf(kept, { limits })).toContain('more than 2000 values');
});

test('a report that is cut off is refused wherever the cut is', async () => {
	const report = log({ rules: [{ id: 'r' }], results: [{ ruleId: 'r', message: { text: 'm' } }] });
	for (let length = 1; length < report.length; length += 3) {
		expect(await refusalOf(pieces(report.slice(0, length)), { format: 'sarif' })).toMatch(
			/line 1, is (cut off|not well-formed)/u,
		);
	}
});

test.each([
	['beside it', { externalPropertyFileReferences: { results: [{ location: { uri: 'results.json' } }] } }, {}],
	['beside its runs', {}, { inlineExternalProperties: [{ results: [{ message: { text: 'bad' } }] }] }],
])('a report that keeps its results %s is not one without findings', async (_name, ofRun, ofLog) => {
	const run = { tool: { driver: { name: 'Tool' } }, results: [], ...ofRun };
	const refusal = await refusalOf(JSON.stringify({ version: '2.1.0', runs: [run], ...ofLog }));
	expect(refusal).toContain('keeps results outside of its runs');
});

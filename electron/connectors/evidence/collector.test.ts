import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { RunnerKind } from '../../../shared/domain/pipeline/model.ts';
import { fail } from '../../../shared/domain/result.ts';
import type { CollectedTests } from '../../engine/pipeline-ports.ts';
import { createEvidenceCollector } from './collector.ts';
import { createArtifactRunner, type FakeArtifact } from './fake-artifacts.ts';
import type { EvidenceLimits } from './limits.ts';
import { createStillClock, fixture } from './test-kit.ts';

let base = '';
beforeEach(async () => {
	base = await mkdtemp(path.join(tmpdir(), 'signalbox-collector-'));
});
afterEach(async () => {
	await rm(base, { recursive: true, force: true });
});

function source(files: string, more: Partial<EvidenceSourceConfig> = {}): EvidenceSourceConfig {
	return { name: 'unit', stage: 'commit', files, format: null, artifact: null, about: null, ...more };
}

async function collect(
	artifacts: readonly FakeArtifact[],
	sources: readonly EvidenceSourceConfig[],
	options: {
		readonly kind?: RunnerKind;
		readonly limits?: Partial<EvidenceLimits>;
		readonly signal?: AbortSignal;
		readonly onTests?: (tests: CollectedTests) => void;
	} = {},
) {
	const { runner, fetched } = createArtifactRunner({
		artifacts,
		folder: path.join(base, 'kept'),
		kind: options.kind ?? 'github',
	});
	const temporaryFolder = path.join(base, 'temporary');
	const collector = createEvidenceCollector({
		temporaryFolder,
		clock: createStillClock(),
		limits: options.limits ?? {},
	});
	const { onTests } = options;
	const asked = { runner, nativeId: '1', sources, ...(onTests === undefined ? {} : { onTests }) };
	const answer = await collector.collect(asked, options.signal);
	// Whatever happened, nothing stays behind.
	expect(await readdir(temporaryFolder).catch(() => [])).toStrictEqual([]);
	if (!answer.ok) return { failure: answer.problem, evidence: [], problems: [], fetched };
	return { failure: null, ...answer.value, fetched };
}

const passed = (name: string) => `<testsuite><testcase name="${name}"/></testsuite>`;

test('reports of an archive become evidence with where they came from', async () => {
	const content = await fixture('junit-pytest.xml');
	const { evidence, problems } = await collect(
		[{ name: 'reports', holds: { 'out/junit.xml': content } }],
		[source('**/*.xml')],
	);
	expect(problems).toStrictEqual([]);
	expect(evidence).toMatchObject([
		{
			id: 'unit:out/junit.xml',
			source: 'unit',
			format: 'junit',
			file: 'out/junit.xml',
			artifact: 'reports',
			sizeBytes: content.length,
			tool: 'pytest',
			readAt: 1_764_000_000_000,
			facts: { kind: 'tests', total: 4 },
		},
	]);
	expect(evidence[0]?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
});

test('the folder of a local run is read where it lies, and stays', async () => {
	const holds = { 'reports/a.xml': passed('a'), 'reports/b.xml': passed('b') };
	const { evidence } = await collect([{ name: 'kept', holds, as: 'folder' }], [source('reports/*.xml')], {
		kind: 'local',
	});
	expect(evidence.map(({ id }) => id)).toStrictEqual(['unit:reports/a.xml', 'unit:reports/b.xml']);
	expect(await readdir(path.join(base, 'kept', 'reports'))).toStrictEqual(['a.xml', 'b.xml']);
});

test('an artifact is fetched once, however many sources look into it', async () => {
	const holds = { 'a.xml': passed('a'), 'leaks.json': await fixture('gitleaks.json') };
	const sources = [source('a.xml'), source('leaks.json', { name: 'secrets' }), source('none.json', { name: 'none' })];
	const { evidence, problems, fetched } = await collect([{ name: 'reports', holds }], sources);
	expect(fetched).toStrictEqual(['reports']);
	expect(evidence.map(({ id }) => id)).toStrictEqual(['unit:a.xml', 'secrets:leaks.json']);
	expect(problems).toStrictEqual([
		{ source: 'none', file: null, message: 'No file fits none.json in what the run kept; there is a.xml, leaks.json.' },
	]);
});

test('only artifacts that are named are fetched', async () => {
	const artifacts = ['dist', 'junit-1', 'junit-2'].map((name) => ({ name, holds: { 'junit.xml': passed(name) } }));
	const { evidence, fetched } = await collect(artifacts, [source('*.xml', { artifact: 'junit-*' })]);
	expect(fetched).toStrictEqual(['junit-1', 'junit-2']);
	// The same path in two artifacts: two pieces of evidence, each with an id of its own.
	expect(evidence.map(({ id, artifact }) => [id, artifact])).toStrictEqual([
		['unit:junit.xml', 'junit-1'],
		['unit:junit-2/junit.xml', 'junit-2'],
	]);
});

test('the same report under two names counts once for a source, and again for another', async () => {
	const holds = { 'a.xml': passed('a'), 'copy/a.xml': passed('a') };
	const { evidence } = await collect(
		[{ name: 'reports', holds }],
		[source('**/*.xml'), source('a.xml', { name: 'again' })],
	);
	expect(evidence.map(({ id }) => id)).toStrictEqual(['unit:a.xml', 'again:a.xml']);
});

test('a broken report is a problem beside those that could be read', async () => {
	const holds = { 'a.xml': passed('a'), 'b.xml': '<testsuite>\n<testcase', 'c.xml': '<html/>' };
	const { evidence, problems, failure } = await collect([{ name: 'reports', holds }], [source('*.xml')]);
	expect(failure).toBeNull();
	expect(evidence.map(({ file }) => file)).toStrictEqual(['a.xml']);
	expect(problems).toStrictEqual([
		{ source: 'unit', file: 'b.xml', message: 'b.xml, line 2, is cut off within <testsuite>, so it proves nothing.' },
		{
			source: 'unit',
			file: 'c.xml',
			message: 'c.xml, line 1, begins with <html>, which is no report that is known here, so it proves nothing.',
		},
	]);
});

test('a source without any artifact or file is a problem', async () => {
	expect((await collect([], [source('*.xml')])).problems).toStrictEqual([
		{ source: 'unit', file: null, message: 'No file fits *.xml in what the run kept; there is no file at all.' },
	]);
	expect((await collect([], [source('*.xml', { artifact: 'r-*' })])).problems[0]?.message).toBe(
		'No file fits *.xml in artifacts named r-*; there is no file at all.',
	);
	expect(await collect([], [])).toMatchObject({ failure: null, evidence: [], problems: [] });
});

test('what has expired or was left out is told', async () => {
	const fresh = { name: 'reports', holds: { 'a.xml': passed('a') } };
	const gone = { name: 'reports-old', holds: {}, isExpired: true };
	const told = await collect([fresh, gone], [source('*.xml', { artifact: 'reports*' })]);
	expect(told.evidence).toHaveLength(1);
	expect(told.problems).toStrictEqual([
		{ source: 'unit', file: null, message: 'Artifact reports-old has expired on the host.' },
	]);

	const builds = Array.from({ length: 12 }, (_, nth) => ({ name: `build-${nth}`, holds: {} }));
	const many = await collect([...builds, fresh], [source('*.xml')]);
	expect(many.fetched).toHaveLength(10);
	expect(many.fetched).toContain('reports');
	expect(many.problems[0]?.message).toMatch(/^Artifacts build-7, build-8, build-9 were not looked into \(at most 10/u);

	const large = await collect([{ name: 'dist', holds: {}, sizeBytes: 300 * 1024 * 1024 }, fresh], [source('*.xml')]);
	expect(large.fetched).toStrictEqual(['reports']);
	expect(large.problems[0]?.message).toMatch(/^Artifact dist was not looked into/u);
});

test('an artifact that the host refuses is a problem; one that cannot be had now ends the collection', async () => {
	const fine = { name: 'b', holds: { 'a.xml': passed('a') } };
	const refused = fail(
		'ci-unauthorised',
		'The token may not read artifacts: it lacks the scope actions:read.',
		'Give it.',
	);
	const one = await collect([{ name: 'a', holds: refused }, fine], [source('*.xml')]);
	expect(one.evidence).toHaveLength(1);
	expect(one.problems).toStrictEqual([{ source: 'unit', file: null, message: refused.problem.message }]);

	const away = fail('ci-unreachable', 'The host does not answer.', 'Wait.', { retryable: true });
	expect(await collect([{ name: 'a', holds: away }, fine], [source('*.xml')])).toMatchObject({
		failure: { code: 'ci-unreachable' },
	});
});

test('an archive that plays tricks is a problem of every source that looks into it', async () => {
	const holds = { 'a.xml': passed('a'), '../b.xml': passed('b') };
	const { evidence, problems, fetched } = await collect(
		[{ name: 'r', holds }],
		[source('*.xml'), source('a.xml', { name: 'two' })],
	);
	expect(evidence).toStrictEqual([]);
	expect(fetched).toStrictEqual(['r']);
	expect(problems.map(({ source: name, message }) => [name, message.startsWith('Artifact r is no zip')])).toStrictEqual(
		[
			['unit', true],
			['two', true],
		],
	);
});

test('format and subject are the source’s where it says them', async () => {
	const sarif = '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"X"}},"results":[]}]}';
	const holds = { 'x.json': sarif, 'leaks.json': '[]' };
	const sources = [
		source('x.json', { about: 'secrets' }),
		source('leaks.json', { name: 'leaks', format: 'gitleaks' }),
		source('leaks.json', { name: 'told' }),
	];
	const { evidence, problems } = await collect([{ name: 'r', holds }], sources);
	expect(evidence.map(({ facts }) => facts)).toMatchObject([
		{ about: 'secrets' },
		{ about: 'secrets', active: 0, invalid: null },
	]);
	expect(problems.map(({ source: name }) => name)).toStrictEqual(['told']);
});

test('a cancelled collection is a failure, not a list of problems', async () => {
	const stop = new AbortController();
	stop.abort();
	const { failure } = await collect([{ name: 'r', holds: { 'a.xml': passed('a') } }], [source('*.xml')], {
		signal: stop.signal,
	});
	expect(failure).toMatchObject({ code: 'cancelled' });
});

test('more files than are read are refused as a whole', async () => {
	const holds = Object.fromEntries(Array.from({ length: 5 }, (_, nth) => [`${nth}.xml`, passed(String(nth))]));
	const { evidence, problems } = await collect([{ name: 'r', holds }], [source('*.xml')], { limits: { matches: 4 } });
	expect(evidence).toStrictEqual([]);
	expect(problems).toStrictEqual([
		{ source: 'unit', file: null, message: 'Artifact r holds more than 4 files that fit *.xml, so it proves nothing.' },
	]);
});

test('results of each test are told once all reports were read, and never where the collection fails', async () => {
	const told: CollectedTests[] = [];
	const onTests = (tests: CollectedTests) => void told.push(tests);
	const failing = '<testsuite name="s"><testcase name="b"><failure/></testcase></testsuite>';
	const artifacts = [
		{ name: 'reports', holds: { 'a.xml': passed('a'), 'b.xml': failing, 'a-again.xml': passed('a') } },
	];
	const { problems } = await collect(artifacts, [source('*.xml')], { onTests });
	expect(problems).toStrictEqual([]);
	expect(told).toMatchObject([
		{
			results: [
				{ test: 'a', group: 'unit', outcome: 'passed' },
				{ test: 's > b', group: 'unit', outcome: 'failed' },
			],
			leftOut: 0,
		},
	]);
	const cancelled = await collect(artifacts, [source('*.xml')], { onTests, signal: AbortSignal.abort() });
	expect(cancelled.failure?.code).toBe('cancelled');
	expect(told).toHaveLength(1);
});

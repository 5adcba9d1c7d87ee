import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';
import { delimiterOf } from './csv-rows.ts';
import { importText, lines } from './test-imports.ts';

const sha = 'a'.repeat(40);
const header = 'service,environment,version,commit,startedAt,finishedAt,outcome';
const row = `shop,prod,1.2.3,${sha},2026-11-28T10:00:00+01:00,2026-11-28T10:05:00+01:00,succeeded`;
const idsOf = (facts: readonly Fact[]) => facts.map((fact) => (fact.kind === 'commit' ? fact.sha : fact.nativeId));

test('a deployment is read with everything that its columns say', async () => {
	const { facts, leftOut, failure, batches } = await importText('csv', lines(header, row));
	expect([failure, leftOut]).toEqual([null, []]);
	expect(facts).toEqual([
		{
			...{ kind: 'deployment', source: 'import:test', url: null, offsetMinutes: 60, service: 'shop' },
			...{ nativeId: expect.stringMatching(/^row:[0-9a-f]{24}$/), environment: 'prod', tier: 'production' },
			...{ version: '1.2.3', commit: sha, firstTrafficAt: null, outcome: 'succeeded', tookTraffic: null },
			...{ isRollback: null, takesBack: null, isHotfix: null, fixes: [], note: null, actor: null },
			startedAt: Date.parse('2026-11-28T09:00:00Z'),
			finishedAt: Date.parse('2026-11-28T09:05:00Z'),
		},
	]);
	expect(batches.at(-1)?.coveredFrom).toBe(Date.parse('2026-11-28T09:05:00Z'));
});

test('an offset is part of the instant: 21:50 +0200 is not 21:50 in UTC', async () => {
	const { facts } = await importText('csv', 'service,version,at\nshop,1,2021-04-28 21:50:00 +0200\n');
	expect(facts).toMatchObject([{ finishedAt: Date.parse('2021-04-28T19:50:00Z'), offsetMinutes: 120 }]);
});

test.each([
	['semicolons', 'service;version;at\nshop;"1;2";2026-11-28T10:00:00Z\n'],
	['tabs', 'service\tversion\tat\nshop\t1;2\t2026-11-28T10:00:00Z\n'],
	['a mark at the start', '\uFEFFservice,version,at\nshop,1;2,2026-11-28T10:00:00Z\n'],
	['lines of Windows, no end of the last', 'service,version,at\r\nshop,1;2,2026-11-28T10:00:00Z'],
	['other ways to write a name', 'SERVICE,Version,A T\nshop,1;2,2026-11-28T10:00:00Z\n'],
	['empty lines', '\nservice,version,at\n\nshop,1;2,2026-11-28T10:00:00Z\n,,\n\n'],
])('reads %s', async (_, text) => {
	const { facts, leftOut, failure } = await importText('csv', text);
	expect([failure, leftOut]).toEqual([null, []]);
	expect(facts).toMatchObject([{ service: 'shop', version: '1;2', environment: 'production' }]);
});

test('a delimiter within quotes does not count', () => {
	expect(delimiterOf('"a,b,c,d";x;y')).toBe(';');
	expect(delimiterOf('a,b')).toBe(',');
	expect(delimiterOf('service')).toBe(',');
});

test('all kinds in one file, lists by a bar, flags in words', async () => {
	const columns = 'kind,id,repository,sha,parents,authoredAt,number,title,labels,createdAt,mergedAt,service,severity';
	const more = ',startedAt,resolvedAt,causedBy,notFromChange,type,at,workflow,commit,state,hotfix,version';
	const empty = { commit: '', change: '' };
	const of = (values: Record<string, string>) =>
		`${columns}${more}`
			.split(',')
			.map((name) => values[name] ?? '')
			.join(',');
	const at = '2026-11-28T10:00:00Z';
	const text = lines(
		`${columns}${more}`,
		of({
			...empty,
			kind: 'commit',
			repository: 'shop',
			sha,
			parents: `${'b'.repeat(40)}|${'c'.repeat(40)}`,
			authoredAt: at,
		}),
		of({
			...empty,
			kind: 'change',
			repository: 'shop',
			number: '7',
			title: 'Fix',
			labels: 'hotfix | urgent',
			createdAt: at,
		}),
		of({
			kind: 'incident',
			id: 'I-1',
			title: 'Down',
			service: 'shop',
			severity: 'high',
			startedAt: at,
			causedBy: 'version:1',
		}),
		of({ kind: 'timeline-event', type: 'flag', title: 'new basket on', at, service: 'shop' }),
		of({ kind: 'pipeline-run', service: 'shop', workflow: 'ci', commit: sha, state: 'passed', createdAt: at }),
		of({ kind: 'deployment', service: 'shop', version: '1', at, hotfix: 'Yes' }),
	);
	const { facts, leftOut } = await importText('csv', text);
	expect(leftOut).toEqual([]);
	expect(facts).toMatchObject([
		{ kind: 'commit', parents: ['b'.repeat(40), 'c'.repeat(40)] },
		{ kind: 'change', nativeId: 'shop#7', labels: ['hotfix', 'urgent'], mergedAt: null },
		{ kind: 'incident', nativeId: 'I-1', severity: 'high', causedBy: ['version:1'], isNotFromChange: false },
		{ kind: 'timeline-event', type: 'flag', title: 'new basket on' },
		{ kind: 'pipeline-run', workflow: 'ci', state: 'passed', commit: sha },
		{ kind: 'deployment', isHotfix: true },
	]);
});

test('the same file twice, or the same row twice, adds nothing; what still changes keeps its identity', async () => {
	const first = await importText('csv', lines(header, row, row));
	const again = await importText('csv', lines(header, row));
	expect(new Set([...idsOf(first.facts), ...idsOf(again.facts)]).size).toBe(1);
	const open = 'kind,title,service,startedAt,resolvedAt,severity\n';
	const begun = await importText('csv', `${open}incident,Down,shop,2026-11-28T10:00:00Z,,\n`);
	const over = await importText(
		'csv',
		`${open}incident,Down,shop,2026-11-28T11:00:00+01:00,2026-11-28T12:00:00Z,high\n`,
	);
	expect(idsOf(begun.facts)).toEqual(idsOf(over.facts));
});

test.each([
	['startedAt', '2026-11-28 10:00', 'Line 2: startedAt has no offset'],
	['startedAt', '2026-02-30T10:00:00Z', 'startedAt is a day or a time that does not exist'],
	['startedAt', 'yesterday', 'startedAt is no time'],
	['startedAt', '2026-11-28T12:00:00+01:00', 'finishedAt is before startedAt'],
	['service', '', 'service is missing'],
	['commit', 'main', 'commit is no commit'],
	['outcome', 'ok', 'outcome is none of running, succeeded, failed, cancelled, taken-back'],
])('%s of %s is told with line and field, and the other rows stand', async (field, value, words) => {
	const cells = row.split(',');
	cells[header.split(',').indexOf(field)] = value;
	const { facts, leftOut } = await importText('csv', lines(header, cells.join(','), row.replace('1.2.3', '2.0.0')));
	expect(facts).toMatchObject([{ version: '2.0.0' }]);
	expect(leftOut.map(({ what, why }) => `${what}: ${why}`)).toEqual([expect.stringContaining(words)]);
});

test('a row of another width is left out, because its cells may stand under the wrong names', async () => {
	const { facts, leftOut } = await importText('csv', lines(header, `${row},more`, 'shop', row));
	expect(facts).toHaveLength(1);
	expect(leftOut).toEqual([
		{ what: 'Line 2', why: 'it has 8 cells, and the header has 7' },
		{ what: 'Line 3', why: 'it has 1 cells, and the header has 7' },
	]);
});

test('a column that is not known is told once and not read', async () => {
	const { facts, leftOut } = await importText('csv', 'service,version,at,finshedAt\nshop,1,2026-11-28T10:00:00Z,x\n');
	expect(facts).toHaveLength(1);
	expect(leftOut).toEqual([{ what: 'Column finshedAt', why: 'this column is not known, so it was not read' }]);
});

describe('refuses the whole file', () => {
	const good = Array.from({ length: 1200 }, (_, index) => row.replace('1.2.3', `1.${index}`));
	test.each([
		[
			'an open quote at its very end',
			lines(header, ...good, 'shop,"prod'),
			/line 120\d, has a quote that is never closed/,
		],
		['text behind a quote', lines(header, 'shop,"prod"x,1,,,,'), /line 2, has something behind a closing quote/],
		['no known column', 'a,b\n1,2\n', /line 1, has no column that is known/],
		['a column twice', 'service,Service\nshop,shop\n', /line 1, has two columns for service/],
		['nothing', '', /is empty/],
		[
			'no row that can be understood',
			lines(header, 'shop,,,,,,'),
			/Nothing in facts.txt could be understood.*version is missing/,
		],
	])('%s', async (_, text, words) => {
		const { facts, failure, batches } = await importText('csv', text);
		expect([facts, batches]).toEqual([[], []]);
		expect(failure?.code).toBe('facts-rejected');
		expect(failure?.message).toMatch(words);
		expect(failure?.message).toMatch(/nothing of (?:it|the file) was taken/);
	});
});

test('a header alone is a file without facts', async () => {
	const { facts, failure, batches } = await importText('csv', header);
	expect([facts, failure, batches.length]).toEqual([[], null, 1]);
});

test('their names are mapped to ours', async () => {
	const names = { services: { shop: 'storefront' }, environments: { prod: 'production' } };
	const { facts } = await importText('csv', lines(header, row), names);
	expect(facts).toMatchObject([{ service: 'storefront', environment: 'production' }]);
});

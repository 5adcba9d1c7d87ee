import { describe, expect, test } from 'vitest';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import { formatOf, nameOfPath } from './import-file.ts';
import { linkFor } from './link-for.ts';
import { progressWords, standingWords } from './source-words.ts';

const minute = 60_000;
const source: FactSourceView = {
	...{
		id: 'git',
		projectId: 'shop',
		label: 'git',
		kind: 'git',
		tells: 'commits',
		state: 'idle',
		progress: null,
		problem: null,
	},
	...{ syncedAt: 10 * minute, coveredFrom: 0, facts: 1, leftOut: [], nextAt: 20 * minute, canForget: false },
};

describe('a source in words', () => {
	test('says how complete and how fresh it is', () => {
		expect(standingWords(source, 12 * minute, () => '3 Oct')).toBe(
			'1 fact, complete from 3 Oct, read 2 min ago, again in 8 min',
		);
	});

	test('says what is not known', () => {
		const fresh = { ...source, facts: 0, syncedAt: null, coveredFrom: null, nextAt: null };
		expect(standingWords(fresh, 0, () => '')).toBe(
			'0 facts, how far back it is complete is not known yet, never read to the end',
		);
	});

	test.each([
		[
			{ done: 4_310, total: 12_800, noun: 'commits', rate: 210, leftMs: 40_000 },
			'4 310 of 12 800 commits, 210 a second, 40 s left',
		],
		[{ done: 7, total: null, noun: 'issues', rate: null, leftMs: null }, '7 issues'],
	])('%j', (progress, words) => expect(progressWords(progress).replaceAll('\u202f', ' ')).toBe(words));
});

test.each([
	['deployments.CSV', 'csv'],
	['facts.ndjson', 'json'],
	['my-cdevents.json', 'cdevents'],
	['notes.txt', null],
])('%s is %s', (name, format) => expect(formatOf(name)).toBe(format));

test.each([
	['/home/ada/old.csv', 'old.csv'],
	['C:\\Users\\ada\\old.csv', 'old.csv'],
	['old.csv', 'old.csv'],
])('%s is called %s', (path, name) => expect(nameOfPath(path)).toBe(name));

test.each([
	['incident-without-deployment', { kind: 'incident-deployment', incident: 'r', deployment: 'x' }],
	['incident-without-service', { kind: 'incident-service', incident: 'r', service: 'x' }],
	['deployment-without-commit', { kind: 'deployment-commit', deployment: 'r', commit: 'x' }],
	['deployment-with-unknown-commit', { kind: 'deployment-commit', deployment: 'r', commit: 'x' }],
] as const)('%s is linked by %j', (kind, link) => expect(linkFor({ kind, ref: 'r' }, 'x')).toEqual(link));

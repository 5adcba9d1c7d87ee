import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { commit } from './fixtures.ts';
import type { ReleaseRecord } from './model.ts';
import { batchBetween } from './release-batch.ts';
import { versionFromFile, versionFromTemplate } from './release-version.ts';

const run = { number: 7, nativeId: '9000', attempt: 2, commit, createdAt: Date.UTC(2026, 10, 28) };

function told(result: ReturnType<typeof versionFromTemplate>): string {
	return result.ok ? result.value : result.problem.message;
}

describe('a version from a template', () => {
	it.each<[string, string, Partial<typeof run> | { number: null }, string]>([
		['all names', '{date}-{run}.{attempt}+{sha}', {}, '2026.11.28-7.2+12e4567'],
		['without a number', '1.{run}', { number: null }, '1.9000'],
		[
			'of a commit of which only the author is known',
			'{date}',
			{ commit: { ...commit, committedAt: null } },
			'2026.11.27',
		],
		['plain', '2.4.0', {}, '2.4.0'],
		[
			'of a host that tells no time of the commit',
			'{date}',
			{ commit: { ...commit, committedAt: null, authoredAt: null }, createdAt: Date.UTC(2026, 10, 29) },
			'2026.11.29',
		],
		[
			'without a hash',
			'{sha}',
			{ commit: { ...commit, sha: '' } },
			'The run does not tell {sha}, so its release has no version.',
		],
		['an unknown name', 'v{branch}', {}, '{branch} stands for nothing in a version.'],
		[
			'what is no version',
			'-{run}',
			{},
			'The template -{run} gives the version "-7", which is none, so no release can be made.',
		],
		['empty', '', {}, 'The template  gives the version "", which is none, so no release can be made.'],
		['a name of the language', '{constructor}', {}, '{constructor} stands for nothing in a version.'],
	])('%s', (_name, template, change, expected) => {
		expect(told(versionFromTemplate(template, { ...run, ...change }))).toBe(expected);
	});
});

describe('a version from a file', () => {
	it.each<[string, string, string | null, string]>([
		['the first line', ' 2.4.0 \r\nmore', null, '2.4.0'],
		['behind a byte order mark', '\uFEFF2.4.0', null, '2.4.0'],
		['JSON', '{"name": "x", "version": "2.4.0"}', 'version', '2.4.0'],
		['JSON within', '{"app": {"version": "2.4.0"}}', 'app.version', '2.4.0'],
		['JSON, a number', '{"build": 17}', 'build', '17'],
		['YAML', 'name: x\nversion: 2.4.0 # of the chart\nversion: 9', 'version', '2.4.0'],
		['YAML in quotes', 'version: "2.4.0"', 'version', '2.4.0'],
		['properties', 'a=1\nversion = 2.4.0', 'version', '2.4.0'],
		['TOML in quotes', "[package]\nversion = '2.4.0' # x", 'version', '2.4.0'],
		['a key that only begins so', 'version-code: 3\nversion: 2.4.0', 'version', '2.4.0'],
		['an empty file', '', null, 'VERSION is empty in its first line, so the release has no version.'],
		['no such field', '{"version": "2"}', 'release', 'VERSION has no field release, so the release has no version.'],
		[
			'a field that is a list',
			'{"version": ["2"]}',
			'version',
			'VERSION has no field version, so the release has no version.',
		],
		[
			'what every object has',
			'{}',
			'constructor.name',
			'VERSION has no field constructor.name, so the release has no version.',
		],
		[
			'an option of a command',
			'--help',
			null,
			'VERSION gives the version "--help", which is none, so no release can be made.',
		],
		[
			'far too much',
			'a'.repeat(101),
			null,
			`VERSION gives the version "${'a'.repeat(60)}…", which is none, so no release can be made.`,
		],
	])('%s', (_name, text, field, expected) => {
		expect(told(versionFromFile({ path: 'VERSION', text, field }))).toBe(expected);
	});

	test.prop([fc.string({ unit: 'binary' }), fc.option(fc.string(), { nil: null })])(
		'is one that every command can bear',
		(text, field) => {
			const result = versionFromFile({ path: 'VERSION', text, field });
			if (result.ok) expect(result.value).toMatch(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/);
		},
	);
});

function makeRelease(version: string, previous: string | null, change: Partial<ReleaseRecord> = {}): ReleaseRecord {
	return {
		...{
			service: 'shop',
			version,
			commit: version,
			branch: 'main',
			runId: 'shop:1',
			attempt: 1,
			madeAt: 1,
			commits: [],
		},
		previous: previous === null ? null : { version: previous, commit: previous },
		...{ commitCount: 2, commitsNote: null, authors: [], artifacts: [], oldestCommitAt: 100 },
		...change,
	};
}

const by = (name: string, email: string | null = null) => ({ name, email, commits: 1 });

describe('a batch', () => {
	const releases = [
		makeRelease('3', '2', { authors: [by('Ada', 'ada@x.org'), by('Grace')], oldestCommitAt: 300 }),
		makeRelease('2', '1', { authors: [by('A. L.', 'ADA@x.org'), by('Kim')], oldestCommitAt: 200, commitCount: 5 }),
		makeRelease('1', null, { authors: [by('Zoe')], oldestCommitAt: null, commitCount: 1 }),
	];

	it.each<[string, string | null, string, ReturnType<typeof batchBetween>]>([
		['from one to the next', '2', '3', { commits: 2, authors: 2, oldestCommitAt: 300 }],
		['over two', '1', '3', { commits: 7, authors: 3, oldestCommitAt: 200 }],
		['from nothing', null, '3', { commits: 8, authors: 4, oldestCommitAt: 200 }],
		['none', '3', '3', { commits: 0, authors: 0, oldestCommitAt: null }],
		['going back', '3', '2', null],
		['to an unknown one', '1', '9', null],
		['from an unknown one', '0.9', '3', { commits: null, authors: 4, oldestCommitAt: 200 }],
	])('%s', (_name, from, to, expected) => {
		expect(batchBetween(releases, from, to)).toEqual(expected);
		expect(batchBetween(releases.toReversed(), from, to)).toEqual(expected);
	});

	it('is unknown where one of its releases is', () => {
		const dim = [makeRelease('3', '2'), makeRelease('2', '1', { commitCount: null }), makeRelease('1', null)];
		expect(batchBetween(dim, '1', '3')?.commits).toBeNull();
		expect(batchBetween(dim, '2', '3')?.commits).toBe(2);
	});

	it('is unknown where the chain breaks or goes in a ring', () => {
		expect(batchBetween([makeRelease('3', '2')], '1', '3')?.commits).toBeNull();
		expect(batchBetween([makeRelease('3', '2')], null, '3')?.commits).toBeNull();
		expect(batchBetween([makeRelease('3', '2'), makeRelease('2', '3')], '1', '3')?.commits).toBeNull();
	});
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommitFact } from '../../../../shared/domain/delivery/facts.ts';
import { createFeedParser } from './feed-parser.ts';
import { createPathOwners, type ServicePaths } from './service-paths.ts';

const sha = (letter: string) => letter.repeat(40);

interface Written {
	readonly sha: string;
	readonly subject: string;
	readonly body: string;
	readonly paths: readonly string[];
}

function written({ sha: hash, subject, body, paths }: Written): string {
	const fields = [
		hash,
		sha('b'),
		'Zoë',
		'zoe@x.test',
		'1700000000',
		'1700000060',
		'2023-11-15 03:43:20 +0530',
		subject,
		body,
	];
	const raw = paths.map((path, index) => `${index === 0 ? '\n' : ''}:100644 100644 aaa bbb M\0${path}\0`);
	return `${fields.join('\0')}\0${raw.join('')}`;
}

function parse(bytes: Uint8Array, cuts: readonly number[], services: readonly ServicePaths[] | null) {
	const commits: CommitFact[] = [];
	const owners = services === null ? null : createPathOwners(services);
	const parser = createFeedParser({ repository: 'shop', owners, onCommit: (commit) => void commits.push(commit) });
	let from = 0;
	for (const cut of [...cuts.map((each) => each % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]) {
		parser.push(bytes.subarray(from, cut));
		from = cut;
	}
	parser.end();
	return commits;
}

const encode = (text: string) => new TextEncoder().encode(text);

describe('what git writes of commits', () => {
	it('is read wherever it is cut', () => {
		const text = fc.string({ unit: 'binary', maxLength: 30 }).map((each) => each.replaceAll('\0', ''));
		const commit = fc.record({
			sha: fc.constantFrom(sha('a'), sha('c')),
			subject: text,
			body: text,
			paths: fc.array(fc.constantFrom('shop/a', ':odd', 'e'.repeat(40), 'docs/ü x', '\nline'), { maxLength: 4 }),
		});
		const services = [
			{ name: 'shop', paths: ['shop/'] },
			{ name: 'docs', paths: ['docs/**'] },
		];
		fc.assert(
			fc.property(fc.array(commit, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (all, cuts) => {
				const bytes = encode(all.map(written).join(''));
				const commits = parse(bytes, cuts, services);
				expect(commits.map(({ sha: hash }) => hash)).toEqual(all.map(({ sha: hash }) => hash));
				expect(commits.map(({ touches }) => touches)).toEqual(
					all.map(({ paths }) => ['shop', 'docs'].filter((name) => paths.some((path) => path.startsWith(`${name}/`)))),
				);
			}),
			{ numRuns: 60 },
		);
	});

	it('gives times, their offset, names and parents', () => {
		const [commit] = parse(encode(written({ sha: sha('a'), subject: 's', body: '', paths: [] })), [], null);
		expect(commit).toEqual({
			...{ kind: 'commit', repository: 'shop', sha: sha('a'), parents: [sha('b')], subject: 's', reverts: [] },
			...{ authoredAt: 1_700_000_000_000, committedAt: 1_700_000_060_000, authorOffsetMinutes: 330 },
			...{ authorName: 'Zoë', authorEmail: 'zoe@x.test', touches: null },
		});
	});

	it.each([
		['', []],
		[`This reverts commit ${sha('d')}.`, [sha('d')]],
		['This reverts commit ABCDEF1.\n\nand more', ['abcdef1']],
		[`This reverts commit ${sha('d')}, reversing\nchanges made to ${sha('e')}.`, [sha('d')]],
		[`This reverts commits ${sha('d')}, abcdef1\nand ${sha('e')}.`, [sha('d'), 'abcdef1', sha('e')]],
		[`This reverts commit ${sha('d')}.\nThis reverts commit ${sha('d')}.`, [sha('d')]],
		['It reverts commit abcdef1.', []],
		['This reverts commit it.', []],
	])('finds what it reverts: %j', (body, reverts) => {
		const [commit] = parse(encode(written({ sha: sha('a'), subject: 's', body, paths: [] })), [], null);
		expect(commit?.reverts).toEqual(reverts);
	});
});

describe('paths of services', () => {
	it.each([
		['shop', 'shop', true],
		['shop', 'shop/a/b', true],
		['shop/', 'shop/a', true],
		['./shop', 'shop/a', true],
		['shop', 'shopping/a', false],
		['.', 'a', true],
		['services/*/api/**', 'services/shop/api/x/y.ts', true],
		['services/*/api/**', 'services/a/b/api/x.ts', false],
		['libs/{a,b}/**', 'libs/b/x', true],
		['**/.env', 'shop/.env', true],
		['*.md', 'docs/a.md', false],
	])('%s and %s: %s', (paths, file, fits) => {
		const owners = createPathOwners([{ name: 'it', paths: [paths] }]);
		owners.see(file);
		expect(owners.take()).toEqual(fits ? ['it'] : []);
		expect(owners.take()).toEqual([]);
	});
});

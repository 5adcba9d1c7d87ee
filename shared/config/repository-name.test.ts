import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostedRepositoryName, readRepository, repositoryName } from './repository.ts';

const nameOf = (url: string) => repositoryName({ kind: 'address', url });

test.each([
	'https://github.com/acme/shop.git',
	'https://github.com/acme/shop',
	'https://github.com/Acme/Shop/',
	'https://ada@github.com/acme/shop.git',
	'ssh://git@github.com/acme/shop.git',
	'ssh://git@github.com:22/acme/shop.git',
	'git@github.com:acme/shop.git',
	'git@GitHub.com:/acme/shop',
])('%s is github.com/acme/shop', (url) => {
	expect(nameOf(url)).toBe('github.com/acme/shop');
});

test.each([
	['https://api.github.com', 'acme/shop', 'github.com/acme/shop'],
	['https://github.example/api/v3', 'Acme/shop', 'github.example/acme/shop'],
	['https://gitlab.com', 'group/sub/shop', 'gitlab.com/group/sub/shop'],
	['https://code.example/gitlab/', 'group/shop', 'code.example/gitlab/group/shop'],
])('%s has %s as %s', (api, path, name) => {
	expect(hostedRepositoryName(api, path)).toBe(name);
	expect(nameOf(`https://${name}.git`)).toBe(name);
});

test.each([
	['/srv/shop/', '/srv/shop'],
	['/', '/'],
	['C:\\code\\shop\\', 'C:\\code\\shop'],
])('the folder %s is named by its path', (path, name) => {
	expect(repositoryName({ kind: 'folder', path })).toBe(name);
});

test('different repositories have different names, whatever is written has one', () => {
	const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
	const place = fc.tuple(part, part, part).map(([host, owner, name]) => `${host}.example/${owner}/${name}`);
	fc.assert(
		fc.property(place, place, (left, right) => {
			expect(nameOf(`https://${left}`) === nameOf(`https://${right}.git`)).toBe(left === right);
		}),
		{ numRuns: 100 },
	);
	fc.assert(
		fc.property(fc.string(), (text) => {
			const read = readRepository(text, '/srv');
			expect(read === null || repositoryName(read).length > 0).toBe(true);
		}),
		{ numRuns: 100 },
	);
});

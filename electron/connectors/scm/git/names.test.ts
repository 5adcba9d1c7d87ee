import { describe, expect, test } from 'vitest';
import { holdsPassword, isBranchName, isCommitName, isFilePath, isPathGlob, pathspec, transportOf } from './names.ts';

describe('names that git may see', () => {
	test.for([
		['main', true],
		['feature/a-b_c', true],
		['release-1.2', true],
		['', false],
		['-x', false],
		['--upload-pack=touch x', false],
		['a..b', false],
		['a b', false],
		['a\nb', false],
		['a@{1}', false],
		['HEAD~1', false],
		['refs/../x', false],
		['x.lock', false],
		['a:b', false],
		['/a', false],
	] as const)('branch %j: %s', ([name, isGood]) => {
		expect(isBranchName(name)).toBe(isGood);
	});

	test.for([
		['a'.repeat(40), true],
		['abcdef1', true],
		['abc', false],
		['HEAD', false],
		['--all', false],
		['A'.repeat(40), false],
	] as const)('commit %j: %s', ([name, isGood]) => {
		expect(isCommitName(name)).toBe(isGood);
	});

	test.for([
		['package.json', true],
		['a/b.txt', true],
		['../a', false],
		['/etc/passwd', false],
		['a/../../b', false],
		['./a', false],
		['-a', false],
		['a\u0000b', false],
		['', false],
	] as const)('file %j: %s', ([path, isGood]) => {
		expect(isFilePath(path)).toBe(isGood);
	});

	test.for([
		['https://github.com/acme/shop.git', 'https'],
		['ssh://git@host/acme/shop', 'ssh'],
		['git@host:acme/shop.git', 'ssh'],
		['/srv/git/shop.git', 'file'],
		['file:///srv/git/shop.git', 'file'],
		['http://host/x', null],
		['git://host/x', null],
		['ext::sh -c touch% /tmp/x', null],
		['-u/x', null],
		['--upload-pack=x', null],
		['ssh://-oProxyCommand=x/y', null],
		['ssh://git@-oProxyCommand=x/y', null],
		['git@-oProxyCommand=x:y', null],
		['https://host/\nx', null],
		['shop', null],
	] as const)('address %j goes by %s', ([url, transport]) => {
		// A scp-like host that begins with a dash must be no option of ssh.
		expect(transportOf(url)).toBe(transport);
	});

	test('an address with a password in it is known', () => {
		expect(holdsPassword('https://ada:geheim@host/x')).toBe(true);
		expect(holdsPassword('https://ghp_0123456789abcdef@host/x')).toBe(true);
		expect(holdsPassword('https://ada@host/x')).toBe(false);
		expect(holdsPassword('ssh://git@host/x')).toBe(false);
	});

	test('globs mean paths from the root, and nothing else', () => {
		expect(pathspec('services/shop/**')).toEqual([':(top,glob)services/shop/**']);
		expect(pathspec('services/shop/')).toEqual([':(top,literal)services/shop']);
		expect(pathspec(':(exclude)x')).toEqual([':(top,literal):(exclude)x']);
		expect(pathspec('.')).toEqual([':(top)']);
		expect(isPathGlob('../x')).toBe(false);
		expect(isPathGlob('a\u0000b')).toBe(false);
	});
});

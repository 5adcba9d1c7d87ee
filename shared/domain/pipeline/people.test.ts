import { expect, test } from 'vitest';
import { isSamePerson, namesOfAuthor, namesOfPerson } from './people.ts';

const same = (name: string, author: { readonly name: string; readonly email: string | null }) =>
	isSamePerson(namesOfPerson(name, []), namesOfAuthor(author, []));

test.each([
	['capital letters', 'ADA', { name: 'ada', email: null }, true],
	['spaces around and within', ' Ada   Lovelace ', { name: 'Ada\u00a0Lovelace', email: null }, true],
	['letters written as one or as two code points', 'Zo\u00eb', { name: 'Zoe\u0308', email: null }, true],
	['an address', 'ada@example.com', { name: 'A. L.', email: 'Ada@Example.com' }, true],
	['a hidden address of GitHub', 'ada', { name: 'A. L.', email: '49699333+Ada@users.noreply.github.com' }, true],
	['an old hidden address of GitHub', 'ada', { name: 'A. L.', email: 'ada@users.noreply.github.com' }, true],
	['a hidden address of GitLab', 'ada', { name: 'A. L.', email: '123-ada@users.noreply.gitlab.com' }, true],
	[
		'a login at GitHub that begins with a number',
		'12-ada',
		{ name: 'A', email: '1+12-ada@users.noreply.github.com' },
		true,
	],
	['somebody else', 'Grace', { name: 'Ada', email: 'ada@example.com' }, false],
	['nobody', '', { name: '', email: '' }, false],
])('%s', (_what, name, author, expected) => expect(same(name, author)).toBe(expected));

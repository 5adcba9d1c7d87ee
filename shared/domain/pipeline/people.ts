/**
 * Who is who: the account of this machine, names and addresses in git, and what the configuration says belongs together. Names
 * are told apart without regard to case.
 */
import type { Person } from './decisions.ts';
import type { Author } from './model.ts';

/** All names under which somebody is known, in lower case. Two sets that meet are one person. */
export type Names = ReadonlySet<string>;

/**
 * Addresses of people who hide theirs. GitHub: `49699333+ada@users.noreply.github.com`, older ones without the number.
 * GitLab: `123-ada@users.noreply.gitlab.com`, also of a server of one's own.
 */
const hiddenAddresses = [
	/^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i,
	/^(?:\d+[+-])?([^@+]+)@users\.noreply\.(?!github\.com$)[^@]+$/i,
];

function hiddenName(email: string): string {
	return hiddenAddresses.map((address) => address.exec(email.trim())?.[1]).find((name) => name !== undefined) ?? '';
}

/** One and the same name however it was typed: NFKC, single spaces, small letters. */
function plain(name: string): string {
	return name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** Adds every name of each person of the configuration that one of the names belongs to. */
function withAliases(names: readonly string[], people: readonly Person[]): Names {
	const own = new Set(names.map(plain).filter((name) => name !== ''));
	const persons = people.map(({ name, aliases }) => [name, ...aliases].map(plain));
	return new Set([...own, ...persons.filter((all) => all.some((name) => own.has(name))).flat()]);
}

/** Names of somebody who acts here. */
export function namesOfPerson(name: string, people: readonly Person[]): Names {
	return withAliases([name], people);
}

/** Names of somebody who wrote a commit. */
export function namesOfAuthor({ name, email }: Author, people: readonly Person[]): Names {
	return withAliases([name, email ?? '', hiddenName(email ?? '')], people);
}

export function isSamePerson(a: Names, b: Names): boolean {
	return [...a].some((name) => b.has(name));
}

/** Rules of `people:`, and of names of people elsewhere. */
import type { FilePerson } from './file/freezes.ts';
import type { Finding } from './issues.ts';
import { nearest } from './said.ts';
import type { Path } from './source.ts';

/** Who a name stands for; a name that is not listed stands for itself. */
export interface KnownPeople {
	personOf(name: string): string;
	/** Tells of names in a list that nobody listed has, as long as anybody is listed. */
	unknownIn(names: readonly string[], path: Path): readonly Finding[];
}

/** Names are compared as git hosts and mail do: capital letters make no difference. */
const same = (name: string): string => name.trim().toLowerCase();

/** Checks that each name stands for one person. */
export function checkPeople(people: readonly { readonly value: FilePerson; readonly path: Path }[]): {
	readonly findings: readonly Finding[];
	readonly known: KnownPeople;
} {
	const owners = new Map<string, string>();
	const findings: Finding[] = [];
	const claim = (alias: string, name: string, path: Path) => {
		const owner = owners.get(same(alias));
		if (owner !== undefined && owner !== name) {
			const message = `"${alias}" already stands for ${owner}`;
			findings.push({ path, message, expected: 'each name for one person', severity: 'error' });
		}
		owners.set(same(alias), owner ?? name);
	};
	const named = new Set<string>();
	for (const { value, path } of people) {
		if (named.has(same(value.name))) {
			const message = 'another person already has this name';
			findings.push({ path: [...path, 'name'], message, expected: 'each person once', severity: 'error' });
		} else claim(value.name, value.name, [...path, 'name']);
		named.add(same(value.name));
		for (const [index, alias] of value.aliases.entries()) claim(alias, value.name, [...path, 'aliases', index]);
	}
	return {
		findings,
		known: knownPeople(
			owners,
			people.map(({ value }) => value.name),
		),
	};
}

function knownPeople(owners: ReadonlyMap<string, string>, names: readonly string[]): KnownPeople {
	return {
		personOf: (name) => owners.get(same(name)) ?? same(name),
		unknownIn: (given, path) => {
			if (names.length === 0) return [];
			return given.flatMap((name, index): readonly Finding[] => {
				if (owners.has(same(name))) return [];
				const meant = nearest(name, names);
				const hint = meant === null ? '' : `; did you mean "${meant}"?`;
				const message = `nobody in people is called "${name}"${hint}`;
				return [{ path: [...path, index], message, expected: `one of ${names.join(', ')}`, severity: 'warning' }];
			});
		},
	};
}

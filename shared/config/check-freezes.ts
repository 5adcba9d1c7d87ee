/** Rules of `freezes:` that look at more than one field. */
import type { KnownPeople } from './check-people.ts';
import type { FileFreeze } from './file/freezes.ts';
import type { Finding, Report } from './issues.ts';
import type { Moment } from './moments.ts';
import type { Path } from './source.ts';

/** `services` are the names of services with those of their environments. */
export function checkFreezes(
	freezes: readonly { readonly value: FileFreeze; readonly path: Path }[],
	services: ReadonlyMap<string, readonly string[]>,
	people: KnownPeople,
): readonly Finding[] {
	const findings: Finding[] = [];
	const names = new Set<string>();
	for (const { value: freeze, path } of freezes) {
		const report: Report = (below, message, expected = null, severity = 'error') =>
			findings.push({ path: [...path, ...below], message, expected, severity });
		if (names.has(freeze.name)) report(['name'], 'another freeze already has this name', 'a name of its own');
		names.add(freeze.name);
		checkWindow(freeze, report);
		checkScope(freeze, services, report);
		findings.push(...people.unknownIn(freeze.liftedBy, [...path, 'liftedBy']));
	}
	return findings;
}

const ways: Readonly<Record<Moment['kind'], string>> = {
	weekly: 'every week, such as mon 08:00',
	once: 'once, such as 2027-01-04T00:00',
	yearly: 'every year, such as 12-26',
};

function checkWindow({ from, to }: FileFreeze, report: Report): void {
	if (from.kind !== to.kind) {
		const message = `it begins ${words[from.kind]} and ends ${words[to.kind]}`;
		return report(['to'], message, `an end ${ways[from.kind]}`);
	}
	if (from.kind === 'once' && to.kind === 'once' && to.at <= from.at) {
		const message = to.at === from.at ? 'it ends when it begins' : 'it ends before it begins';
		report(['to'], message, `a moment after ${from.at}`);
	}
	const isEmpty =
		from.kind === 'weekly' && to.kind === 'weekly' && from.weekday === to.weekday && from.minute === to.minute;
	if (isEmpty)
		report(['to'], 'it ends at the moment of the week when it begins, so it has no length', 'another moment');
}
const words: Readonly<Record<Moment['kind'], string>> = { weekly: 'every week', once: 'once', yearly: 'every year' };

function checkScope(freeze: FileFreeze, services: ReadonlyMap<string, readonly string[]>, report: Report): void {
	const all = [...services.keys()];
	for (const [index, name] of freeze.services.entries()) {
		if (!services.has(name)) report(['services', index], `there is no service "${name}"`, `one of ${all.join(', ')}`);
	}
	const meant = freeze.services.filter((name) => services.has(name));
	const among = new Set((meant.length > 0 ? meant : all).flatMap((name) => services.get(name) ?? []));
	for (const [index, name] of freeze.environments.entries()) {
		if (among.has(name)) continue;
		const whose = meant.length > 0 ? ` of ${meant.join(', ')}` : '';
		report(['environments', index], `there is no environment "${name}"${whose}`, `one of ${[...among].join(', ')}`);
	}
}

/** Names and ports that must be there once across the file. */
import type { Finding } from './issues.ts';
import { isList, type Path, type Plain } from './source.ts';

interface Named {
	readonly key: Plain | undefined;
	readonly path: Path;
}

/** Looks at the raw data, so that it speaks even while other things are wrong. */
export function checkNames(data: Plain): readonly Finding[] {
	const services = itemsOf(fieldIn(data, 'services'));
	return [
		...twice(
			services.map((service, index) => ({ key: fieldIn(service, 'name'), path: ['services', index, 'name'] })),
			'another service already has this name',
			'a name of its own for each service',
		),
		...services.flatMap((service, index) =>
			twice(releasesOf(service, index), 'this version is already in the list', 'each version once'),
		),
		...twice(
			services.flatMap(portsOf),
			'another environment already uses this port',
			'a port of its own for each environment, or 0',
		),
	];
}

function twice(names: readonly Named[], message: string, expected: string): readonly Finding[] {
	const seen = new Set<string>();
	const findings: Finding[] = [];
	for (const { key, path } of names) {
		if (typeof key !== 'string') continue;
		if (seen.has(key)) findings.push({ path, message, expected, severity: 'error' });
		seen.add(key);
	}
	return findings;
}

function releasesOf(service: Plain, index: number): readonly Named[] {
	return itemsOf(fieldIn(service, 'releases')).map((release, at) => ({
		key: typeof release === 'string' ? release : fieldIn(release, 'version'),
		path: ['services', index, 'releases', at],
	}));
}

function portsOf(service: Plain, index: number): readonly Named[] {
	return entriesOf(fieldIn(service, 'environments')).flatMap(([name, environment]) => {
		const target = fieldIn(environment, 'target');
		const key = fieldIn(target, 'port');
		if (fieldIn(target, 'kind') !== 'process' || key === '0') return [];
		return [{ key, path: ['services', index, 'environments', name, 'target', 'port'] }];
	});
}

/** The fields of a mapping; none of anything else. */
export function entriesOf(value: Plain | undefined): readonly (readonly [string, Plain])[] {
	return typeof value === 'object' && value !== null && !isList(value) ? Object.entries(value) : [];
}

/** The items of a list; none of anything else. */
export function itemsOf(value: Plain | undefined): readonly Plain[] {
	return value !== undefined && isList(value) ? value : [];
}

/** A field of a value that may be anything. */
export function fieldIn(value: Plain | undefined, name: string): Plain | undefined {
	return entriesOf(value).find(([key]) => key === name)?.[1];
}

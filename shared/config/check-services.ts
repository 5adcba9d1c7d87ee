/** Looks at each service's pipeline, and at what belongs to all of them, as far as each part is well formed in itself. */
import { stageNames } from '../domain/pipeline/model.ts';
import { checkFreezes } from './check-freezes.ts';
import { entriesOf, fieldIn, itemsOf } from './check-names.ts';
import { checkPeople, type KnownPeople } from './check-people.ts';
import { checkPipeline } from './check-pipeline.ts';
import { freeze, person } from './file/freezes.ts';
import { pipeline } from './file/pipeline.ts';
import type { Finding } from './issues.ts';
import type { Path, Plain } from './source.ts';

/** Everything about pipelines, `requires`, `people` and `freezes`, even while other parts of the file are wrong. */
export function checkServices(data: Plain): readonly Finding[] {
	const people = checkPeople(wellFormed(data, 'people', person));
	return [
		...people.findings,
		...itemsOf(fieldIn(data, 'services')).flatMap((service, index) =>
			checkService(service, ['services', index], people.known),
		),
		...checkFreezes(wellFormed(data, 'freezes', freeze), servicesOf(data), people.known),
	];
}

/** The items of a list that are right in themselves, with their places. */
function wellFormed<V>(
	data: Plain,
	name: string,
	schema: { safeParse(value: unknown): { readonly success: boolean; readonly data?: V } },
): readonly { readonly value: V; readonly path: Path }[] {
	return itemsOf(fieldIn(data, name)).flatMap((item, index) => {
		const parsed = schema.safeParse(item);
		return parsed.data === undefined ? [] : [{ value: parsed.data, path: [name, index] }];
	});
}

/** Names of services with those of their environments; of two with one name those of both. */
function servicesOf(data: Plain): ReadonlyMap<string, readonly string[]> {
	const services = new Map<string, readonly string[]>();
	for (const service of itemsOf(fieldIn(data, 'services'))) {
		const name = fieldIn(service, 'name');
		if (typeof name !== 'string') continue;
		const environments = entriesOf(fieldIn(service, 'environments')).map(([environment]) => environment);
		services.set(name, [...(services.get(name) ?? []), ...environments]);
	}
	return services;
}

function checkService(service: Plain, path: Path, people: KnownPeople): readonly Finding[] {
	const written = fieldIn(service, 'pipeline');
	if (written === undefined) return checkRequires(service, path);
	const parsed = pipeline.safeParse(written);
	const repository = fieldIn(service, 'repository');
	return parsed.success
		? checkPipeline(parsed.data, { path, repository: typeof repository === 'string' ? repository : null, people })
		: [];
}

/** Without a pipeline no release has passed a stage, so nothing could ever go there. */
function checkRequires(service: Plain, path: Path): readonly Finding[] {
	return entriesOf(fieldIn(service, 'environments')).flatMap(([name, environment]) => {
		const required = itemsOf(fieldIn(environment, 'requires'));
		if (!required.some((stage) => stageNames.some((known) => known === stage))) return [];
		return [
			{
				path: [...path, 'environments', name, 'requires'],
				message: 'the service has no pipeline, so no release could ever have passed a stage',
				expected: 'a pipeline for the service, or no requires',
				severity: 'error',
			} as const,
		];
	});
}

/** A gate without a value is read as one that is not there, which nobody means who writes its name. */
export function checkEmptyGates(emptied: readonly Path[]): readonly Finding[] {
	return emptied
		.filter((path) => path[0] === 'services' && path[2] === 'pipeline' && path[5] === 'gates' && path.length === 7)
		.map((path) => ({
			path,
			message: 'this gate has no value, so it would not be there',
			expected: '{} or true for its usual figures',
			severity: 'error',
			atKey: true,
		}));
}

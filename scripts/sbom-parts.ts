/** Which of the parts that npm lists are shipped. */
import { z } from 'zod';
import type { LockedPackage } from './licences.ts';

const partSchema = z.looseObject({
	'bom-ref': z.string(),
	name: z.string(),
	version: z.string(),
});
const listSchema = z.looseObject({
	bomFormat: z.literal('CycloneDX'),
	metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
	components: z.array(partSchema),
	dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

export type PartList = z.output<typeof listSchema>;

/**
 * The list without tools. npm's own `--omit dev` is not used: npm 11.19 leaves out of it what a tool happens to use as well,
 * zod among them. Throws when a part that is shipped is missing, so that no list is believed that is not whole.
 */
export function keepShippedParts(text: string, lock: readonly LockedPackage[]): PartList {
	const list = listSchema.parse(JSON.parse(text));
	const shipped = lock.filter(({ isProduct, isOptional }) => isProduct && !isOptional);
	const wanted = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
	const components = list.components.filter(({ name, version }) => wanted.has(`${name}@${version}`));
	const listed = new Set(components.map((part) => `${part.name}@${part.version}`));
	const missing = shipped.filter(({ name, version }) => !listed.has(`${name}@${version}`));
	if (missing.length > 0) {
		throw new Error(`npm does not list ${missing.map(({ name, version }) => `${name} ${version}`).join(', ')}.`);
	}
	const kept = new Set([list.metadata.component['bom-ref'], ...components.map((part) => part['bom-ref'])]);
	const dependencies = list.dependencies
		.filter(({ ref }) => kept.has(ref))
		.map((entry) => ({ ...entry, dependsOn: entry.dependsOn?.filter((ref) => kept.has(ref)) ?? [] }));
	return { ...list, components, dependencies };
}

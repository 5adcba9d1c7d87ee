/** The file that test runners read: its published schema, and how it is written. `docs/quarantine.md` explains it. */
import { z } from 'zod';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';

const instant = z.iso.datetime({ precision: 3 });

const entrySchema = z.strictObject({
	service: z.string().min(1).describe('Service whose test it is; several may share a repository.'),
	test: z.string().min(1).describe('`<class or suite> > <name>`, as the JUnit report of the test has them.'),
	file: z.string().nullable().describe('File or class that holds it, where the report says so.'),
	owner: z.string().min(1).describe('Who makes it trustworthy again.'),
	reason: z.string().min(1),
	ticket: z.string().nullable(),
	since: instant.describe('When it was quarantined (UTC).'),
	until: instant.describe(
		'From this instant on its failures count again (UTC), whether the file was written anew or not.',
	),
});

export const quarantineFileSchema = z
	.strictObject({
		version: z.literal(1),
		quarantined: z.array(entrySchema).describe('Sorted by service and test; only what is in force when it is written.'),
	})
	.meta({
		title: 'Quarantined tests',
		description: 'Written by Signalbox. These tests still run and report; their failures do not fail a run.',
	});

/** The same entries give the same text, in whatever order they come: a file under version control changes only with its content. */
export function quarantineText(quarantines: readonly Quarantine[], now: number): string {
	const quarantined = quarantines
		.filter(({ expiresAt }) => expiresAt > now)
		.toSorted((one, other) => compare(one.service, other.service) || compare(one.test, other.test) || one.at - other.at)
		.map(({ service, test, file, owner, reason, ticket, at, expiresAt }) => ({
			...{ service, test, file, owner, reason, ticket },
			since: new Date(at).toISOString(),
			until: new Date(expiresAt).toISOString(),
		}));
	return `${JSON.stringify({ version: 1, quarantined }, null, '\t')}\n`;
}

/** Whether a text is such a file: only such a one is ever replaced. */
export function isQuarantineFile(text: string): boolean {
	try {
		return quarantineFileSchema.safeParse(JSON.parse(text)).success;
	} catch {
		return false;
	}
}

function compare(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}

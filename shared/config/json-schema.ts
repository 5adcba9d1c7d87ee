/** The file format for editors, as JSON Schema draft 2020-12. */
import { z } from 'zod';
import { projectFile } from './file/schema.ts';

/** What `assets/signalbox.schema.json` holds. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
	const schema = z.toJSONSchema(projectFile, { target: 'draft-2020-12', io: 'input', override: loosen });
	return { ...schema, title: 'signalbox.yaml' };
}

/** A gate whose name says its kind fits the forms of several kinds, which `oneOf` would refuse. */
function loosen({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
	if (jsonSchema.oneOf === undefined) return;
	jsonSchema.anyOf = jsonSchema.oneOf;
	delete jsonSchema.oneOf;
}

/** The same as the text of that file. */
export function configSchemaText(): string {
	return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}

/** The file format for editors, as JSON Schema draft 2020-12. */
import { z } from 'zod';
import { projectFile } from './file/schema.ts';

/** What `assets/signalbox.schema.json` holds. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
	return { ...z.toJSONSchema(projectFile, { target: 'draft-2020-12', io: 'input' }), title: 'signalbox.yaml' };
}

/** The same as the text of that file. */
export function configSchemaText(): string {
	return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}

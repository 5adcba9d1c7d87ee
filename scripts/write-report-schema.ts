/** Writes docs/retrospective.schema.json from the schema in shared/report; a test holds the two together. */
import { writeFileSync } from 'node:fs';
import { reportSchemaText } from '../shared/report/schema.ts';

const file = new URL('../docs/retrospective.schema.json', import.meta.url);
writeFileSync(file, reportSchemaText());
process.stdout.write(`wrote ${file.pathname}\n`);

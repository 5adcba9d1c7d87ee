/** Writes assets/signalbox.schema.json from the schema in shared/config; a test holds the two together. */
import { writeFileSync } from 'node:fs';
import { configSchemaText } from '../shared/config/json-schema.ts';

const file = new URL('../assets/signalbox.schema.json', import.meta.url);
writeFileSync(file, configSchemaText());
process.stdout.write(`wrote ${file.pathname}\n`);

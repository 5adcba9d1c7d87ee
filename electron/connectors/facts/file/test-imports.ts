/** Imports of the tests: a text as a source, and what it tells. */
import type { FileFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { type Pulled, pullWith } from '../common/conformance-steps.ts';
import { createImportSource, type ImportRequest } from './source.ts';

export function importText(
	format: FileFactsConfig['format'],
	text: string,
	options: Partial<Pick<ImportRequest, 'services' | 'environments'>> & { readonly cursor?: string | null } = {},
): Promise<Pulled> {
	const { cursor = null, ...names } = options;
	const source = createImportSource({ id: 'import:test', name: 'facts.txt', format, from: { text }, ...names });
	return pullWith(source, { cursor, since: 0, now: 0 });
}

export const lines = (...all: readonly unknown[]): string =>
	all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');

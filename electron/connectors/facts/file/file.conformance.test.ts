/** A file on disk against what every source of facts must do, and what is its own: that it is read again when it changed. */
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { pullWith } from '../common/conformance-steps.ts';
import { createFileSource } from './source.ts';
import { lines } from './test-imports.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.parse('2026-11-01T00:00:00Z');

const configOf = (path: string, format: FileFactsConfig['format']): FileFactsConfig => ({
	...{ id: 'file:facts', kind: 'file', path, format, token: null, backMs: 365 * day, services: {}, environments: {} },
});

const writers: Readonly<Record<'csv' | 'json', (rows: readonly (readonly [string, string, string])[]) => string>> = {
	csv: (rows) =>
		lines('kind,id,title,startedAt,resolvedAt', ...rows.map((row) => `incident,${row[0]},x,${row[1]},${row[2]}`)),
	json: (rows) =>
		JSON.stringify(
			rows.map(([id, startedAt, resolvedAt]) => ({
				...{ kind: 'incident', id, title: 'x', startedAt },
				...(resolvedAt === '' ? {} : { resolvedAt }),
			})),
		),
};

for (const format of ['csv', 'json'] as const) {
	factsConformance(`a file of ${format}`, async () => {
		const folder = await mkdtemp(join(tmpdir(), 'signalbox-facts-'));
		const path = join(folder, 'facts.txt');
		const rows: [string, string, string][] = [];
		const save = () => writeFile(path, writers[format](rows));
		const put = (isOpen: boolean) => {
			const at = new Date(start + rows.length * 1000).toISOString();
			rows.push([`i${rows.length}`, at, isOpen ? '' : at]);
			return `i${rows.length - 1}`;
		};
		await save();
		const again = () => createFileSource(configOf(path, format));
		return {
			...{ again, source: again(), faults: [], beyondOnePage: 1100, looksBack: false, since: start },
			// A file that changed is told again whole; the store knows what is new.
			toldAgain: 5000,
			now: () => start + day,
			...{ secret: null, elsewhere: null },
			keyOf: (fact) => (fact.kind === 'incident' ? fact.nativeId : null),
			isOpen: (fact) => fact.kind === 'incident' && fact.resolvedAt === null,
			world: {
				async fill(count) {
					const ids = Array.from({ length: count }, () => put(false));
					await save();
					return ids;
				},
				async add() {
					const id = put(false);
					await save();
					return id;
				},
				async open() {
					const id = put(true);
					await save();
					return id;
				},
				async close(key) {
					for (const row of rows) if (row[0] === key) row[2] = new Date(start + day).toISOString();
					await save();
				},
				fault: async () => undefined,
			},
			dispose: () => rm(folder, { recursive: true, force: true }),
		};
	});
}

describe('a file', () => {
	let folder: string;
	let path: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'signalbox-facts-'));
		path = join(folder, 'deployments.csv');
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	const pull = (cursor: string | null = null) =>
		pullWith(createFileSource(configOf(path, 'csv')), { cursor, since: 0, now: start });
	const text = 'service,version,at\nshop,1,2026-11-28T10:00:00Z\n';

	test('that did not change, or was only saved again, tells nothing', async () => {
		await writeFile(path, text);
		const first = await pull();
		expect(first.facts).toHaveLength(1);
		expect((await pull(first.cursor)).facts).toEqual([]);
		await utimes(path, new Date(start), new Date(start));
		const saved = await pull(first.cursor);
		expect([saved.failure, saved.facts]).toEqual([null, []]);
		expect(saved.cursor).not.toBe(first.cursor);
		await writeFile(path, `${text}shop,2,2026-11-28T11:00:00Z\n`);
		expect((await pull(saved.cursor)).facts).toHaveLength(2);
	});

	test('that is not there may come; a folder is none', async () => {
		const missing = await pull();
		expect(missing.failure).toMatchObject({ code: 'facts-unreachable', retryable: true });
		expect(missing.failure?.message).toContain('deployments.csv could not be read: it is not there.');
		path = folder;
		expect((await pull()).failure?.code).toBe('facts-rejected');
	});

	test('that breaks off in its middle changes nothing, and is read when it is whole again', async () => {
		await writeFile(path, text);
		const first = await pull();
		await writeFile(path, `${text}shop,"2`);
		const broken = await pull(first.cursor);
		expect([broken.failure?.code, broken.batches]).toEqual(['facts-rejected', []]);
		await writeFile(path, `${text}shop,"2",2026-11-28T11:00:00Z\n`);
		expect((await pull(broken.cursor)).facts).toHaveLength(2);
	});

	test('that changes while it is read is read again', async () => {
		const rows = Array.from({ length: 2500 }, (_, index) => `shop,${index},2026-11-28T10:00:00Z,${'x'.repeat(400)}`);
		await writeFile(path, lines('service,version,at,note', ...rows));
		const source = createFileSource(configOf(path, 'csv'));
		const { failure, cursor } = await pullWith(
			source,
			{ cursor: null, since: 0, now: start },
			{ onBatch: () => writeFile(path, text) },
		);
		expect(failure?.message).toContain('changed while it was read');
		expect((await pull(cursor)).facts).toHaveLength(1);
	});
});

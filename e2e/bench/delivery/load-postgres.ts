/** The same facts in PostgreSQL: tables as one would make them, with the indexes that the questions need. */
import { createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import type { Cluster } from './postgres.ts';
import type { ServiceFacts } from './world.ts';

const tables = `
	create unlogged table deployments (
		service int not null, finished bigint not null, started bigint not null, version text not null, sha bytea,
		-- Place of its commit in its repository: ancestry as a number, which the store has to find out by walking.
		seq int not null, succeeded boolean not null
	);
	create unlogged table commits (
		repository int not null, seq int not null, sha bytea not null, authored bigint not null, is_merge boolean not null,
		is_bot boolean not null
	);
	create unlogged table incidents (service int not null, started bigint not null, resolved bigint not null);
	create unlogged table runs (service int not null, finished bigint not null, state text not null);
	create unlogged table suites (service int not null, at bigint not null, wall int not null);
`;

const indexes = `
	create index on deployments (service, finished);
	create index on deployments (finished);
	create index on deployments (service, version, finished) where succeeded;
	create index on deployments (service, seq) where succeeded;
	create index on commits (repository, seq) include (authored, is_merge, is_bot);
	create index on incidents (service, started) include (resolved);
	create index on runs (service, finished) include (state);
	create index on runs (finished) include (state);
	create index on suites (service, at) include (wall);
	create index on suites (at) include (wall);
	vacuum analyze;
`;

export interface Loader {
	add(service: number, facts: ServiceFacts): Promise<void>;
	finish(): Promise<void>;
}

const names = ['deployments', 'commits', 'incidents', 'runs', 'suites'] as const;

/** Writes files, then has the server read them: the quickest way in. */
export function createLoader({ client, folder }: Cluster): Loader {
	const files = names.map((name) => ({ name, file: path.join(folder, `${name}.csv`) }));
	const streams = new Map(files.map(({ name, file }) => [name, createWriteStream(file)]));
	async function write(name: (typeof names)[number], rows: readonly string[]): Promise<void> {
		const stream = streams.get(name);
		if (stream !== undefined && rows.length > 0 && !stream.write(`${rows.join('\n')}\n`)) await once(stream, 'drain');
	}
	return {
		async add(service, { commits, deployments, incidents, runs, testRuns }) {
			const place = new Map(commits.map(({ sha }, seq) => [sha, seq]));
			const asRow = (...values: readonly (string | number | boolean)[]) => values.join(',');
			await write(
				'commits',
				commits.map(({ sha, authoredAt, parents, authorName }, seq) =>
					asRow(service, seq, `\\x${sha}`, authoredAt, parents.length > 1, authorName.endsWith('[bot]')),
				),
			);
			await write(
				'deployments',
				deployments.map(({ finishedAt, startedAt, version, commit, outcome }) =>
					asRow(
						service,
						finishedAt ?? 0,
						startedAt,
						version ?? '',
						`\\x${commit ?? ''}`,
						place.get(commit ?? '') ?? 0,
						outcome === 'succeeded',
					),
				),
			);
			await write(
				'incidents',
				incidents.map(({ startedAt, resolvedAt }) => asRow(service, startedAt, resolvedAt ?? 0)),
			);
			await write(
				'runs',
				runs.map(({ finishedAt, state }) => asRow(service, finishedAt ?? 0, state)),
			);
			await write(
				'suites',
				testRuns.map(({ at, wallMs }) => asRow(service, at, wallMs ?? 0)),
			);
		},
		async finish() {
			await client.query(tables);
			for (const { name, file } of files) {
				const stream = streams.get(name);
				stream?.end();
				if (stream !== undefined) await once(stream, 'close');
				await chmod(file, 0o644);
				await client.query(`copy ${name} from '${file}' with (format csv)`);
			}
			for (const statement of indexes.split(';').filter((one) => one.trim() !== '')) await client.query(statement);
		},
	};
}

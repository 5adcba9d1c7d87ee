/** A cluster of PostgreSQL of its own, in a temporary folder and on a socket alone; it goes with the bench. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);
const programs = '/usr/lib/postgresql/15/bin';
const port = 54_399;

export interface Cluster {
	readonly client: Client;
	/** Folder that the server may read, for COPY. */
	readonly folder: string;
	close(): Promise<void>;
}

/** Null where there is no PostgreSQL 15, or nobody but root to run it as. */
export async function startPostgres(): Promise<Cluster | null> {
	if (!existsSync(path.join(programs, 'initdb')) || process.getuid?.() !== 0) return null;
	const folder = await mkdtemp(path.join(tmpdir(), 'sb-bench-pg-'));
	await chmod(folder, 0o755);
	await run('chown', ['postgres', folder]);
	const data = path.join(folder, 'data');
	const asPostgres = (program: string, words: readonly string[]) =>
		run('runuser', ['-u', 'postgres', '--', path.join(programs, program), ...words], { cwd: folder });
	const remove = () => rm(folder, { recursive: true, force: true });
	try {
		await asPostgres('initdb', ['-D', data, '-A', 'trust', '-E', 'UTF8', '--no-sync']);
		// As somebody would set it up who wants it quick on this machine.
		const settings = [
			'shared_buffers=2GB',
			'work_mem=256MB',
			'effective_cache_size=8GB',
			'random_page_cost=1.1',
			'jit=off',
		];
		const unsafe = ['fsync=off', 'synchronous_commit=off', 'max_wal_size=8GB', 'autovacuum=off', "listen_addresses=''"];
		const options = [...settings, ...unsafe, `port=${port}`, `unix_socket_directories=${folder}`, 'timezone=UTC'];
		const words = options.flatMap((one) => ['-c', one]).join(' ');
		await asPostgres('pg_ctl', ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', words, 'start']);
	} catch (error) {
		await remove();
		throw error;
	}
	const client = new Client({ host: folder, port, user: 'postgres', database: 'postgres' });
	const stop = async () => {
		await client.end().catch(() => undefined);
		await asPostgres('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']).catch(() => undefined);
		await remove();
	};
	try {
		await client.connect();
	} catch (error) {
		await stop();
		throw error;
	}
	return { client, folder, close: stop };
}

/** A certificate authority of a company that nobody else knows, made by `openssl` for one test run. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isProgram } from '../../../connectors/program.ts';

export interface PrivateAuthority {
	readonly folder: string;
	/** PEM of the authority. */
	readonly file: string;
	/** For `createServer` of node:https. */
	readonly server: { readonly key: string; readonly cert: string };
}

/** Null where this machine has none. */
export function findOpenssl(): string | null {
	const folders = (process.env['PATH'] ?? '').split(path.delimiter);
	return folders.map((folder) => path.join(folder, 'openssl')).find((file) => isProgram(file)) ?? null;
}

/** Vouches for `names`. The caller removes the folder. */
export async function createAuthority(openssl: string, names: readonly string[]): Promise<PrivateAuthority> {
	const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-authority-'));
	const run = (...args: string[]) => promisify(execFile)(openssl, args, { cwd: folder });
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	await run('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Corp Test CA');
	await run('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${names[0] ?? ''}`);
	await writeFile(path.join(folder, 'names'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\n`);
	const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
	await run('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem');
	const read = (file: string) => readFile(path.join(folder, file), 'utf8');
	const [serverKey, cert] = await Promise.all([read('server.key'), read('server.pem')]);
	return { folder, file: path.join(folder, 'ca.pem'), server: { key: serverKey, cert } };
}

/** Whose signature on a server's certificate counts: Node's own list, this machine's, and what the person adds. */
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { fail, type Problem } from '../../../shared/domain/result.ts';
import type { Environment } from '../../../shared/shell/proxy.ts';

export interface AuthorityDeps {
	readonly env: Environment;
	/** PEM file of the settings; empty for none. */
	readonly file: string;
	readonly readFile: (file: string) => Promise<string>;
	/** What the machine trusts, as PEM; `getCACertificates('system')` of `node:tls`. May throw. */
	readonly systemCertificates: () => readonly string[];
}

export interface Authorities {
	/** PEM, each once. */
	readonly certificates: readonly string[];
	/** Sources that could not be used; the others are. */
	readonly problems: readonly Problem[];
}

/** A bundle of every public authority is a quarter of this. */
const maxFileLength = 1_000_000;

/** Read here and not left to Node: a packaged desktop ignores them, and they may come from the login shell only. */
const fileVariables = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const;

/** Gathers every authority that counts. A source that cannot be read is a problem, and never a reason to trust less elsewhere. */
export async function gatherAuthorities(deps: AuthorityDeps): Promise<Authorities> {
	const problems: Problem[] = [];
	const certificates = new Set(rootCertificates);
	const add = (found: readonly string[]) => found.forEach((each) => certificates.add(each));
	try {
		add(deps.systemCertificates());
	} catch (cause) {
		problems.push(unread('of this system', reasonOf(cause), 'Name them in a PEM file under Settings, Network.'));
	}
	const files = [
		...fileVariables.map((name) => ({ file: deps.env[name]?.trim() ?? '', where: `that ${name} names` })),
		{ file: deps.file.trim(), where: 'in the settings' },
	].filter(({ file }) => file !== '');
	const read = await Promise.all(files.map(({ file }) => readAuthorities(file, deps.readFile)));
	for (const [index, result] of read.entries()) {
		add(result.certificates);
		const { file, where } = files[index] ?? { file: '', where: '' };
		if (result.trouble !== null) {
			problems.push(unread(`${where} (${file})`, result.trouble, 'Choose a PEM file under Settings, Network.'));
		}
	}
	return { certificates: [...certificates], problems };
}

interface FileReading {
	readonly certificates: readonly string[];
	readonly trouble: string | null;
}

async function readAuthorities(file: string, readFile: AuthorityDeps['readFile']): Promise<FileReading> {
	try {
		return parseAuthorities(await readFile(file));
	} catch (cause) {
		return { certificates: [], trouble: reasonOf(cause) };
	}
}

const damaged: FileReading = { certificates: [], trouble: 'a certificate in the file is damaged' };

/** The certificates of a PEM file. One broken one makes the whole file suspect: then none of it counts. */
export function parseAuthorities(text: string): FileReading {
	if (text.length > maxFileLength) return { certificates: [], trouble: 'the file is too large' };
	const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	const begun = text.split('-----BEGIN CERTIFICATE-----').length - 1;
	if (begun === 0) return { certificates: [], trouble: 'the file holds no certificate in PEM' };
	// A copy that was cut off has no end.
	if (begun !== blocks.length) return damaged;
	try {
		return { certificates: blocks.map((block) => new X509Certificate(block).toString()), trouble: null };
	} catch {
		return damaged;
	}
}

function unread(which: string, reason: string, hint: string): Problem {
	const message = `The certificate authorities ${which} cannot be used (${reason}), so connections that need them are refused.`;
	return fail('invalid-config', message, hint).problem;
}

function reasonOf(cause: unknown): string {
	const code = cause instanceof Error && 'code' in cause ? cause.code : null;
	if (code === 'ENOENT') return 'the file does not exist';
	if (code === 'EACCES' || code === 'EPERM') return 'the file may not be read';
	if (code === 'EISDIR') return 'it is a folder';
	return 'it cannot be read';
}

/** The log: JSON lines in the data folder, of bounded size, without secrets. */
import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pino, stdTimeFunctions } from 'pino';
import { hideSecrets } from '../../shared/domain/hide-secrets.ts';
import type { Logger } from '../engine/ports.ts';

/** Takes secrets out of every text in a line of JSON; within the texts, so that the line stays JSON. */
function cleanLine(line: string, hide: (text: string) => string): string {
	try {
		const clean: unknown = JSON.parse(line, (_, value) => (typeof value === 'string' ? hide(value) : value));
		return `${JSON.stringify(clean)}\n`;
	} catch {
		return hide(line);
	}
}

const secretFields = ['token', 'password', 'secret', 'authorization', 'apiKey', 'cookie'];

/** Kept in memory for a bug report. */
const maxTroubles = 30;
const maxTroubleLength = 2_000;

/** pino writes the level first: 40 is a warning, 50 an error. */
function isTrouble(line: string): boolean {
	return line.startsWith('{"level":40,') || line.startsWith('{"level":50,');
}

export interface FileLog extends Logger {
	/** The newest warnings and errors of this run as they were written, oldest first. */
	troubles(): readonly string[];
	close(): void;
}

export interface LogOptions {
	readonly maxBytes?: number;
	readonly keep?: number;
	/** Takes out secrets that are known as such, whatever their shape. */
	readonly hideKnown?: (text: string) => string;
}

/** Opens `signalbox.log` in `folder`; when it passes `maxBytes` it becomes `.1`, and the oldest of `keep` goes. */
export function openLog(folder: string, options: LogOptions = {}): FileLog {
	const { maxBytes = 5_000_000, keep = 3, hideKnown = (text: string) => text } = options;
	const hide = (text: string) => hideSecrets(hideKnown(text));
	const file = path.join(folder, 'signalbox.log');
	let open: OpenFile | null = openForAppend(file);
	let hasEnded = false;
	const troubles: string[] = [];
	const rotate = () => {
		rmSync(`${file}.${keep}`, { force: true });
		for (let age = keep - 1; age >= 0; age--) {
			const older = age === 0 ? file : `${file}.${age}`;
			if (existsSync(older)) renameSync(older, `${file}.${age + 1}`);
		}
	};
	const write = (line: string) => {
		if (hasEnded) return;
		const clean = cleanLine(line, hide);
		if (isTrouble(clean)) {
			troubles.push(clean.trimEnd().slice(0, maxTroubleLength));
			if (troubles.length > maxTroubles) troubles.shift();
		}
		// A full disk or a file that another process holds open (Windows) must not end the room for want of a log.
		try {
			open ??= openForAppend(file);
			open.size += writeSync(open.fd, clean);
			if (open.size <= maxBytes) return;
			// The number of a closed file may be another file's next, so it is forgotten before anything can fail.
			const { fd } = open;
			open = null;
			closeSync(fd);
			rotate();
		} catch {
			// The next line tries again.
		}
	};
	const logger = pino(
		{
			base: { pid: process.pid },
			timestamp: stdTimeFunctions.isoTime,
			redact: { paths: secretFields.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
		},
		{ write },
	);
	return {
		troubles: () => [...troubles],
		debug: (fields, message) => logger.debug(fields, message),
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		close() {
			hasEnded = true;
			if (open !== null) closeSync(open.fd);
			open = null;
		},
	};
}

interface OpenFile {
	readonly fd: number;
	size: number;
}

function openForAppend(file: string): OpenFile {
	const fd = openSync(file, 'a', 0o600);
	return { fd, size: fstatSync(fd).size };
}

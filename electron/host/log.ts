/** The log: JSON lines in the data folder, of bounded size, without secrets. */
import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from '../engine/ports.ts';

/** What looks like a key in a line of text: bearer tokens, our own, and passwords in addresses. */
const secrets: readonly (readonly [RegExp, string])[] = [
	[/(Bearer\s+|signalbox\.token\.)[\w.~+/=-]+/gi, '$1[hidden]'],
	[/(https?:\/\/127\.0\.0\.1:\d+\/#)[\w-]{20,}/g, '$1[hidden]'],
	[/(\w+:\/\/)[^\s/@"\\]+:[^\s/@"\\]+@/g, '$1[hidden]@'],
];

/** Takes secrets out of a line before it is written. */
export function hideSecrets(line: string): string {
	return secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
}

const secretFields = ['token', 'password', 'secret', 'authorization', 'apiKey', 'cookie'];

export interface FileLog extends Logger {
	close(): void;
}

/** Opens `signalbox.log` in `folder`; when it passes `maxBytes` it becomes `.1`, and the oldest of `keep` goes. */
export function openLog(folder: string, { maxBytes = 5_000_000, keep = 3 } = {}): FileLog {
	const file = path.join(folder, 'signalbox.log');
	let { fd, size } = openForAppend(file);
	const rotate = () => {
		closeSync(fd);
		rmSync(`${file}.${keep}`, { force: true });
		for (let age = keep - 1; age >= 0; age--) {
			const older = age === 0 ? file : `${file}.${age}`;
			if (existsSync(older)) renameSync(older, `${file}.${age + 1}`);
		}
	};
	const write = (line: string) => {
		const clean = hideSecrets(line);
		// A full disk or a file that another process holds open (Windows) must not end the room for want of a log.
		try {
			size += writeSync(fd, clean);
			if (size <= maxBytes) return;
			try {
				rotate();
			} finally {
				({ fd, size } = openForAppend(file));
			}
		} catch {
			size = 0;
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
		debug: (fields, message) => logger.debug(fields, message),
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		close: () => closeSync(fd),
	};
}

function openForAppend(file: string): { fd: number; size: number } {
	const fd = openSync(file, 'a', 0o600);
	return { fd, size: fstatSync(fd).size };
}

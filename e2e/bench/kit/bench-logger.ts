import type { Logger } from '../../../electron/engine/ports.ts';

/** Says on stderr what should not happen in a bench, and keeps still otherwise. */
export const benchLogger: Logger = {
	debug() {},
	info() {},
	warn: (fields, message) => process.stderr.write(`warn: ${message} ${JSON.stringify(fields)}\n`),
	error: (fields, message) => process.stderr.write(`error: ${message} ${JSON.stringify(fields)}\n`),
};

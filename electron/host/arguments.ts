/** The words after `npm start --`, the same for both hosts. */
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../shared/domain/result.ts';

export interface HostArguments {
	readonly sample: boolean;
	/** False keeps the browser closed. */
	readonly open: boolean;
	/** 0 for any free one. */
	readonly port: number;
	/** Null for the usual place. */
	readonly data: string | null;
	readonly browser: boolean;
	readonly help: boolean;
	/** A `signalbox.yaml`, or the folder that has one, to open at the start. */
	readonly project: string | null;
	readonly allowActions: boolean;
	readonly readOnly: boolean;
	/** End what runs instead of starting. */
	readonly endEverything: boolean;
}

export const helpText = `Signalbox, the release control room

  npm start                       the desktop where it can run, else the browser
  npm start -- [options]

  --sample          start the sample environment: a real service with real traffic on this machine
  --project FILE    open this signalbox.yaml (or the folder that has one)
  --browser         serve to the browser even where the desktop can run
  --no-open         do not open a browser; the address is printed
  --port N          port of the browser host on 127.0.0.1 (any free one)
  --data DIR        where history, settings and logs are kept
  --read-only       look, but do not act
  --allow-actions   for the browser host started by itself: let its windows act
  --end-everything  end every process that the targets of the data folder started, then exit;
                    close Signalbox first, or it may start some again
  --help            this text
`;

const flags = {
	sample: { type: 'boolean', default: false },
	'no-open': { type: 'boolean', default: false },
	port: { type: 'string' },
	data: { type: 'string' },
	browser: { type: 'boolean', default: false },
	help: { type: 'boolean', short: 'h', default: false },
	project: { type: 'string' },
	'allow-actions': { type: 'boolean', default: false },
	'end-everything': { type: 'boolean', default: false },
	'read-only': { type: 'boolean', default: false },
} as const;

/** Reads the words; an unknown or half one is named in the failure. */
export function parseHostArguments(argv: readonly string[]): Result<HostArguments> {
	try {
		const { values } = parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false });
		const port = parsePort(values.port);
		if (port === null) return refuse(`--port takes a whole number up to 65535, not "${values.port}".`);
		return ok({
			sample: values.sample,
			open: !values['no-open'],
			port,
			data: values.data ?? null,
			browser: values.browser,
			help: values.help,
			project: values.project ?? null,
			allowActions: values['allow-actions'],
			readOnly: values['read-only'],
			endEverything: values['end-everything'],
		});
	} catch (cause) {
		const first = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : '';
		return refuse(`${first.replace(/\.$/, '')}.`);
	}
}

function refuse(why: string): Result<never> {
	return fail('invalid-input', `Signalbox did not start: ${why}`, 'See "npm start -- --help" for what there is.');
}

function parsePort(text: string | undefined): number | null {
	if (text === undefined) return 0;
	const port = Number(text);
	return /^\d+$/.test(text) && port <= 65_535 ? port : null;
}

/** The words after `npm start --`, the same for both hosts. */
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import { type ReportFormat, reportFormats } from '../../shared/domain/retrospective/model.ts';

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
	/** Write a month's report and end, without any screen. Null: start as usual. */
	readonly report: ReportWords | null;
}

export interface ReportWords {
	/** `2026-10`, or `last` for the last whole month of the reporting zone. */
	readonly month: string;
	/** Folder, as written. */
	readonly out: string;
	/** `*`, a service, or `group:NAME`. */
	readonly scope: string;
	readonly formats: readonly ReportFormat[];
	readonly freeze: boolean;
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
  --report MONTH    write the report of a month (2026-10, or last) and exit; with --out DIR, and if wanted
                    --scope SERVICE, --format pdf,html,markdown,json and --freeze
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
	report: { type: 'string' },
	out: { type: 'string' },
	scope: { type: 'string', default: '*' },
	format: { type: 'string', default: 'pdf,html' },
	freeze: { type: 'boolean', default: false },
} as const;

/** Reads the words; an unknown or half one is named in the failure. */
export function parseHostArguments(argv: readonly string[]): Result<HostArguments> {
	try {
		const { values } = parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false });
		const port = parsePort(values.port);
		if (port === null) return refuse(`--port takes a whole number up to 65535, not "${values.port}".`);
		const report = values.report === undefined ? ok(null) : reportWords({ ...values, report: values.report });
		if (!report.ok) return report;
		return ok({
			report: report.value,
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

/** What `--report` and the words beside it say. */
function reportWords(values: {
	readonly report: string;
	readonly out?: string | undefined;
	readonly scope: string;
	readonly format: string;
	readonly freeze: boolean;
}): Result<ReportWords> {
	const { report: month, out, scope, freeze } = values;
	if (month !== 'last' && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
		return refuse(`--report takes a month such as 2026-10, or last, not "${month}".`);
	}
	if (out === undefined) return refuse('--report needs --out and the folder to write to.');
	const named = values.format.split(',').map((name) => name.trim());
	const unknown = named.find((name) => !reportFormats.some((format) => format === name));
	if (unknown !== undefined) return refuse(`--format knows ${reportFormats.join(', ')}, not "${unknown}".`);
	return ok({ month, out, scope, freeze, formats: reportFormats.filter((format) => named.includes(format)) });
}

function refuse(why: string): Result<never> {
	return fail('invalid-input', `Signalbox did not start: ${why}`, 'See "npm start -- --help" for what there is.');
}

function parsePort(text: string | undefined): number | null {
	if (text === undefined) return 0;
	const port = Number(text);
	return /^\d+$/.test(text) && port <= 65_535 ? port : null;
}

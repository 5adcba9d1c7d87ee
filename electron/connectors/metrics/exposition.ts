/**
 * The Prometheus text format, fed piece by piece as it comes from the wire. OpenMetrics is understood where it differs.
 * A body is taken whole or not at all: half an exposition would turn what was cut off into zeros.
 * Format: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../shared/domain/result.ts';
import { formatCount } from '../../../shared/domain/format.ts';
import { BadLine, parseSampleLine } from './exposition-line.ts';
import type { Sample } from './exposition-line.ts';

export type { Sample } from './exposition-line.ts';

export interface ExpositionLimits {
	/** Characters of the whole body. */
	readonly maxLength: number;
	readonly maxLineLength: number;
	readonly maxSamples: number;
}

/** Generous for a service's own page (a few hundred kB), small beside what would hurt this process. */
export const defaultExpositionLimits: ExpositionLimits = {
	maxLength: 16 * 1024 * 1024,
	maxLineLength: 64 * 1024,
	maxSamples: 100_000,
};

export interface Exposition {
	readonly samples: readonly Sample[];
	/** Names that were declared by `# TYPE` or `# HELP`, with their type where it was told. */
	readonly declared: ReadonlyMap<string, string | null>;
}

export interface ExpositionParser {
	/** Takes the next piece. After a failure the rest is ignored and `end` tells it again. */
	push(piece: string): Result<void>;
	end(): Result<Exposition>;
}

const refuse = (why: string): Failure =>
	fail(
		'metrics-rejected',
		`The metrics page was refused as a whole: ${why}. The release is not judged by it.`,
		'Open the address in a browser and compare it with the Prometheus text format.',
	);

/** Notes what a comment declares; true for the one that ends the page. */
function takeComment(line: string, declared: Map<string, string | null>): boolean {
	const [keyword, name, type] = line.slice(1).trim().split(/\s+/, 3);
	if (name === undefined) return keyword === 'EOF';
	if (keyword === 'TYPE') declared.set(name, type ?? null);
	else if (keyword === 'HELP' && !declared.has(name)) declared.set(name, null);
	return false;
}

/** A parser for one body. `openMetrics` follows from the content type `application/openmetrics-text`. */
export function createExpositionParser(
	options: { readonly openMetrics?: boolean; readonly limits?: ExpositionLimits } = {},
): ExpositionParser {
	const limits = options.limits ?? defaultExpositionLimits;
	const openMetrics = options.openMetrics ?? false;
	const samples: Sample[] = [];
	const declared = new Map<string, string | null>();
	let failure: Failure | null = null;
	let rest = '';
	let length = 0;
	let lineNumber = 0;
	let ended = false;

	const takeLine = (raw: string): void => {
		lineNumber += 1;
		const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
		const text = line.trimStart();
		if (ended || text === '') return;
		if (text.startsWith('#')) {
			ended = takeComment(text, declared);
			return;
		}
		if (samples.length >= limits.maxSamples) throw new BadLine(`more than ${formatCount(limits.maxSamples)} samples`);
		samples.push(parseSampleLine(text, openMetrics));
	};

	const takeLines = (piece: string): void => {
		length += piece.length;
		if (length > limits.maxLength) throw new BadLine(`more than ${formatCount(limits.maxLength)} characters`);
		const lines = (rest + piece).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			if (line.length > limits.maxLineLength) throw new BadLine(`line ${lineNumber + 1} is too long`);
			takeLine(line);
		}
		if (rest.length > limits.maxLineLength) throw new BadLine(`line ${lineNumber + 1} is too long`);
	};

	return {
		push(piece) {
			if (failure !== null) return failure;
			try {
				takeLines(piece);
				return ok(undefined);
			} catch (error) {
				if (!(error instanceof BadLine)) throw error;
				failure = refuse(lineNumber === 0 ? error.message : `line ${lineNumber}: ${error.message}`);
				rest = '';
				return failure;
			}
		},
		end() {
			if (failure !== null) return failure;
			// A number without its line's end may be the first digits of a larger one.
			if (rest.trim() !== '') return refuse(`it is cut off in line ${lineNumber + 1}`);
			if (openMetrics && !ended) return refuse('it is cut off: "# EOF" is missing');
			return ok({ samples, declared });
		},
	};
}

/** Parses a body that is there as a whole. */
export function parseExposition(
	text: string,
	options?: Parameters<typeof createExpositionParser>[0],
): Result<Exposition> {
	const parser = createExpositionParser(options);
	parser.push(text);
	return parser.end();
}
